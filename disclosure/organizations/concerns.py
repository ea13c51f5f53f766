"""What is wrong with a roster, asked of its rows and said in sentences (rules.py has the rules)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..core import clock
from . import rules
from .models import SIGNING, Body, BodyKind, Membership, OrganizationPage

# The route of P10.1 behind the review of P8.5; whoever knows the real route hands over its own.
STEPS = (BodyKind.REVIEWERS, BodyKind.LEADING, BodyKind.SUPERVISION, BodyKind.PRINCIPAL)


@dataclass(frozen=True)
class Concern:
    """One sentence; `blocks` where something cannot work now."""

    sentence: str
    blocks: bool
    kind: str


def concerns(organization: OrganizationPage, *, steps: Sequence[str] = STEPS) -> list[Concern]:
    """What cannot work, or soon will not, with the roster of `organization`; two queries."""
    now = clock.now()
    found = rules.faults(bodies(organization, now), now, steps=steps, signing=SIGNING)
    return [Concern(sentence(fault), fault.blocks, fault.kind) for fault in found]


def without(member: Membership) -> list[Concern]:
    """What works now, and could not once the term of `member` is over."""
    now, organization = clock.now(), member.body.organization
    before, after = (
        rules.faults(bodies(organization, now, but=but), now, steps=STEPS, signing=SIGNING) for but in (None, member)
    )
    new = [fault for fault in after if fault.blocks and fault not in before]
    return [Concern(sentence(fault), fault.blocks, fault.kind) for fault in new]


def bodies(organization: OrganizationPage, at, *, but: Membership | None = None) -> list[rules.Seats]:
    """The bodies of `organization` as the rules see them; without `but`, where one is given."""
    seats = defaultdict(list)
    active = Membership.objects.active(at).filter(body__organization=organization).select_related("user", "body")
    for member in active.exclude(pk=but.pk) if but else active:
        seats[member.body_id].append(rules.Seat(member.name, _account(member, at), member.role, member.until))
    return [
        rules.Seats(body.kind, body.name, body.quorum, body.quorum_number, tuple(seats[body.pk]))
        for body in Body.objects.of(organization)
    ]


def _account(member: Membership, at) -> int | None:
    """The account by which a member works; who has none signs on paper, and goes by a number of their own."""
    if member.is_absent(at):
        return None
    if member.user is None:
        return -member.pk if member.body.kind in SIGNING else None
    return member.user_id if member.user.is_active else None


def sentence(fault: rules.Fault) -> str:
    """`fault` in words for those who keep the roster."""
    values = {
        "body": _kind(fault.body) if fault.kind == "no_body" else fault.body,
        "names": _(", ").join(fault.names),
        "name": fault.names[0] if fault.names else "",
        "bodies": _(", ").join(fault.names[1:]),
        "number": fault.number,
        "day": formats.date_format(rules.last_day(fault.until, timezone.get_current_timezone())) if fault.until else "",
    }
    return _sentences()[fault.kind] % values


def _kind(kind: str) -> str:
    return str(BodyKind(kind).label)


def _sentences() -> dict[str, str]:
    return {
        "no_body": _("There is no body of the kind “%(body)s”. Its step cannot be signed."),
        "no_account": _("“%(body)s” has no member with an account. Nobody can do its work."),
        "no_administrator": _(
            "No administrator with an account is left. Those of the superior organization keep this roster until "
            "there is one."
        ),
        "quorum_too_high": _("“%(body)s” can never reach its quorum: %(number)s of its members can sign."),
        "nobody_beside": _(
            "What %(name)s drafts cannot be signed: nobody signs their own work, and “%(body)s” has too few "
            "other members."
        ),
        "not_enough_beside": _(
            "What %(name)s drafts cannot be signed: nobody signs their own work, and nobody signs for two bodies."
        ),
        "not_enough_people": _(
            "The bodies of the route cannot all reach their quorum, because nobody signs for two of them. In more "
            "than one: %(names)s."
        ),
        "two_bodies": _(
            "%(name)s is in more than one body that signs (%(bodies)s), and can sign each item for one of them only."
        ),
        "term_ends": _("The term of %(name)s in “%(body)s” ends on %(day)s."),
    }
