"""The signature block (签署栏) as people read it: each step, who signed, who has not, the rule in words (P9.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..core import clock
from ..organizations.models import BodyKind, Membership, QuorumRule, role_words
from . import eligibility
from .models import OutcomeKind, Submission
from .rosters import RosterAt, RostersThen, person
from .rules import Person, among

DONE, NOW, AHEAD, STOPPED = "done", "now", "ahead", "stopped"


@dataclass(frozen=True)
class Place:
    """One person's place in a step. `mark` is the class of the seal; its words say the same without it."""

    name: str
    title: str
    seal: str
    mark: str = "seal-none"
    at: datetime | None = None
    note: str = ""
    you: bool = False
    signed: bool = False
    to_sign: bool = False

    @property
    def when(self) -> str:
        """Day and time of `at` in words; the year only where it is not this one."""
        if self.at is None:
            return ""
        local = timezone.localtime(self.at)
        same_year = local.year == timezone.localtime(clock.now()).year
        return formats.date_format(local, _("j M, H:i") if same_year else _("j M Y, H:i"))


@dataclass(frozen=True)
class Step:
    """One step of the route, with its rule in words ("2／3，4 人中过半即可") and the places of its people."""

    number: int
    name: str
    rule: str
    state: str
    people: list[Place]


@dataclass(frozen=True)
class Block:
    """The whole row of names and seals of one submission, as it stood at `at`."""

    submission: Submission
    at: datetime
    steps: list[Step] = field(default_factory=list)
    outcome: object = None
    posting: object = None
    anchor: str = "signs"

    @property
    def done(self) -> int:
        """Steps that have their signatures, the proposal included."""
        return sum(step.state == DONE for step in self.steps)

    @property
    def signed(self) -> int:
        """Signatures given, the proposer's included."""
        return sum(place.signed for step in self.steps for place in step.people)

    @property
    def complete(self) -> bool:
        return self.outcome is not None and self.outcome.kind == OutcomeKind.GRANTED


def signature_block(submission: Submission, at: datetime | None = None, you=None) -> Block:
    """The block of one submission as it stood at `at` (now); `you` is the reader, whose own place is marked."""
    return signature_blocks([submission], at=at, you=you, anchor="signs")[0]


def signature_blocks(
    submissions: Iterable[Submission], at: datetime | None = None, you=None, anchor: str = ""
) -> list[Block]:
    """The blocks of several submissions, in a number of queries that does not grow with them."""
    asked = [submission.pk for submission in submissions]
    read = Submission.objects.select_related("edition", "organization", "outcome__permit__posting__index")
    found = read.prefetch_related("signatures", "task_states").in_bulk(asked)
    submissions = [found[pk] for pk in asked]
    rosters = RostersThen(submissions)
    return [_block(s, rosters, at or clock.now(), you, anchor or f"signs-{s.pk}") for s in submissions]


def _block(submission: Submission, rosters: RostersThen, at: datetime, you, anchor: str) -> Block:
    outcome = outcome_of(submission, at)
    reached = _reached(submission, outcome, at)
    steps = [_proposal(submission)]
    for plan in submission.route:
        state = _state(plan["step"], reached, outcome)
        steps.append(_step(submission, plan, state, rosters, at, you, outcome))
    posting = getattr(outcome.permit, "posting", None) if outcome and outcome.permit_id else None
    return Block(submission, at, steps, outcome, posting, anchor)


def outcome_of(submission: Submission, at: datetime | None = None):
    """How the submission had ended at `at` (now); None where it was open."""
    outcome = getattr(submission, "outcome", None)
    return outcome if outcome is not None and (at is None or outcome.at <= at) else None


def _reached(submission: Submission, outcome, at: datetime) -> int:
    """The step that was under way at `at`; of one that ended, the step at which it did."""
    if outcome is not None and outcome.step:
        return outcome.step
    begun = [state.step for state in submission.task_states.all() if state.step and state.started_at <= at]
    return max(begun, default=1)


def _state(number: int, reached: int, outcome) -> str:
    if number < reached or (outcome is not None and outcome.kind == OutcomeKind.GRANTED):
        return DONE
    if outcome is not None:
        return STOPPED
    return NOW if number == reached else AHEAD


def _proposal(submission: Submission) -> Step:
    place = Place(
        name=submission.submitted_name,
        title=submission.submitted_as,
        seal=_("Signed"),
        mark="",
        at=submission.submitted_at,
        signed=True,
    )
    return Step(0, _("Proposed by the office"), _("one person, signed"), DONE, [place])


