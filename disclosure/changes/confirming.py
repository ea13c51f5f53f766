"""What is still to be confirmed, by whom and since when: for the desk, and for those who look after it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from ..core import clock
from ..items.models import Closing
from ..organizations import rights
from ..organizations.models import Body, OrganizationPage
from .models import Confirmation
from .operations import CONFIRMING
from .rules import confirm_by


@dataclass(frozen=True)
class Waiting:
    """A decision that a group has not confirmed yet, and from when on that is overdue."""

    closing: Closing
    body: Body
    due_at: datetime

    @property
    def overdue(self) -> bool:
        return self.due_at <= clock.now()


def waiting_for(user) -> list[Waiting]:
    """What `user` can confirm for their groups, longest waiting first; not what they decided themselves."""
    bodies = {m.body_id: m.body for m in rights.memberships(user) if m.body.kind in CONFIRMING}
    return [w for w in _waiting(bodies.values()) if w.closing.decided_by_id != user.pk]


def waiting_in(organizations: Iterable[OrganizationPage]) -> list[Waiting]:
    """What the groups of `organizations` have not confirmed, longest waiting first."""
    return _waiting(Body.objects.filter(organization__in=organizations, kind__in=CONFIRMING))


def overdue_in(organizations: Iterable[OrganizationPage]) -> list[Waiting]:
    """What they ought to have confirmed by now: flagged on the desks of those concerned (I8)."""
    return [w for w in waiting_in(organizations) if w.overdue]


def states(closing: Closing) -> list[tuple[Body, Confirmation | None]]:
    """Each group that is asked, with its confirmation."""
    given = {c.body_id: c for c in closing.confirmations.all()}
    bodies = Body.objects.filter(organization=closing.posting.organization, kind__in=CONFIRMING)
    return [(body, given.get(body.pk)) for body in bodies]


def _waiting(bodies: Iterable[Body]) -> list[Waiting]:
    """Three queries, however many bodies."""
    asked = defaultdict(list)
    for body in bodies:
        asked[body.organization_id].append(body)
    decided = Closing.objects.filter(posting__organization__in=asked, decided_by__isnull=False)
    unfinished = decided.annotate(given=Count("confirmations")).filter(given__lt=len(CONFIRMING))
    found = []
    for closing in (
        unfinished.select_related("posting__edition", "posting__index", "posting__organization")
        .prefetch_related("confirmations")
        .order_by("decided_at", "pk")
    ):
        given = {c.body_id for c in closing.confirmations.all()}
        bodies_here = asked[closing.posting.organization_id]
        found += [Waiting(closing, b, confirm_by(closing.decided_at)) for b in bodies_here if b.pk not in given]
    return found
