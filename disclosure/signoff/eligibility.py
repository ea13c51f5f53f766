"""Who may sign, asked of the roster at that moment (I2): the rules of rules.py, with the rows they need."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from ..core import clock
from ..organizations import rights
from ..organizations.models import Membership
from . import rules
from .models import Submission
from .rules import Member, Quorum


class Rosters:
    """The active members of the bodies of some submissions' routes, read in one query."""

    def __init__(self, submissions: Iterable[Submission]):
        bodies = {step["body"] for submission in submissions for step in submission.route}
        self._members: dict[int, list[Membership]] = defaultdict(list)
        for membership in Membership.objects.active(clock.now()).filter(body__in=bodies).select_related("user"):
            self._members[membership.body_id].append(membership)

    def memberships(self, step: dict) -> list[Membership]:
        """Active memberships of the step's body."""
        return self._members[step["body"]]

    def members(self, step: dict) -> list[Member]:
        """The same as the rules see them; an account that was closed cannot sign."""
        return [Member(m.user_id if m.user and m.user.is_active else None, m.role) for m in self._members[step["body"]]]


def writers(page, before) -> set[int]:
    """Ids of all who wrote the draft since the edition `before`; of all who ever did, where there is none."""
    revisions = page.revisions.filter(user__isnull=False)
    if before is not None:
        revisions = revisions.filter(pk__gt=before.revision_id)
    written = set(revisions.values_list("user_id", flat=True))
    return written | ({page.owner_id} if before is None and page.owner_id else set())


def population(submission: Submission, step: int, rosters: Rosters | None = None) -> list[Member]:
    """Members of the step's body who may sign this edition now, those who signed this step included."""
    rosters = rosters or Rosters([submission])
    may = _may(submission, step, rosters)
    later = [(_quorum(s), _may(submission, s["step"], rosters)) for s in submission.route[step:]]
    signed = _signed(submission, step)
    return [m for m in may if m.user in signed or not rules.reserved(m.user, later)]


def met(submission: Submission, step: int) -> bool:
    """Whether the step has its signatures. Who signed and has left since still counts: they could when they did."""
    quorum = _quorum(submission.route[step - 1])
    return rules.met(quorum, population(submission, step), _signed(submission, step))


def progress(submission: Submission, step: int, rosters: Rosters | None = None) -> tuple[int, int]:
    """Signatures given, and needed, at this step."""
    needed = rules.required(_quorum(submission.route[step - 1]), population(submission, step, rosters))
    return len(_signed(submission, step)), needed


def signers(submission: Submission, step: int, rosters: Rosters | None = None) -> list[Membership]:
    """Memberships of those who may still sign the step."""
    rosters = rosters or Rosters([submission])
    may = {m.user for m in population(submission, step, rosters)}
    done = {signature.user_id for signature in submission.signatures.all()}
    return [m for m in rosters.memberships(submission.route[step - 1]) if m.user_id in may - done]


def refusal(submission: Submission, step: int, user, rosters: Rosters | None = None) -> str:
    """Why `user` cannot sign this step, in words for them; empty where they can."""
    rosters = rosters or Rosters([submission])
    plan = submission.route[step - 1]
    if user.pk not in {m.user for m in rosters.members(plan)}:
        for before in submission.route[: step - 1]:
            if user.pk in {m.user for m in rosters.members(before)}:
                return _("“%(body)s” has all its signatures: yours is no longer needed.") % {
                    "body": before["body_name"]
                }
        return _("You are not a member of “%(body)s” at this moment.") % {"body": plan["body_name"]}
    if user.pk in submission.authors:
        return _("You wrote or edited this item. Nobody signs their own work.")
    signed = [s.step for s in submission.signatures.all() if s.user_id == user.pk]
    if step in signed:
        return _("You have signed this submission already.")
    if signed:
        return _("You have signed another step of this submission. Nobody signs two.")
    if user.pk not in {m.user for m in population(submission, step, rosters)}:
        return _("A later step cannot do without your signature; sign it there.")
    return ""


def under_way(submissions):
    """Those of `submissions` that are being signed, each with its `step` and since when (`step_since`)."""
    return (
        submissions.filter(outcome__isnull=True, task_states__status=TaskState.STATUS_IN_PROGRESS)
        .annotate(step=F("task_states__step"), step_since=F("task_states__started_at"))
        .select_related("edition", "organization", "item")
        .prefetch_related("signatures")
        .order_by("step_since")
    )


def waiting_for(user) -> list[Submission]:
    """Submissions that `user` may sign now, longest waiting first, each with `step` and `step_since`."""
    mine = {m.body_id for m in rights.memberships(user)}
    organizations = {m.body.organization_id for m in rights.memberships(user)}
    found = under_way(Submission.objects.filter(organization__in=organizations))
    here = [s for s in found if s.route[s.step - 1]["body"] in mine]
    rosters = Rosters(here)
    return [s for s in here if not refusal(s, s.step, user, rosters)]


def name_of(user, organization) -> str:
    """The name by which `user` stands on a roster of `organization`; else that of the account."""
    if user is None:
        return ""
    for membership in rights.memberships(user):
        if membership.body.organization_id == organization.pk:
            return membership.name
    return user.get_full_name() or user.get_username()


def _may(submission: Submission, step: int, rosters: Rosters) -> list[Member]:
    elsewhere = [s.user_id for s in submission.signatures.all() if s.step != step]
    members = rosters.members(submission.route[step - 1])
    return rules.eligible(members, authors=submission.authors, signed_elsewhere=elsewhere)


def _signed(submission: Submission, step: int) -> set[int]:
    return {s.user_id for s in submission.signatures.all() if s.step == step}


def _quorum(step: dict) -> Quorum:
    return Quorum(step["quorum"], step["quorum_number"])
