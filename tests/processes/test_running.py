"""Two runners tell the same moments, and two workers deliver the same mail, to a mail server that listens."""

import time

import pytest
from django_tasks_db.models import DBTaskResult

from disclosure.core import clock, tasks
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.runner.loop import Runner
from disclosure.runner.models import Told
from disclosure.runner.operations import tell_due
from tests import factories
from tests.drill.server import MailServer

from .conftest import ROUNDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

ITEMS = 30 if ROUNDS else 4
LONGEST_S = 120


@pytest.fixture
def server(tmp_path, settings):
    with MailServer(tmp_path / "mails.jsonl") as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def tells(_n):
    """A runner that has not heard of the other: its lease was over."""

    def tell() -> int:
        told = tell_due(clock.now(), pause=0)
        tasks.hand_over(clock.now())
        return told

    return tell


def works(_n):
    """A runner as it is started: it tells where it holds the lease, and works off what is owed."""

    def work() -> None:
        runner, until = Runner(pause=0), time.monotonic() + LONGEST_S
        while time.monotonic() < until and (_is_owed() or not Told.objects.exists()):
            runner.round()
        if runner.troubles:
            raise AssertionError(runner.troubles)

    return work


def _is_owed() -> bool:
    return OutboxMail.objects.filter(sent_at=None).exists() or Told.objects.filter(mirrored_at=None).exists()


def test_two_runners_and_two_workers(school, race, server):
    """Each moment is told once, filed once, and each message reaches the server once."""
    for n in range(ITEMS):
        factories.posted(school, title=f"第{n}件")
    race("two runners and two workers", tells, tells, works, works, told=lambda turn: f"{ITEMS} moments")
    assert Told.objects.filter(mirrored_at__isnull=False, error="").count() == ITEMS
    for kind in ("posting.begun", "filing.sent", "filing.received"):
        assert LedgerEntry.objects.filter(kind=kind).count() == ITEMS
    received = [message for message, _subject, _text in server.received()]
    assert len(received) == len(set(received)) == OutboxMail.objects.count()
    assert set(OutboxMail.objects.values_list("attempts", "error")) == {(1, "")}
    assert not DBTaskResult.objects.ready().exists()
