"""Who is told of a decision taken at once: an outbox row each, in the same transaction."""

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..core import outbox
from ..items.models import Closing, ClosingKind
from ..organizations import recipients
from ..organizations.models import BodyKind
from .rules import confirm_by


def to_confirm(closing: Closing) -> None:
    """The leading and the supervision group, who confirm it afterwards."""
    what = {
        ClosingKind.WITHDRAWN: _("Taken down, please confirm: %(title)s"),
        ClosingKind.STOPPED: _("Stopped before it went up, please confirm: %(title)s"),
    }[ClosingKind(closing.kind)]
    link = outbox.address(reverse("disclosure_changes:confirm", args=[closing.pk]))
    for recipient in recipients.members(closing.posting.organization, BodyKind.LEADING, BodyKind.SUPERVISION):
        outbox.owe(
            key=f"closing:{closing.pk}:{recipient.key}",
            recipient=recipient.address,
            subject=what % {"title": closing.posting.edition.title},
            body=_(
                "“%(title)s” (%(index)s)\nDecided by %(name)s, %(as)s, at %(at)s.\n\nReason:\n%(reason)s\n\n"
                "Please confirm it for your group before %(until)s: %(address)s\n"
            )
            % {**_facts(closing), "until": _when(confirm_by(closing.decided_at)), "address": link},
        )


def stopped(closing: Closing) -> None:
    """The office: what it had made ready will not go up. Of a withdrawal the runner tells it, like of every end."""
    for recipient in recipients.office(closing.posting.organization):
        outbox.owe(
            key=f"stopped:{closing.pk}:{recipient.key}",
            recipient=recipient.address,
            subject=_("Will not go up: %(title)s") % {"title": closing.posting.edition.title},
            body=_(
                "“%(title)s” (%(index)s) was stopped before it went up.\n"
                "Decided by %(name)s, %(as)s, at %(at)s.\n\nReason:\n%(reason)s\n"
            )
            % _facts(closing),
        )


def _facts(closing: Closing) -> dict:
    return {
        "title": closing.posting.edition.title,
        "index": closing.posting.index.text,
        "name": closing.decided_name,
        "as": closing.decided_as,
        "at": _when(closing.decided_at),
        "reason": closing.explanation,
    }


def _when(at) -> str:
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
