"""Who may sign, asked of the roster at that moment (I2): the rules of rules.py, with the rows they need."""

from dataclasses import replace
from datetime import datetime
from itertools import zip_longest

from django.contrib.auth import get_user_model
from django.db.models import F
from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from ..core import clock
from ..core.models import LedgerEntry
from ..organizations import rights
from ..organizations.history import History
from ..organizations.models import Membership
from . import rules
from .models import Signature, Submission
from .rosters import RosterAt, RosterKnown, rosters_now
from .rules import Person, Quorum, among, plain

Roster = RosterAt | RosterKnown


def writers(page, before) -> set[int]:
    """Ids of all who wrote the draft since the edition `before`; of all who ever did, where there is none."""
    revisions = page.revisions.filter(user__isnull=False)
    if before is not None:
        revisions = revisions.filter(pk__gt=before.revision_id)
    written = set(revisions.values_list("user_id", flat=True))
    return written | ({page.owner_id} if before is None and page.owner_id else set())


def author_names(authors: list[int], organization) -> list[str]:
    """The names of `authors`, in their order: by name alone they are known where somebody signs on paper."""
    users = get_user_model().objects.in_bulk(authors)
    return [name_of(users.get(pk), organization) for pk in authors]


def authors_of(submission: Submission) -> list[Person]:
    """Those who wrote the edition."""
    named = zip_longest(submission.authors, submission.author_names[: len(submission.authors)], fillvalue="")
    return [Person(user, name=plain(name)) for user, name in named]


def signer_of(signature: Signature) -> Person:
    """Who gave a signature; who signed on paper may have an account by now."""
    if signature.paper is None:
        return Person(signature.user_id, signature.role, name=plain(signature.name))
    member = signature.paper.membership
    return Person(member.user_id, signature.role, member.pk, plain(signature.name))


def population(submission: Submission, step: int, rosters: Roster | None = None) -> list[Person]:
    """Members of the step's body who may sign this edition now, those who signed this step included."""
    rosters = rosters or rosters_now([submission])
    may = _may(submission, step, rosters)
    later = [(_quorum(s), _may(submission, s["step"], rosters)) for s in submission.route[step:]]
    signed = _signed(submission, step)
    return [m for m in may if among(m, signed) or not rules.reserved(m, later)]


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
    gone = [replace(signer, role="member") for signer in _signed(submission, step) if not among(signer, there)]
    return rules.can_be_met(_quorum(submission.route[step - 1]), there + gone)


def progress(submission: Submission, step: int, rosters: Roster | None = None) -> tuple[int, int]:
    """Signatures given, and needed, at this step."""
    needed_here = needed(submission.route[step - 1], population(submission, step, rosters))
    return len(_signed(submission, step)), needed_here


def needed(plan: dict, population: list[Person]) -> int:
    """Signatures that the step of `plan` needs, over those who may give them."""
    return rules.required(_quorum(plan), population)


def signers(submission: Submission, step: int, rosters: Roster | None = None) -> list[Membership]:
    """Memberships of those who may still sign the step; who has no account signs on paper."""
    rosters = rosters or rosters_now([submission])
    done = [signer_of(signature) for signature in submission.signatures.all()]
    may = {p.place for p in population(submission, step, rosters) if not among(p, done)}
    return [m for m in rosters.memberships(submission.route[step - 1]) if m.pk in may]


def refusal(submission: Submission, step: int, user, rosters: RosterAt | None = None) -> str:
    """Why `user` cannot sign this step, in words for them; empty where they can."""
    rosters = rosters or rosters_now([submission])
    plan = submission.route[step - 1]
    me = next((m for m in rosters.members(plan) if m.user == user.pk), None)
    if me is None:
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
    if among(me, authors_of(submission)):
        return _("You wrote or edited this item. Nobody signs their own work.")
    signed = [s for s in submission.signatures.all() if rules.same(me, signer_of(s))]
    if any(s.step == step for s in signed):
        return _("You have signed this submission already.")
    if signed and signed[0].paper_id:
        words = _(
            "“%(name)s” has signed another step on paper. If that is somebody else, the roster has to tell you apart."
        )
        return words % {"name": signed[0].name}
    if signed:
        return _("You have signed another step of this submission. Nobody signs two.")
    if not among(me, population(submission, step, rosters)):
        return _("A later step cannot do without your signature; sign it there.")
    return ""


def refusal_on_paper(
    submission: Submission, step: int, member: Membership, rosters: RosterAt | None = None, *, had_none: bool = False
) -> str:
    """Why `member` cannot sign this step on paper, in words for the office; empty where they can.

    With `had_none` an account that they got since is no reason: they had none when they signed.
    """
    rosters = rosters or rosters_now([submission])
    plan, words = submission.route[step - 1], {"name": member.name}
    them = next((m for m in rosters.members(plan) if m.place == member.pk), None)
    if them is None:
        words |= {"body": plan["body_name"]}
        return _("“%(name)s” is no member of “%(body)s” at this moment, or is away.") % words
    if them.user is not None and not had_none:
        return _("“%(name)s” has an account, and signs here with it.") % words
    if among(them, authors_of(submission)):
        return _("“%(name)s” is the name of one who wrote it. Nobody signs their own work.") % words
    signed = [s.step for s in submission.signatures.all() if rules.same(them, signer_of(s))]
    if step in signed:
        return _("“%(name)s” has signed this submission already.") % words
    if signed:
        return _("“%(name)s” has signed another step of this submission. Nobody signs two.") % words
    if not among(them, population(submission, step, rosters)):
        return _("A later step cannot do without the signature of “%(name)s”.") % words
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


def _may(submission: Submission, step: int, rosters: Roster) -> list[Person]:
    elsewhere = [signer_of(s) for s in submission.signatures.all() if s.step != step]
    members = rosters.members(submission.route[step - 1])
    return rules.eligible(members, authors=authors_of(submission), signed_elsewhere=elsewhere)


def _signed(submission: Submission, step: int) -> list[Person]:
    return [signer_of(s) for s in submission.signatures.all() if s.step == step]


def _quorum(step: dict) -> Quorum:
    return Quorum(step["quorum"], step["quorum_number"])
