"""A clock that jumps: nothing is decided or told until it is right, and whoever looks after the server hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from disclosure.core import clock, ledger
from disclosure.core.exceptions import ClockWrong
from disclosure.core.models import LedgerEntry
from disclosure.runner import lease, timekeeping
from disclosure.runner.loop import Runner
from disclosure.runner.models import Told
from disclosure.signoff.models import Signature
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def was_later(school):
    """Something was decided an hour from now: the clock was put back since."""
    with clock.moved(clock.now() + HOUR), transaction.atomic():
        ledger.record(school.organization.chain, "frame.changed")


@pytest.fixture
def put_on(monkeypatch):
    """The clock was put on by an hour while this process ran."""
    wall, counted = clock._BEGAN
    monkeypatch.setattr(clock, "_BEGAN", (wall - HOUR, counted))


def record(school) -> LedgerEntry:
    with transaction.atomic():
        return ledger.record(school.organization.chain, "frame.changed")


def sign(client, school):
    """The page after the reviewer pressed the button."""
    submission = school.organization.submissions.get()
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    said = {"digest": submission.edition.digest, "read": "on", "attribute": "proactive", "result": "clear"}
    said |= {"comment": "数字已核对", "password": factories.PASSWORD}
    address = reverse("disclosure_signoff:sign", args=[submission.pk])
    return client.post(address, {f"sign-{name}": value for name, value in said.items()})


def health(client) -> dict:
    return client.get("/health/").json()["checks"]["clock"]


def test_who_signs_by_a_clock_that_was_put_back_reads_a_sentence_and_loses_nothing(client, school):
    factories.submitted(factories.item(school.column, by=school.people["office"]), school.people["office"])
    with clock.moved(clock.now() + HOUR), transaction.atomic():
        ledger.record(school.organization.chain, "frame.changed")
    page = sign(client, school).content.decode()
    assert "而此前记录的时间比这晚" in page
    assert "数字已核对" in page
    assert not Signature.objects.exists()


def test_nothing_is_decided_by_a_clock_that_was_put_on(school, put_on):
    with pytest.raises(ClockWrong, match="拨快"):
        record(school)


@pytest.mark.usefixtures("was_later")
def test_health_says_how_far_it_is_behind(client):
    found = health(client)
    assert not found["ok"]
    assert 3590 <= found["behind_seconds"] <= 3600


@pytest.mark.usefixtures("put_on")
def test_health_says_how_far_it_was_put_on(client):
    found = health(client)
    assert (found["ok"], 3599 <= found["jumped_seconds"] <= 3601) == (False, True)


@pytest.mark.django_db(transaction=True)  # the worker closes connections
@pytest.mark.parametrize("jumped", ["was_later", "put_on"])
def test_the_runner_tells_nothing_and_writes_to_whoever_looks_after_the_server(school, request, jumped):
    with clock.moved(clock.now() - HOUR):
        factories.posted(school)
    admin = factories.person(is_superuser=True)
    request.getfixturevalue(jumped)
    runner = Runner(pause=0)
    for _round in range(2):
        runner.round()
    assert "heartbeat" in runner.troubles
    assert not Told.objects.exists()
    assert [m.subject for m in mail.outbox if m.to == [admin.email]] == ["服务器的时钟不对"]


@pytest.mark.usefixtures("was_later")
def test_a_heartbeat_that_lies_ahead_tells_it_too(school):
    with clock.moved(clock.now() + 2 * HOUR):
        lease.beat("before", clock.now())
    latest = timekeeping.latest_ahead(clock.now())
    assert latest - clock.now() > HOUR


@pytest.mark.django_db(transaction=True)  # the worker closes connections
def test_it_goes_on_once_somebody_has_said_that_it_is_right_and_the_ledger_tells_of_it(client, school, request):
    factories.posted(school)
    request.getfixturevalue("was_later")
    call_command("runner", clock_is_right=True)
    entry = LedgerEntry.objects.get(kind="clock.put_back")
    assert datetime.fromisoformat(entry.data["shown"]) - entry.at > timedelta(minutes=59)
    record(school)
    runner = Runner(pause=0)
    runner.once()
    assert not runner.troubles
    assert Told.objects.get().told_at
    assert health(client)["ok"]
    school.organization.chain.refresh_from_db()
    assert list(ledger.faults(school.organization.chain)) == []


def test_the_proof_finds_an_entry_that_is_earlier_than_the_one_before_it(school):
    with clock.moved(clock.now() + HOUR):
        record(school)
    with clock.moved(clock.now()):
        record(school)
    school.organization.chain.refresh_from_db()
    assert [fault.split("：")[-1] for fault in ledger.faults(school.organization.chain)] == ["早于前一条记录"]


def test_a_clock_that_is_slewed_or_of_another_machine_is_right(school, monkeypatch):
    wall, counted = clock._BEGAN
    monkeypatch.setattr(clock, "_BEGAN", (wall - timedelta(seconds=50), counted))
    with clock.moved(clock.now() + timedelta(seconds=50)):
        record(school)
    record(school)
    timekeeping.require_right_clock(clock.now())


@pytest.mark.django_db(transaction=True)  # the worker closes connections
def test_after_a_long_power_off_it_goes_on(client, school):
    with clock.moved(datetime.now(UTC) - timedelta(days=90)):
        lease.beat("before", clock.now())
        record(school)
    runner = Runner(pause=0)
    runner.once()
    assert not runner.troubles
    assert LedgerEntry.objects.filter(kind="runner.silent").exists()
    assert health(client)["ok"]


def test_after_the_clock_was_put_back_no_step_rests_until_it_has_caught_up(school):
    runner = Runner(pause=0)
    with clock.moved(clock.now() + HOUR):
        runner._step("day", lambda: 1 / 0)
    runner._step("day", lambda: None)
    assert not runner.troubles
