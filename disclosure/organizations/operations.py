"""Keeping rosters: bodies, members, terms. Each change is one transaction, under the organization's lock, and in its
ledger."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F, Q

from ..core import canonical, clock, ledger
from ..core.models import Chain
from . import rights
from .exceptions import (
    AlreadyMember,
    BodyThere,
    ChangedMeanwhile,
    EndOutsideTerm,
    HadRights,
    NotAdministrator,
    TermOver,
    TermRefused,
)
from .models import Body, Membership, OrganizationPage, Role

BODY_FIELDS = ("name", "duties", "quorum", "quorum_number")
MEMBER_FIELDS = ("name", "position", "role", "since", "until", "absent_since", "absent_until")


def seen(row, fields) -> str:
    """What a form shows of `row`, as a digest: it comes back with the form, so that nobody writes over a change
    they have not seen."""
    return canonical.digest({field: _plain(getattr(row, field)) for field in fields})


def _plain(value) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def lock(by, organization: OrganizationPage) -> OrganizationPage:
    """The organization for a change of its roster, one at a time. Raises NotAdministrator."""
    Chain.objects.select_for_update().get(pk=organization.chain_id)
    if not rights.keeps_roster(by, organization):
        raise NotAdministrator()
    return organization


@transaction.atomic
def make_body(*, by, organization: OrganizationPage, kind: str, **fields) -> Body:
    """A body of a kind that the organization has not. Raises NotAdministrator, BodyThere."""
    lock(by, organization)
    if Body.objects.of(organization, kind).exists():
        raise BodyThere()
    body = Body.objects.create(organization=organization, kind=kind, **fields)
    _record(organization, "roster.body_made", by, f"body:{body.pk}", _body(body))
    return body


@transaction.atomic
def change_body(*, by, body: Body, seen_as: str, **fields) -> Body:
    """Name, duties, quorum. Routes that are under way keep what they began with (DESIGN §7, Signing).

    `seen_as` is `seen()` of what was on the form. Raises NotAdministrator, ChangedMeanwhile.
    """
    lock(by, body.organization)
    body = Body.objects.select_related("organization").get(pk=body.pk)
    if seen(body, BODY_FIELDS) != seen_as:
        raise ChangedMeanwhile()
    for field, value in fields.items():
        setattr(body, field, value)
    if seen(body, BODY_FIELDS) != seen_as:
        body.save(update_fields=list(fields))
        _record(body.organization, "roster.body_changed", by, f"body:{body.pk}", _body(body))
    return body


@transaction.atomic
def add_member(
    *,
    by,
    body: Body,
    name: str,
    since: datetime,
    until: datetime | None = None,
    position: str = "",
    role: str = Role.MEMBER,
    photograph=None,
) -> Membership:
    """A member of `body` from `since` on, still without an account.

    Raises NotAdministrator, AlreadyMember, TermRefused.
    """
    lock(by, body.organization)
    _check_term(since, until)
    _check_once(body, name, since, until)
    member = Membership.objects.create(
        body=body, name=name, position=position, role=role, since=since, until=until, photograph=photograph
    )
    _record(body.organization, "roster.member_added", by, f"membership:{member.pk}", _member(member))
    return member


@transaction.atomic
def change_member(*, by, membership: Membership, seen_as: str, **fields) -> Membership:
    """Correct what the roster says of a member whose term is not over; fields of MEMBER_FIELDS, and `photograph`.

    Raises NotAdministrator, ChangedMeanwhile, TermOver, TermRefused, AlreadyMember.
    """
    member = _current(by, membership)
    if seen(member, MEMBER_FIELDS) != seen_as:
        raise ChangedMeanwhile()
    for field, value in fields.items():
        setattr(member, field, value)
    _check_term(member.since, member.until)
    _check_once(member.body, member.name, member.since, member.until, but=member)
    member.save(update_fields=list(fields))
    _record(
        member.body.organization,
        "roster.member_changed",
        by,
        f"membership:{member.pk}",
        _member(member),
    )
    return member


@transaction.atomic
def end_member(*, by, membership: Membership, at: datetime | None = None) -> Membership:
    """End a term at `at`, or now. What was signed stays signed. Raises NotAdministrator, TermOver, EndOutsideTerm."""
    member = _current(by, membership)
    now = clock.now()
    at = max(at, now) if at else now
    if at < member.since or (member.until is not None and at > member.until):
        raise EndOutsideTerm()
    return _end(member, by, at, "roster.member_ended")


@transaction.atomic
def strike_out(*, by, membership: Membership) -> Membership:
    """Take back an entry that was made by mistake, and never had an account: as if it had not been.

    Raises NotAdministrator, TermOver, HadRights.
    """
    member = _current(by, membership)
    if member.user_id is not None and member.since <= clock.now():
        raise HadRights()
    return _end(member, by, member.since, "roster.member_struck_out")


def _end(member: Membership, by, at: datetime, kind: str) -> Membership:
    member.until = at
    member.save(update_fields=["until"])
    member.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=clock.now())
    _record(member.body.organization, kind, by, f"membership:{member.pk}", _member(member))
    return member


def _current(by, membership: Membership) -> Membership:
    """The membership as it stands now, under the lock of its organization; not one that is over."""
    organization = membership.body.organization
    lock(by, organization)
    member = Membership.objects.select_related("body__organization").get(pk=membership.pk)
    if member.until is not None and member.until <= clock.now():
        raise TermOver()
    return member


def _check_term(since: datetime, until: datetime | None) -> None:
    if until is not None and until <= since:
        raise TermRefused()


def _check_once(body: Body, name: str, since: datetime, until: datetime | None, but: Membership | None = None) -> None:
    """The same name twice in a body at one time is a form that was sent twice."""
    others = body.memberships.filter(name=name).exclude(until__lte=F("since"))
    others = others.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until is not None:
        others = others.filter(since__lt=until)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise AlreadyMember()


def _record(organization: OrganizationPage, kind: str, by, subject: str, data: dict) -> None:
    ledger.record(organization.chain, kind, actor=by, subject=subject, data=data)


def _body(body: Body) -> dict:
    return {
        "kind": body.kind,
        "quorum": body.quorum,
        "number": body.quorum_number,
        "digest": canonical.digest({"name": body.name, "duties": body.duties}),
    }


def _member(member: Membership) -> dict:
    return {
        "body": member.body_id,
        "kind": member.body.kind,
        "role": member.role,
        "user": member.user_id,
        "since": member.since.isoformat(),
        "until": _instant(member.until),
        "absent_since": _instant(member.absent_since),
        "absent_until": _instant(member.absent_until),
        "photograph": member.photograph.source_sha256 if member.photograph else None,
        "digest": canonical.digest({"name": member.name, "position": member.position}),
    }


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
