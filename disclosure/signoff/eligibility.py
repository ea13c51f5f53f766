"""Who may sign, asked of the roster at that moment (I2): the rules of rules.py, with the rows they need."""

from datetime import datetime

from django.db.models import F
from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from ..core import clock
from ..core.models import LedgerEntry
from ..organizations import rights
from ..organizations.history import History
from ..organizations.models import Membership, Role
from . import rules
from .models import Submission
from .rosters import RosterAt, RosterKnown, rosters_now
from .rules import Member, Quorum

Roster = RosterAt | RosterKnown


def writers(page, before) -> set[int]:
    """Ids of all who wrote the draft since the edition `before`; of all who ever did, where there is none."""
    revisions = page.revisions.filter(user__isnull=False)
    if before is not None:
        revisions = revisions.filter(pk__gt=before.revision_id)
    written = set(revisions.values_list("user_id", flat=True))
    return written | ({page.owner_id} if before is None and page.owner_id else set())


def population(submission: Submission, step: int, rosters: Roster | None = None) -> list[Member]:
    """Members of the step's body who may sign this edition now, those who signed this step included."""
    rosters = rosters or rosters_now([submission])
    may = _may(submission, step, rosters)
    later = [(_quorum(s), _may(submission, s["step"], rosters)) for s in submission.route[step:]]
    signed = _signed(submission, step)
    return [m for m in may if m.user in signed or not rules.reserved(m.user, later)]


def met(submission: Submission, step: int, rosters: Roster | None = None) -> bool:
    """Whether the step has its signatures. Who signed and has left since still counts: they could when they did."""
    quorum = _quorum(submission.route[step - 1])
    return rules.met(quorum, population(submission, step, rosters), _signed(submission, step))


def was_met(submission: Submission, step: int, history: History, closed: frozenset[int]) -> bool:
    """Whether the step had its signatures when the last was given, or when it was settled, as was known then: who joins
    a body later does not enter a step that is done.

    Since when an account is closed is not kept: it counts where the quorum was met either with or without it.
    """
    given = [s.signed_at for s in submission.signatures.all() if s.step == step]
    moments = [max(given), *settled(submission, step)] if given else []
    readings = [RosterKnown(history, at, accounts) for at in moments for accounts in (frozenset(), closed)]
    return any(met(submission, step, reading) for reading in readings)


def settled(submission: Submission, step: int) -> list[datetime]:
    """When the step was found done because of who had left, by the ledger."""
    entries = LedgerEntry.objects.filter(kind="submission.settled", subject=f"submission:{submission.pk}")
    return [at for at, data in entries.values_list("at", "data") if data["step"] == step]


def can_be_met(submission: Submission, step: int, rosters: Roster | None = None) -> bool:
    """Whether those who may sign the step now, and those who signed it, can be enough."""
    there = population(submission, step, rosters)
    gone = [Member(user, Role.MEMBER) for user in _signed(submission, step) - {m.user for m in there}]
    return rules.can_be_met(_quorum(submission.route[step - 1]), there + gone)


def progress(submission: Submission, step: int, rosters: Roster | None = None) -> tuple[int, int]:
    """Signatures given, and needed, at this step."""
    needed = rules.required(_quorum(submission.route[step - 1]), population(submission, step, rosters))
    return len(_signed(submission, step)), needed


def signers(submission: Submission, step: int, rosters: Roster | None = None) -> list[Membership]:
    """Memberships of those who may still sign the step."""
    rosters = rosters or rosters_now([submission])
    may = {m.user for m in population(submission, step, rosters)}
    done = {signature.user_id for signature in submission.signatures.all()}
    return [m for m in rosters.memberships(submission.route[step - 1]) if m.user_id in may - done]


def refusal(submission: Submission, step: int, user, rosters: RosterAt | None = None) -> str:
    """Why `user` cannot sign this step, in words for them; empty where they can."""
    rosters = rosters or rosters_now([submission])
    plan = submission.route[step - 1]
    if user.pk not in {m.user for m in rosters.members(plan)}:
        for before in submission.route[: step - 1]:
            if user.pk in {m.user for m in rosters.members(before)}:
                return _("“%(body)s” has all its signatures: yours is no longer needed.") % {
                    "body": before["body_name"]
                }
        away = next(
            (m for m in rosters.memberships(plan) if m.user_id == user.pk and m.is_absent(rosters.moment)), None
        )
        if away:
            day = formats.date_format(away.absent_last_day)
            return _("The roster says that you are away until %(day)s. An administrator can change that.") % {
                "day": day
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
    rosters = rosters_now(here)
    return [s for s in here if not refusal(s, s.step, user, rosters)]


def staff(submission: Submission, *kinds: str) -> list[Membership]:
    """Who does the work of one of `kinds` in the submission's organization now, and can sign in."""
    found = Membership.objects.active(clock.now()).with_account().filter(body__organization=submission.organization_id)
    return list(found.filter(body__kind__in=kinds).select_related("user"))


def name_of(user, organization) -> str:
    """The name by which `user` stands on a roster of `organization`; else that of the account."""
    if user is None:
        return ""
    for membership in rights.memberships(user):
        if membership.body.organization_id == organization.pk:
            return membership.name
    return user.get_full_name() or user.get_username()


def _may(submission: Submission, step: int, rosters: Roster) -> list[Member]:
    elsewhere = [s.user_id for s in submission.signatures.all() if s.step != step]
    members = rosters.members(submission.route[step - 1])
    return rules.eligible(members, authors=submission.authors, signed_elsewhere=elsewhere)


def _signed(submission: Submission, step: int) -> set[int]:
    return {s.user_id for s in submission.signatures.all() if s.step == step}


def _quorum(step: dict) -> Quorum:
    return Quorum(step["quorum"], step["quorum_number"])
