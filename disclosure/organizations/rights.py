"""Who may do what, asked of the roster at that moment. Every right of the add-on is answered here.

No Django group and no page permission stands behind it: a term that ends at midnight ends at midnight. A superuser
looks after the installation (as an administrator of every organization) and neither drafts nor signs by that.
"""

from collections.abc import Iterable
from datetime import datetime

from ..core import clock
from .models import Body, BodyKind, Membership, OrganizationPage

_CACHE = "_disclosure_memberships"


def memberships(user, at: datetime | None = None) -> list[Membership]:
    """The active memberships of `user`, with body and organization; one query per user object."""
    moment = at or clock.now()
    return [m for m in _held(user) if m.since <= moment and (m.until is None or m.until > moment)]


def ever_member(user) -> bool:
    """Whether a roster knows, or ever knew, this account."""
    return bool(_held(user))


def _held(user) -> list[Membership]:
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    held = getattr(user, _CACHE, None)
    if held is None:
        held = list(
            Membership.objects.filter(user=user)
            .select_related("body__organization")
            .order_by("body__organization__path")
        )
        setattr(user, _CACHE, held)
    return held


def forget(user) -> None:
    """Ask the roster anew for this user object (after a change within the same request)."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)


def holds(user, organization: OrganizationPage, *kinds: str, at: datetime | None = None) -> Membership | None:
    """The membership by which `user` does the work of one of `kinds` in exactly this organization; None without."""
    for membership in memberships(user, at):
        if membership.body.organization_id == organization.pk and membership.body.kind in kinds:
            return membership
    return None


def administers(user, organization: OrganizationPage) -> bool:
    """Rosters, columns, catalogue, contact data, profile."""
    return bool(user.is_active and user.is_superuser) or bool(holds(user, organization, BodyKind.ADMINISTRATORS))


def keeps_roster(user, organization: OrganizationPage) -> bool:
    """Administrators, and where none with an account is left those of the nearest superior that has one (DESIGN §7)."""
    if administers(user, organization):
        return True
    keepers = Membership.objects.active(clock.now()).with_account().filter(body__kind=BodyKind.ADMINISTRATORS)
    if keepers.filter(body__organization=organization).exists():
        return False
    superior = superior_of(organization)
    return superior is not None and keeps_roster(user, superior)


def drafts(user, organization: OrganizationPage) -> Membership | None:
    """Draft, edit, submit, recall, correct."""
    return holds(user, organization, BodyKind.OFFICE)


def may_withdraw(user, organization: OrganizationPage) -> Membership | None:
    """Take down at once: the principal, or the head of the office."""
    principal = holds(user, organization, BodyKind.PRINCIPAL)
    if principal:
        return principal
    office = [
        m
        for m in memberships(user)
        if m.body.organization_id == organization.pk and m.body.kind == BodyKind.OFFICE and m.role == "head"
    ]
    return office[0] if office else None


def superior_of(organization: OrganizationPage) -> OrganizationPage | None:
    """The nearest organization above; None for the topmost."""
    return OrganizationPage.objects.ancestor_of(organization).order_by("-depth").first()


def nearest_organization(page) -> OrganizationPage | None:
    """The organization that `page` belongs to: itself or the nearest above."""
    return OrganizationPage.objects.ancestor_of(page, inclusive=True).order_by("-depth").first()


def organizations_where(user, *kinds: str) -> Iterable[OrganizationPage]:
    """Organizations in which `user` does the work of one of `kinds`."""
    seen = {}
    for membership in memberships(user):
        if membership.body.kind in kinds:
            seen[membership.body.organization_id] = membership.body.organization
    return list(seen.values())


def active_members(body: Body, at: datetime | None = None) -> list[Membership]:
    """Members whose term runs, heads first."""
    order = {"head": 0, "deputy": 1, "member": 2}
    members = body.memberships.active(at or clock.now()).select_related("user")
    return sorted(members, key=lambda m: (order[m.role], m.pk))
