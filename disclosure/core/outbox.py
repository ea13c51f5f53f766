"""What is owed by mail: a row in the transaction that owes it; delivery never breaks or delays that transaction."""

import hashlib
import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from . import clock, ledger
from .models import OutboxMail

logger = logging.getLogger("disclosure.outbox")

# After each failure a longer wait; after the last one the message is shown and waits for a person (I8).
WAITS = [timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 180, 360, 720)]
ATTEMPTS = len(WAITS) + 1

TRYING = timedelta(minutes=5)  # as long as somebody may be at a message before it counts as interrupted
REFUSED = (SMTPResponseException, SMTPRecipientsRefused)  # the server said no: the message did not go

CONFIDENTIAL = "secret:"  # a key that begins so: what the message says is forgotten once it is sent


def owe(*, key: str, recipient: str, subject: str, body: str) -> OutboxMail | None:
    """Owe one message; the same `key` is owed once. None where there is no usable address (the desk still tells)."""
    try:
        validate_email(recipient)
    except ValidationError:
        return None
    now = clock.now()
    mail, _made = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "created_at": now,
            "next_attempt_at": now,
        },
    )
    return mail


def address(path: str) -> str:
    """`path` as it stands in a mail: with the site's own address before it."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def unsent() -> QuerySet[OutboxMail]:
    """What is still owed, given up or not."""
    return OutboxMail.objects.filter(sent_at__isnull=True)


def given_up() -> QuerySet[OutboxMail]:
    """What is tried no more by itself: a person sends it again, or lets it go."""
    return unsent().filter(attempts__gte=ATTEMPTS)


def due(at: datetime) -> QuerySet[OutboxMail]:
    """What is to be tried at `at`, longest owed first."""
    return unsent().filter(attempts__lt=ATTEMPTS, next_attempt_at__lte=at).order_by("next_attempt_at", "pk")


def send(mail: OutboxMail) -> bool:
    """Try to send `mail`, outside any transaction of its cause; a failure is written down and tried again later.

    That it is tried is written before, that it went after: whoever finds the one without the other cannot know, and
    sends it once more, saying so.
    """
    if _under_way(mail):
        return False
    tried = mail.tried_at
    try:
        with get_connection() as server:
            if not _begin(mail):
                return False
            _message(mail, tried, server).send()
    except Exception as error:  # a mail server, a folder, a library: whatever it says is kept for a person
        logger.warning("message %s was not sent", mail.key, exc_info=True)
        _failed(mail, error, tried)
        return False
    mail.attempts += 1
    mail.sent_at, mail.error = clock.now(), ""
    if mail.key.startswith(CONFIDENTIAL):
        mail.body = ""
    mail.save(update_fields=["attempts", "sent_at", "error", "body"])
    return True


def _under_way(mail: OutboxMail) -> bool:
    """Whether somebody else is at it: begun a short while ago, and nothing came of it yet."""
    begun = mail.tried_at is not None and not mail.error
    return begun and timedelta(0) <= clock.now() - mail.tried_at < TRYING


@transaction.atomic
def _begin(mail: OutboxMail) -> bool:
    """From here on it cannot be known whether it went, until that is written; False where another began meanwhile."""
    again, now = mail.tried_at, clock.now()
    if not unsent().filter(pk=mail.pk, tried_at=again, attempts=mail.attempts).update(tried_at=now, error=""):
        return False
    if again is not None:
        said = {"at": again.isoformat()}
        ledger.record(ledger.installation(), "mail.repeated", subject=f"message:{mail.pk}", data=said)
    mail.tried_at = now
    return True


def _failed(mail: OutboxMail, error: Exception, tried: datetime | None) -> None:
    """Where the server refused it, or was not even reached, what was known before still is."""
    if isinstance(error, REFUSED):
        mail.tried_at = tried
    mail.attempts += 1
    mail.error = f"{type(error).__name__}: {error}"[:300]
    mail.next_attempt_at = clock.now() + WAITS[min(mail.attempts, len(WAITS)) - 1]
    mail.save(update_fields=["attempts", "error", "next_attempt_at", "tried_at"])


def send_again(mail: OutboxMail) -> None:
    """Try a message anew from the first, after what kept it was mended."""
    mail.attempts, mail.next_attempt_at = 0, clock.now()
    mail.save(update_fields=["attempts", "next_attempt_at"])


@transaction.atomic
def let_go(mail: OutboxMail, by) -> None:
    """Owe a message no longer: a person decided that it will not be sent, and the ledger says so."""
    ledger.record(ledger.installation(), "mail.dropped", actor=by, subject=f"message:{mail.pk}")
    mail.delete()


def _message(mail: OutboxMail, tried: datetime | None, server) -> EmailMessage:
    """The same key gives the same Message-ID: a message that goes out twice after a crash is known as one."""
    name = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    body = f"{_perhaps(tried)}\n\n{mail.body}" if tried else mail.body
    return EmailMessage(mail.subject, body, to=[mail.recipient], headers=headers, connection=server)


def _perhaps(tried: datetime) -> str:
    said = _("You may have received this message already: sending it was interrupted on %(at)s, so it is sent again.")
    return said % {"at": formats.date_format(timezone.localtime(tried), "DATETIME_FORMAT")}
