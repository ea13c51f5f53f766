"""Signatures that are long in coming, and steps that cannot be signed: who hears of it, and how often (I8).

Two days after a step began its signers are reminded (for those who sign on paper the office); after five the office
hears of it, too; after ten, and each ten days from then on, also the principal and the administrators. Where nobody can
sign, or too few, office and administrators are told once a week.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core import clock, outbox
from ..core.exceptions import Refusal
from ..organizations.models import BodyKind, Membership
from . import eligibility, operations
from .models import Submission
from .rosters import rosters_now

SIGNERS, OFFICE, OVERSEERS = 2, 5, 10  # days after the step began


def look_after(at: datetime | None = None) -> None:
    """What waits is settled where it can be, and told of where it cannot; in as many queries for many as for few."""
    at = at or clock.now()
    open_now = list(eligibility.under_way(Submission.objects.all()))
    rosters = rosters_now(open_now)
    for submission in open_now:
        if eligibility.met(submission, submission.step, rosters):
            _settle(submission, at)
        elif not eligibility.can_be_met(submission, submission.step, rosters):
            _tell_of_lack(submission, at)
        else:
            _remind(submission, eligibility.signers(submission, submission.step, rosters), at)


def _settle(submission: Submission, at: datetime) -> None:
    try:
        operations.settle(submission)
    except Refusal as refusal:  # its period ran out meanwhile, or its draft was changed: the office decides
        subject = _("Cannot be signed: %(title)s") % {"title": submission.edition.title}
        office = eligibility.staff(submission, BodyKind.OFFICE)
        _tell(_weekly("stuck", submission, at), submission, office, subject, str(refusal))


def _remind(submission: Submission, signers: Iterable[Membership], at: datetime) -> None:
    days = (timezone.localdate(at) - timezone.localdate(submission.step_since)).days
    reached = max((limit for limit in (SIGNERS, OFFICE, days // OVERSEERS * OVERSEERS) if 0 < limit <= days), default=0)
    if not reached:
        return
    heard = [*signers]
    if reached >= OFFICE or any(membership.user is None for membership in heard):  # who signs on paper hears by it
        heard += eligibility.staff(submission, BodyKind.OFFICE)
    if reached >= OVERSEERS:
        heard += eligibility.staff(submission, BodyKind.PRINCIPAL, BodyKind.ADMINISTRATORS)
    step = submission.route[submission.step - 1]
    words = {"title": submission.edition.title, "body": step["body_name"], "days": days}
    subject = _("Waits for %(days)d days: %(title)s") % words
    body = _("“%(title)s” waits for “%(body)s” for %(days)d days now.") % words
    _tell(f"waits:{submission.pk}:{submission.step}:{reached}", submission, heard, subject, body)


def _tell_of_lack(submission: Submission, at: datetime) -> None:
    step = submission.route[submission.step - 1]
    words = {"title": submission.edition.title, "body": step["body_name"]}
    subject = _("Cannot be signed: %(title)s") % words
    body = (
        _(
            "“%(body)s” has not enough members who may sign “%(title)s”. Administrators add a member to the roster, "
            "or change how many have to sign; or the office recalls it."
        )
        % words
    )
    heard = eligibility.staff(submission, BodyKind.OFFICE, BodyKind.ADMINISTRATORS)
    _tell(_weekly("lacks", submission, at), submission, heard, subject, body)


def _weekly(what: str, submission: Submission, at: datetime) -> str:
    year, week, _day = timezone.localdate(at).isocalendar()
    return f"{what}:{submission.pk}:{submission.step}:{year}-{week}"


def _tell(key: str, submission: Submission, heard: Iterable[Membership], subject: str, body: str) -> None:
    address = outbox.address(reverse("disclosure_signoff:sign", args=[submission.pk]))
    for user in {membership.user for membership in heard if membership.user}:
        outbox.owe(key=f"{key}:{user.pk}", recipient=user.email, subject=subject, body=f"{body}\n\n{address}\n")
