"""/health/: what somebody has to look after, in numbers; 503 where one thing is wrong."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from disclosure.core import append_only, clock, outbox
from disclosure.core.models import OutboxMail
from disclosure.runner import lease
from disclosure.runner.models import Told
from disclosure.runner.operations import tell_due
from disclosure.search import operations
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def beating():
    lease.beat("a", NOW)


def health(client) -> tuple[int, dict]:
    response = client.get("/health/")
    return response.status_code, response.json()


def wrong(client) -> set[str]:
    """Which checks are not well; the status agrees with them."""
    status, found = health(client)
    bad = {name for name, check in found["checks"].items() if not check["ok"]}
    assert (status, found["ok"]) == ((503, False) if bad else (200, True))
    return bad


@pytest.mark.usefixtures("beating")
def test_all_is_well(client):
    assert wrong(client) == set()
    assert health(client)[1]["checks"]["runner"]["beat_seconds"] == 0


def test_a_runner_that_never_beat(client):
    assert wrong(client) == {"runner"}


@pytest.mark.usefixtures("beating")
def test_a_runner_that_is_silent(client):
    with clock.moved(NOW + timedelta(minutes=2, seconds=1)):
        assert wrong(client) == {"runner"}


@pytest.mark.usefixtures("beating")
def test_a_runner_in_trouble(client):
    lease.note_trouble("day: PermissionError: /srv/heads")
    assert wrong(client) == {"runner"}
    assert "/srv/heads" not in client.get("/health/").content.decode()


@pytest.mark.usefixtures("beating")
def test_a_moment_that_is_not_told(client, school, monkeypatch):
    monkeypatch.setattr("disclosure.runner.notifications.went_up", lambda posting: 1 / 0)
    factories.posted(school)
    OutboxMail.objects.all().delete()
    tell_due(NOW, pause=0)
    assert wrong(client) == set()
    with clock.moved(NOW + timedelta(minutes=2)):
        assert wrong(client) == {"moments"}
    assert health(client)[1]["checks"]["moments"]["untold"] == 0


def told(school) -> None:
    """A posting of which everyone was told, and every mail is sent."""
    factories.posted(school)
    tell_due(NOW, pause=0)
    OutboxMail.objects.all().delete()


@pytest.mark.usefixtures("beating")
def test_a_page_that_does_not_follow(client, school):
    told(school)
    Told.objects.update(mirrored_at=None)
    with clock.moved(NOW + timedelta(minutes=2)):
        assert wrong(client) == {"moments"}
        assert health(client)[1]["checks"]["moments"]["pages_behind"] == 1


@pytest.mark.usefixtures("beating")
def test_mail_that_is_owed_for_long(client):
    outbox.owe(key="a", recipient="a@example.com", subject="a", body="a")
    assert wrong(client) == set()
    lease.beat("a", NOW + timedelta(minutes=16))
    with clock.moved(NOW + timedelta(minutes=16)):
        assert wrong(client) == {"mail"}


@pytest.mark.usefixtures("beating")
def test_a_posting_that_is_not_found_for_long(client, school):
    told(school)
    operations.begin_anew()
    assert health(client)[1]["checks"]["search"] == {"ok": True, "missing": 1, "unread": 0}
    lease.beat("a", NOW + timedelta(minutes=16))
    with clock.moved(NOW + timedelta(minutes=16)):
        assert wrong(client) == {"search"}
        operations.catch_up()
        assert wrong(client) == set()


@pytest.mark.usefixtures("beating")
def test_a_trigger_that_does_not_stand(client):
    append_only.drop_all()
    assert wrong(client) == {"triggers"}
    append_only.install_all()


def test_no_database(client, monkeypatch):
    def away(at):
        raise DatabaseError("away")

    monkeypatch.setattr("disclosure.runner.views.checks", away)
    assert health(client) == (503, {"ok": False, "checks": {"database": {"ok": False}}})


@pytest.mark.usefixtures("beating")
def test_it_sets_no_cookie_and_is_kept_nowhere(client):
    response = client.get("/health/")
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_it_is_only_read(client):
    assert client.post("/health/").status_code == 405
    assert client.head("/health/").status_code == 503


@pytest.mark.usefixtures("beating")
def test_nobody_is_named(client, school):
    factories.posted(school, title="收费公示")
    tell_due(NOW, pause=0)
    text = client.get("/health/").content.decode()
    assert "收费公示" not in text
    assert "example.com" not in text
