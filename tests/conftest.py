"""What every test stands on."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright
from wagtail.models import get_page_models

from disclosure.board import around, kept, tallies
from disclosure.core import append_only, change, clock
from tests import chromium, factories

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# nothing here is timed: a busy machine is no fault of the code
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def seed_of_the_day() -> int:
    """What the samples of `make test` are drawn by: another each day, or DISCLOSURE_SEED to draw one again."""
    return int(os.environ.get("DISCLOSURE_SEED") or f"{date.today():%Y%m%d}")


def pytest_report_header() -> str:
    return f"sample of the day: DISCLOSURE_SEED={seed_of_the_day()}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the tests wrote; each process removes its own folder."""
    if settings.configured and "disclosure-test-" in settings.DISCLOSURE_VAR.name:
        shutil.rmtree(settings.DISCLOSURE_VAR, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rows that migrations made (root page, site) are remembered for the tests of transactions, which empty all."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            kwargs = {**(marker.kwargs if marker else {}), "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**kwargs), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """A test of transactions empties its tables, which the append-only triggers refuse: they are lifted for it.

    What migrations made is put back at once, whichever test comes next, also on the connection that Django opens anew
    once playwright's loop runs in this thread.
    """
    with django_db_blocker.unblock():
        contents = getattr(connection, "_test_serialized_contents", None)
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        ContentType.objects.get_for_models(*get_page_models())  # known: a page asks for its type while it is put back
        connection._test_serialized_contents = contents  # so that the flush makes no rows of its own
        with append_only.lifted():
            flush(case)
        connection.creation.deserialize_db_from_string(contents)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(lambda cls: None))
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def media_of_its_own(tmp_path: Path, settings) -> None:
    """Each test begins with an empty library and no kept file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DISCLOSURE_KEPT = tmp_path / "kept"
    settings.DISCLOSURE_HEADS = tmp_path / "heads"


@pytest.fixture(autouse=True)
def nothing_kept(_django_db_marker) -> None:
    """A transaction that is rolled back takes the number of change along: what was kept under it means nothing.

    On PostgreSQL the number is raised at the commit, which such a test never sees: there it is raised at once.
    """
    kept.shelf.clear()
    around.clear()
    tallies.clear()
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        names = ", ".join(f'"{name}"' for watch in change.watched() for name in watch.names())
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")


@pytest.fixture
def school(db):
    return factories.school()


@pytest.fixture
def at_nine() -> Iterator[datetime]:
    """A Tuesday at nine."""
    with clock.moved(factories.moment("2026-11-24 09:00")) as moment:
        yield moment


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all; `make test` sees to it that there is one."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # playwright keeps a loop in this thread; the ORM here is not async
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, live_server) -> Iterator:
    """Opens a page with a session of its own at the running site: `new_page(phone=True)`."""
    contexts = []

    def new(*, phone: bool = False, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport=PHONE if phone else WIDE, has_touch=phone, locale="zh-CN", **options
        )
        context.set_default_timeout(60_000)  # a busy machine is no fault of the code
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page) -> Page:
    """A wide page of a visitor."""
    return new_page()
