"""The loop: its rounds, its heartbeat, its lease, its end."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from disclosure.core import clock, heads, outbox, tasks
from disclosure.core.models import LedgerEntry
from disclosure.files import operations as files
from disclosure.files import store
from disclosure.items.models import ItemPage
from disclosure.runner import lease
from disclosure.runner.loop import Runner
from disclosure.runner.models import Heartbeat, Told
from disclosure.runner.operations import daily, take_up_again, tell_due
from tests import factories

from .conftest import NOW

TOP = Path(__file__).resolve().parents[2]


@pytest.mark.django_db(transaction=True)
def test_one_round_tells_mails_and_works_off(school):
    posting = factories.posted(school)
    runner = Runner(pause=0)
    runner.once()
    assert not runner.troubles
    assert ItemPage.objects.get(pk=posting.item_id).live
    assert not outbox.unsent().exists()
    assert any(posting.edition.title in message.subject for message in mail.outbox)


@pytest.mark.django_db
def test_the_work_of_a_day_is_done_once_and_sweeps_what_nobody_needs(school, django_capture_on_commit_callbacks):
    lease.beat("here", NOW)
    with clock.moved(NOW - timedelta(days=8)):
        kept = files.keep(io.BytesIO(b"nobody needs this"), "idle.txt")
    os.utime(store.path(kept.sha256), ((NOW - timedelta(days=8)).timestamp(),) * 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert daily(NOW)
        assert not daily(NOW)
    assert files.damaged(kept.sha256)


def under_way(*, hours: int, workers: int) -> DBTaskResult:
    """A task that a worker took so many hours ago, the last of so many."""
    task = tasks.deliver.enqueue(0)
    rows = DBTaskResult.objects.filter(pk=task.id)
    began = NOW - timedelta(hours=hours)
    rows.update(status=TaskResultStatus.RUNNING, started_at=began, worker_ids=["killed"] * workers)
    return rows.get()


@pytest.mark.django_db
def test_a_task_whose_worker_was_killed_is_done_again():
    killed, busy = under_way(hours=2, workers=1), under_way(hours=0, workers=1)
    assert take_up_again(NOW) == 1
    assert [DBTaskResult.objects.get(pk=t.pk).status for t in (killed, busy)] == ["READY", "RUNNING"]


@pytest.mark.django_db
def test_a_task_of_which_three_workers_died_is_given_up():
    poison = under_way(hours=2, workers=3)
    assert take_up_again(NOW) == 0
    assert DBTaskResult.objects.get(pk=poison.pk).status == "FAILED"


@pytest.mark.django_db(transaction=True)
def test_a_runner_that_begins_takes_it_up():
    killed = under_way(hours=2, workers=1)
    Runner(pause=0).once()
    assert DBTaskResult.objects.get(pk=killed.pk).status == "SUCCESSFUL"


@pytest.mark.django_db
def test_a_silence_is_an_entry_in_the_ledger():
    assert lease.beat("a", NOW)
    assert lease.beat("a", NOW + timedelta(minutes=5))
    assert not LedgerEntry.objects.exists()
    assert lease.beat("a", NOW + timedelta(minutes=11))
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.data["seconds"]) == ("runner.silent", 360)
    assert entry.chain.name == "installation"


@pytest.mark.django_db
def test_only_one_holds_the_lease():
    assert lease.beat("a", NOW)
    assert not lease.beat("b", NOW + timedelta(seconds=59))
    assert lease.beat("b", NOW + timedelta(seconds=60))
    assert not lease.beat("a", NOW + timedelta(seconds=61))


@pytest.mark.django_db
def test_a_lease_that_was_released_is_free():
    lease.beat("a", NOW)
    lease.release("a")
    assert lease.beat("b", NOW)


@pytest.mark.django_db
def test_a_lease_from_a_clock_that_was_put_back_holds_nobody():
    lease.beat("a", NOW + timedelta(days=1))
    assert lease.beat("b", NOW)


@pytest.mark.django_db(transaction=True)
def test_who_holds_no_lease_tells_nothing(school):
    factories.posted(school)
    lease.beat("another", NOW)
    Runner(pause=0).once()
    assert not Told.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_heads_are_kept_once_a_day(school):
    factories.posted(school)
    Runner(pause=0).once()
    kept = len(list(heads.kept()))
    Runner(pause=0).once()
    assert len(list(heads.kept())) == kept
    with clock.moved(NOW + timedelta(days=1)):
        Runner(pause=0).once()
    assert len(list(heads.kept())) > kept


@pytest.mark.django_db
def test_heads_are_kept_at_every_filing(school):
    factories.posted(school)
    tell_due(NOW, pause=0)
    organization, bureau = school.organization.chain, school.bureau.chain
    for chain in (organization, bureau):
        chain.refresh_from_db()
    assert {(h.chain, h.number, h.hash) for h in heads.kept()} == {
        (str(c.key), c.head_number, c.head_hash) for c in (organization, bureau)
    }


@pytest.mark.django_db(transaction=True)
def test_trouble_with_one_step_keeps_no_other_from_its_turn_and_is_shown(school, settings, tmp_path):
    settings.DISCLOSURE_HEADS = tmp_path / "a-file"
    settings.DISCLOSURE_HEADS.write_text("")
    posting = factories.posted(school)
    runner = Runner(pause=0)
    runner.once()
    assert ItemPage.objects.get(pk=posting.item_id).live
    assert not outbox.unsent().exists()
    assert Heartbeat.objects.get().trouble.startswith("day: ")
    settings.DISCLOSURE_HEADS = tmp_path / "heads"
    with clock.moved(NOW + timedelta(minutes=1)):
        runner.once()
    assert Heartbeat.objects.get().trouble == ""


@pytest.mark.django_db(transaction=True)
def test_the_command_reports_trouble_to_cron(school, settings, tmp_path):
    settings.DISCLOSURE_HEADS = tmp_path / "a-file"
    settings.DISCLOSURE_HEADS.write_text("")
    factories.posted(school)
    with pytest.raises(CommandError, match="day: "):
        call_command("runner", once=True)


@pytest.mark.django_db(transaction=True)
def test_an_idle_round_costs_few_queries_however_much_was_told(school, django_assert_max_num_queries):
    for _n in range(3):
        factories.posted(school)
    runner = Runner(pause=0)
    runner.round()
    with django_assert_max_num_queries(8):
        runner.round()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.django_db(transaction=True)
def test_it_ends_when_it_is_asked_and_gives_its_lease_back(number):
    settings = connection.settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        url = f"sqlite:///{settings['NAME']}"
    else:
        user = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
        url = f"postgresql://{user}/{settings['NAME']}?{settings['OPTIONS']}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": url}
    process = subprocess.Popen([sys.executable, TOP / "manage.py", "runner"], env=environment)
    until = time.monotonic() + 120  # only against hanging
    while not Heartbeat.objects.filter(beat_at__isnull=False).exists():
        assert time.monotonic() < until
        time.sleep(0.2)
    process.send_signal(number)
    assert process.wait(timeout=120) == 0
    assert Heartbeat.objects.get().lease_until is None
