"""Rosters as the public reads them: who belongs to which body, until when, and who did before (P3.1, P6.1, P9.6)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from ..organizations.models import Body, BodyKind, Membership, OrganizationPage, Role
from ..signoff.models import OutcomeKind, Signature
from ..signoff.presentation import enough
from .postings import start_of_year

# administrators look after the rosters themselves; they neither decide nor sign
SHOWN = (BodyKind.LEADING, BodyKind.SUPERVISION, BodyKind.OFFICE, BodyKind.REVIEWERS, BodyKind.PRINCIPAL)
ROLES = [Role.HEAD, Role.DEPUTY, Role.MEMBER]


@dataclass(frozen=True)
class Member:
    """One membership as the public reads it. `role` in words; `signed`: what of this year carries the signature.

    Who has no account (`signs` is false) is not counted where a body signs.
    """

    pk: int
    name: str
    role: str
    position: str
    since: datetime
    until: datetime | None
    signed: int
    signs: bool
    photograph: bool
    body: str


@dataclass(frozen=True)
class Roster:
    """One body: its people now, and the rule by which it signs."""

    name: str
    duties: str
    rule: str
    signs: bool
    members: list[Member]

    @property
    def head(self) -> Member | None:
        """Who leads it, or stands first."""
        return self.members[0] if self.members else None

    @property
    def photographs(self) -> bool:
        return any(member.photograph for member in self.members)


def rosters(organization: OrganizationPage, at: datetime, *, counted: bool = False) -> list[Roster]:
    """The bodies of `organization` with their people at `at`, in the order in which a notice names them."""
    members = defaultdict(list)
    signed = _signed(organization, at) if counted else {}
    active = Membership.objects.active(at).filter(body__organization=organization, body__kind__in=SHOWN)
    in_order = sorted(active.select_related("body"), key=lambda m: (ROLES.index(m.role), m.pk))
    for membership in in_order:
        members[membership.body_id].append(_member(membership, signed))
    bodies = sorted(Body.objects.of(organization, *SHOWN), key=lambda body: SHOWN.index(body.kind))
    return [_roster(body, members[body.pk]) for body in bodies]


def former(organization: OrganizationPage, at: datetime) -> list[Member]:
    """Those whose term is over, the latest to leave first."""
    ended = Membership.objects.ended(at).filter(body__organization=organization, body__kind__in=SHOWN)
    return [_member(membership, {}) for membership in ended.select_related("body").order_by("-until", "-pk")]


def _roster(body: Body, members: list[Member]) -> Roster:
    return Roster(
        name=body.name,
        duties=body.duties,
        rule=enough(body.quorum, body.quorum_number),
        signs=body.kind != BodyKind.OFFICE,
        members=members,
    )


def _member(membership: Membership, signed: dict) -> Member:
    return Member(
        pk=membership.pk,
        name=membership.name,
        role=membership.role_label,
        position=membership.position,
        since=membership.since,
        until=membership.until,
        signed=signed.get(membership.pk, 0) + signed.get((membership.body_id, membership.user_id), 0),
        signs=True,
        photograph=membership.photograph_id is not None,
        body=membership.body.name,
    )


def _signed(organization: OrganizationPage, at: datetime) -> dict:
    """Signatures of this year that stand under something that went up, by body and account, those on paper by
    membership. One query."""
    year = start_of_year(timezone.localtime(at).year)
    given = Signature.objects.filter(
        submission__organization=organization,
        submission__outcome__kind=OutcomeKind.GRANTED,
        submission__outcome__permit__posting__begins_at__range=(year, at),
    )
    counts = given.order_by().values_list("body_id", "user_id", "paper__membership_id").annotate(Count("pk"))
    return {member or (body, user): number for body, user, member, number in counts}
