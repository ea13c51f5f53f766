"""What is owed by mail: a row in the transaction that owes it; delivery never breaks or delays that transaction."""

from django.conf import settings
from django.core.validators import validate_email
from django.core.exceptions import ValidationError

from . import clock
from .models import OutboxMail


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
