"""To whom an organization's mail goes: the address of its office, and members who have an account."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..core import clock
from .models import BodyKind, Membership, OrganizationPage


@dataclass(frozen=True)
class Recipient:
    """One address; `key` names it within the key of a message, so that it is told once."""

    key: str
    address: str


def members(organization: OrganizationPage, *kinds: str) -> list[Recipient]:
    """Those who do the work of one of `kinds` now and have an account, each once."""
    active = Membership.objects.active(clock.now()).with_account().filter(body__organization=organization)
    users = {m.user_id: m.user for m in active.filter(body__kind__in=kinds).select_related("user").order_by("pk")}
    return [Recipient(str(user.pk), user.email) for user in users.values()]


def office(organization: OrganizationPage) -> list[Recipient]:
    """The office's own address, and its members; an address that is both gets one message."""
    own = [Recipient("office", organization.email)] if organization.email else []
    return list(_once([*own, *members(organization, BodyKind.OFFICE)]))


def _once(recipients: list[Recipient]) -> Iterator[Recipient]:
    seen = set()
    for recipient in recipients:
        if recipient.address.lower() not in seen:
            seen.add(recipient.address.lower())
            yield recipient
