"""The desk of those who sign: what waits for their signature, and withdrawals that their group is to confirm."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from ..changes import confirming
from ..core import clock
from ..organizations import rights
from ..organizations.models import SIGNING
from ..signoff import operations, paper
from ..signoff.models import Outcome, OutcomeKind, PaperSignature, Submission
from .parts import SHORT, Link, Part, Row, ago
from .standing import moment

LATELY = timedelta(days=60)


def signs(user) -> bool:
    """Whether signing is any of this person's work."""
    return any(membership.body.kind in SIGNING for membership in rights.memberships(user))


def waiting(user) -> Part:
    """What waits for this person's signature, longest waiting first."""
    found = operations.waiting_for(user)
    return Part(
        "waiting",
        _("Waits for your signature"),
        [waiting_row(submission) for submission in found[:SHORT]],
        empty=_("Nothing waits for your signature. You will be told by mail when something does."),
        total=len(found),
        more=Link(_("All that waits"), reverse("disclosure_desk:waiting")) if len(found) > SHORT else None,
    )


def waiting_row(submission: Submission) -> Row:
    step = submission.route[submission.step - 1]
    since = _("since %(moment)s, %(ago)s") % {
        "moment": moment(submission.step_since),
        "ago": ago(submission.step_since),
    }
    return Row(
        submission.edition.title,
        reverse("disclosure_signoff:sign", args=[submission.pk]),
        [f"{submission.organization.title} · {step['title']}", since],
    )


def returned(user) -> Part:
    """What this person sent back to the office of late, and what has become of it."""
    mine = Outcome.objects.filter(by=user, kind=OutcomeKind.RETURNED, at__gte=clock.now() - LATELY)
    found = mine.select_related("submission__edition", "submission__organization").order_by("-at")[:SHORT]
    return Part("sent-back", _("What I returned"), [_returned_row(outcome) for outcome in found])


def _returned_row(outcome: Outcome) -> Row:
    return Row(
        outcome.submission.edition.title,
        reverse("disclosure_signoff:sign", args=[outcome.submission_id]),
        [f"{outcome.submission.organization.title} · {moment(outcome.at)}"],
        reason=outcome.reason,
    )


def confirmations(user) -> Part:
    """Withdrawals that this person's group was told of and has not confirmed."""
    found = confirming.waiting_for(user)
    return Part("confirm", _("Withdrawals to confirm"), [_confirmation(w) for w in found[:SHORT]], total=len(found))


def papers(user) -> Part:
    """Signatures on paper that this person may witness."""
    found = paper.waiting_for(user)
    return Part("papers", _("Signatures on paper to witness"), [_paper(p) for p in found[:SHORT]], total=len(found))


def _paper(waiting: PaperSignature) -> Row:
    words = {"name": waiting.name, "by": waiting.registered_name, "moment": moment(waiting.registered_at)}
    return Row(
        waiting.submission.edition.title,
        reverse("disclosure_signoff:paper", args=[waiting.pk]),
        [
            f"{waiting.submission.organization.title} · {waiting.submission.route[waiting.step - 1]['title']}",
            _("%(name)s signed on paper; registered by %(by)s, %(moment)s") % words,
        ],
    )


def _confirmation(waiting: confirming.Waiting) -> Row:
    closing = waiting.closing
    decided = _("%(name)s, %(moment)s") % {"name": closing.decided_name, "moment": moment(closing.decided_at)}
    words = (
        _("overdue: %(body)s was to confirm it before %(moment)s")
        if waiting.overdue
        else _("to be confirmed by %(body)s before %(moment)s")
    )
    due = words % {"body": waiting.body.name, "moment": moment(waiting.due_at)}
    return Row(
        closing.posting.edition.title,
        reverse("disclosure_changes:confirm", args=[closing.pk]),
        [decided, due],
        reason=closing.explanation,
        urgent=waiting.overdue,
    )
