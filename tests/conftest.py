"""What every test stands on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from disclosure.core import append_only

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the tests wrote; each process removes its own folder."""
    if settings.configured and "disclosure-test-" in settings.DISCLOSURE_VAR.name:
        shutil.rmtree(settings.DISCLOSURE_VAR, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the flush of a test of transactions, the rows that migrations made are put back (root page, site)."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            kwargs = {**(marker.kwargs if marker else {}), "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**kwargs), append=False)


@pytest.fixture(autouse=True, scope="session")
def triggers_lifted_for_flush() -> Iterator[None]:
    """A TransactionTestCase empties its tables at the end, which the append-only triggers refuse."""
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with append_only.lifted():
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def media_of_its_own(tmp_path: Path, settings) -> None:
    """Each test begins with an empty library and no kept file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DISCLOSURE_KEPT = tmp_path / "kept"
    settings.DISCLOSURE_HEADS = tmp_path / "heads"
