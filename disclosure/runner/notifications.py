"""What the office is told of its postings: it went up, it came down, it was taken down."""

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..core import ends, outbox
from ..items.models import Closing, ClosingKind, Posting
from ..organizations import recipients


def went_up(posting: Posting) -> None:
    """It is public from now on, at its own address."""
    _tell(
        posting,
        "begun",
        _("Went up: %(title)s"),
        _("“%(title)s” (%(index)s) went up at %(begins)s and comes down at %(ends)s.\n\n%(address)s\n"),
    )


def came_down(posting: Posting) -> None:
    """Its period is over."""
    _tell(
        posting,
        "ended",
        _("Came down: %(title)s"),
        _("“%(title)s” (%(index)s) came down at %(ends)s, at the end of its period.\n\n%(address)s\n"),
    )


def was_closed(posting: Posting, closing: Closing) -> None:
    """It was taken down before its time. A correction that takes its place is told by itself."""
    if closing.kind != ClosingKind.WITHDRAWN:
        return
    _tell(
        posting,
        "closed",
        _("Taken down: %(title)s"),
        _(
            "“%(title)s” (%(index)s) was taken down at %(at)s.\nDecided by %(name)s, %(as)s.\n\n"
            "Explanation for the public:\n%(explanation)s\n\n%(address)s\n"
        ),
        at=_when(closing.at),
        name=closing.decided_name,
        explanation=closing.explanation,
        **{"as": closing.decided_as},
    )


def _tell(posting: Posting, event: str, subject: str, body: str, **more) -> None:
    facts = {
        "title": posting.edition.title,
        "index": posting.index.text,
        "begins": _when(posting.begins_at),
        "ends": ends.in_words(posting.ends_at) if posting.ends_at else _("no set time"),
        "address": outbox.address(reverse("disclosure:item", args=[posting.index.text])),
        **more,
    }
    for recipient in recipients.office(posting.organization):
        outbox.owe(
            key=f"{event}:{posting.pk}:{recipient.key}",
            recipient=recipient.address,
            subject=subject % facts,
            body=body % facts,
        )


def _when(at) -> str:
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