def _step(submission, plan: dict, state: str, rosters: RostersThen, at: datetime, you, outcome) -> Step:
    last = plan["step"] == len(submission.route)
    signatures = [s for s in submission.signatures.all() if s.step == plan["step"] and s.signed_at <= at]
    if state == DONE and signatures:
        roster = rosters.at(max(s.signed_at for s in signatures))
    else:
        roster = rosters.at(min(at, outcome.at) if outcome else at)
    there = eligibility.population(submission, plan["step"], roster)
    counted = {p.place for p in there}
    signers = [eligibility.signer_of(s) for s in signatures]
    size = len(there) + sum(not among(signer, there) for signer in signers)
    single = alone(plan, roster)
    people = [_signed(signature, plan, last, single) for signature in signatures]
    people += _returned(plan, state, outcome, roster, single)
    done = signers + ([Person(outcome.by_id)] if outcome and state == STOPPED and outcome.by_id else [])
    for membership in roster.memberships(plan):
        if not among(person(membership), done):
            people.append(_open(submission, membership, plan, state, counted, you, single, at))
    rule = _rule(plan, state, len(signatures), eligibility.needed(plan, there), size, last)
    return Step(plan["step"], plan["title"], rule, state, people)


def _signed(signature, plan: dict, last: bool, single: bool) -> Place:
    return Place(
        name=signature.name,
        title=_title(signature, plan, single),
        seal=_("Released") if last else _("Signed"),
        mark="seal-last" if last else "",
        at=signature.signed_at,
        note=on_paper(signature),
        signed=True,
    )


def on_paper(signature) -> str:
    """That it was signed on paper, and who stands for that; empty where it was signed here."""
    if signature.paper is None:
        return ""
    words = {"day": formats.date_format(signature.paper.signed_on), "name": signature.paper.end.by_name}
    return _("signed on paper on %(day)s, witnessed by %(name)s") % words


def _returned(plan: dict, state: str, outcome, roster: RosterAt, single: bool) -> list[Place]:
    if state != STOPPED or outcome.kind != OutcomeKind.RETURNED or outcome.step != plan["step"] or not outcome.by_id:
        return []
    person = next((m for m in roster.memberships(plan) if m.user_id == outcome.by_id), None)
    title = _title(person, plan, single) if person else plan["body_name"]
    return [Place(name=outcome.by_name, title=title, seal=_("Returned"), mark="seal-no", at=outcome.at)]


def _open(submission, membership: Membership, plan: dict, state: str, counted: set, you, single: bool, at) -> Place:
    note = ""
    them = person(membership)
    if among(them, eligibility.authors_of(submission)):
        note = _("wrote it; does not sign")
    elif among(them, [eligibility.signer_of(s) for s in submission.signatures.all()]):
        note = _("signed at another step")
    elif state in (NOW, AHEAD) and membership.is_absent(at):
        note = _("away")
    elif membership.pk not in counted and state in (NOW, AHEAD):
        note = _("signs at a later step")
    by_hand = membership.user_id is None and state in (NOW, AHEAD)
    to_sign = state in (NOW, AHEAD) and not note
    mine = bool(you) and you.pk == membership.user_id and state == NOW and not note
    return Place(
        name=membership.name,
        title=_title(membership, plan, single),
        seal=_("To sign") if to_sign else _("Not signed"),
        note=_("your turn") if mine else note or (_("on paper") if by_hand else ""),
        you=mine,
        to_sign=to_sign,
    )


def alone(plan: dict, roster: RosterAt) -> bool:
    """Whether the body of a step has one member: nobody calls them its head."""
    return len(roster.memberships(plan)) <= 1


def _title(person, plan: dict, single: bool) -> str:
    """By what this person signs: the position, else the role within the body."""
    if person.position:
        return person.position
    if single or plan["kind"] == BodyKind.PRINCIPAL:
        return plan["body_name"]
    return role_words(plan["kind"], person.role)


def enough(quorum: str, number: int) -> str:
    """How many of a body must sign, in words."""
    words = {
        QuorumRule.ONE: _("one is enough"),
        QuorumRule.NUMBER: _("%(number)s are enough"),
        QuorumRule.MAJORITY: _("more than half is enough"),
        QuorumRule.ALL: _("all must sign"),
        QuorumRule.HEAD_PLUS: _("the head and %(number)s more"),
    }
    return words[QuorumRule(quorum)] % {"number": number}


def _rule(plan: dict, state: str, signed: int, needed: int, size: int, last: bool) -> str:
    if size <= 1:
        if state == DONE:
            return _("one person, released") if last else _("one person, signed")
        return _("not reached yet") if state == AHEAD else _("one person, not signed")
    numbers = {"signed": signed, "needed": needed, "size": size}
    if plan["quorum"] == QuorumRule.HEAD_PLUS:
        return _("%(signed)s of %(needed)s needed have signed, the head among them; %(size)s people") % numbers
    return _("%(signed)s of %(needed)s needed have signed; %(size)s people") % numbers
