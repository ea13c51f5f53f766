"""What is owed by mail is sent once, tried again with growing waits, and shown when it was given up."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from disclosure.core import clock, outbox, tasks
from disclosure.core.models import LedgerEntry, OutboxMail

from .conftest import NOW

pytestmark = pytest.mark.django_db


class DeadServer(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture
def dead(settings):
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"


def owe(key="a", recipient="someone@example.com") -> OutboxMail:
    return outbox.owe(key=key, recipient=recipient, subject="Went up:\nfees", body="…")


def work_off() -> None:
    for task in DBTaskResult.objects.ready():
        task.task.call(*task.task_result.args)
        task.delete()


def test_the_same_key_is_owed_once():
    owe()
    owe()
    assert OutboxMail.objects.count() == 1


def test_no_address_is_no_debt():
    assert owe(recipient="") is None


def test_a_transaction_that_fails_owes_nothing():
    with pytest.raises(RuntimeError), transaction.atomic():
        owe()
        raise RuntimeError
    assert not OutboxMail.objects.exists()


def test_what_is_due_is_handed_over_and_sent():
    owe()
    assert tasks.hand_over(NOW) == 1
    assert mail.outbox == []
    work_off()
    assert [(m.to, m.subject) for m in mail.outbox] == [(["someone@example.com"], "Went up: fees")]
    assert OutboxMail.objects.get().sent_at == NOW


def test_it_is_handed_over_once():
    owe()
    tasks.hand_over(NOW)
    assert tasks.hand_over(NOW) == 0


def test_what_a_lost_task_left_unsent_is_handed_over_again():
    owe()
    tasks.hand_over(NOW)
    DBTaskResult.objects.all().delete()
    assert tasks.hand_over(NOW + tasks.TAKEN_FOR) == 1
    work_off()
    assert len(mail.outbox) == 1


def test_two_tasks_for_one_message_send_it_once():
    row = owe()
    tasks.deliver.call(row.pk)
    tasks.deliver.call(row.pk)
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("dead")
def test_a_dead_server_breaks_nothing_and_is_written_down():
    row = owe()
    assert not tasks.deliver.call(row.pk)
    row.refresh_from_db()
    assert (row.attempts, row.sent_at) == (1, None)
    assert row.error == "SMTPServerDisconnected: Connection unexpectedly closed"
    assert row.next_attempt_at == NOW + timedelta(minutes=1)


@pytest.mark.usefixtures("dead")
def test_waits_grow_until_it_is_given_up():
    row, at, waits = owe(), NOW, []
    while outbox.due(at).exists():
        with clock.moved(at):
            tasks.hand_over(at)
            work_off()
        row.refresh_from_db()
        waits.append(row.next_attempt_at - at)
        at = row.next_attempt_at
    assert len(waits) == outbox.ATTEMPTS
    assert waits == sorted(waits)
    assert list(outbox.given_up()) == [row]


def test_a_server_that_is_back_gets_what_was_owed(settings):
    row = owe()
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.DeadServer"
    tasks.deliver.call(row.pk)
    settings.EMAIL_BACKEND = working
    later = NOW + timedelta(minutes=1)
    with clock.moved(later):
        tasks.hand_over(later)
        work_off()
    row.refresh_from_db()
    assert (row.sent_at, row.error) == (later, "")


def interrupted(row, *, at=NOW) -> OutboxMail:
    """A message that went out, and the process ended before it could write that down."""
    assert outbox.send(row)
    OutboxMail.objects.filter(pk=row.pk).update(sent_at=None, attempts=0, tried_at=at)
    return OutboxMail.objects.get(pk=row.pk)


def test_what_may_have_gone_is_sent_once_more_as_the_same_message_and_says_so():
    row = interrupted(owe())
    with clock.moved(NOW + timedelta(minutes=10)):
        assert outbox.send(row)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "already" not in first.body
    assert second.body.startswith("You may have received this message already")
    assert second.body.endswith(first.body)


def test_the_ledger_says_so_too():
    row = interrupted(owe())
    before = row.tried_at.isoformat()
    with clock.moved(NOW + timedelta(minutes=10)):
        outbox.send(row)
    entry = LedgerEntry.objects.get(kind="mail.repeated")
    assert (entry.subject, entry.data) == (f"message:{row.pk}", {"at": before})


def test_a_message_that_somebody_is_at_is_left_to_them():
    row = owe()
    OutboxMail.objects.update(tried_at=NOW - timedelta(seconds=30))
    assert not tasks.deliver.call(row.pk)
    assert mail.outbox == []


def test_of_two_who_begin_at_once_one_sends():
    one, other = owe(), owe()
    assert outbox.send(one)
    assert not outbox.send(other)
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("dead")
def test_a_server_that_hangs_up_leaves_it_in_doubt():
    row = owe()
    outbox.send(row)
    assert OutboxMail.objects.get().tried_at == NOW


@pytest.mark.parametrize("said", [SMTPDataError(452, b"full"), SMTPRecipientsRefused({"a": (550, b"unknown")})])
def test_a_server_that_refuses_leaves_no_doubt(monkeypatch, said):
    def refuse(self, messages):
        raise said

    row = owe()
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert not outbox.send(row)
    assert outbox.send(OutboxMail.objects.get())
    assert "already" not in mail.outbox[0].body


def test_a_server_that_cannot_be_reached_leaves_no_doubt(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    row = owe()
    assert not outbox.send(row)
    row.refresh_from_db()
    assert (row.tried_at, row.attempts) == (None, 1)
    assert row.error.startswith("ConnectionRefusedError")


def test_one_dead_address_keeps_no_other_from_its_message(settings, monkeypatch):
    send = EmailBackend.send_messages

    def picky(self, messages):
        if "bad@example.com" in messages[0].to:
            raise OSError("refused")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", picky)
    owe("a", "bad@example.com")
    owe("b", "good@example.com")
    tasks.hand_over(NOW)
    work_off()
    assert [m.to for m in mail.outbox] == [["good@example.com"]]
