"""Rosters of the bodies of a route: now, at a moment by the rows of today, and at a moment as was known then."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import get_user_model

from ..core import clock
from ..organizations.history import History, State, is_absent
from ..organizations.models import Membership, Role
from .models import Submission
from .rules import Person, plain

ORDER = {Role.HEAD: 0, Role.DEPUTY: 1, Role.MEMBER: 2}


def bodies_of(submissions: Iterable[Submission]) -> set[int]:
    """The bodies of some submissions' routes."""
    return {step["body"] for submission in submissions for step in submission.route}


def person(member: Membership) -> Person:
    """A member as the rules see them."""
    return Person(member.user_id, member.role, member.pk, plain(member.name))


class RosterAt:
    """The rosters at one moment, as `eligibility` asks them; an account that was closed cannot sign."""

    def __init__(self, everyone: dict[int, list[Membership]], moment: datetime):
        self._everyone, self.moment = everyone, moment

    def memberships(self, step: dict) -> list[Membership]:
        """Memberships of the step's body that run at the moment, its head first."""
        found = self._everyone.get(step["body"], [])
        running = [m for m in found if m.since <= self.moment and (m.until is None or m.until > self.moment)]
        return sorted(running, key=lambda m: (ORDER[m.role], m.pk))

    def members(self, step: dict) -> list[Person]:
        """Those of them who can sign: not who is away; who has no account signs on paper."""
        return [person(m) for m in self.memberships(step) if self._signs(m)]

    def _signs(self, member: Membership) -> bool:
        return not member.is_absent(self.moment) and (member.user is None or member.user.is_active)


class RostersThen:
    """Everyone who ever belonged to the bodies of some routes, in one query; asked at a moment."""

    def __init__(self, submissions: Iterable[Submission]):
        self._all: dict[int, list[Membership]] = defaultdict(list)
        everyone = Membership.objects.filter(body__in=bodies_of(submissions)).select_related("user")
        for membership in everyone.order_by("pk"):
            self._all[membership.body_id].append(membership)

    def at(self, moment: datetime) -> RosterAt:
        return RosterAt(self._all, moment)


def rosters_now(submissions: Iterable[Submission]) -> RosterAt:
    """The rosters at this moment, in one query."""
    now, everyone = clock.now(), defaultdict(list)
    for membership in Membership.objects.active(now).filter(body__in=bodies_of(submissions)).select_related("user"):
        everyone[membership.body_id].append(membership)
    return RosterAt(everyone, now)


class RosterKnown:
    """The rosters at one moment, as was known then; accounts of `closed` cannot sign."""

    def __init__(self, history: History, at: datetime, closed: frozenset[int] = frozenset()):
        self._history, self._at, self._closed = history, at, closed

    def members(self, step: dict) -> list[Person]:
        found = self._history.members(step["body"], self._at)
        return [
            Person(s["user"], s["role"], pk, plain(self._history.name(pk))) for pk, s in found.items() if self._signs(s)
        ]

    def _signs(self, state: State) -> bool:
        return state["user"] not in self._closed and not is_absent(state, self._at)


def closed_accounts() -> frozenset[int]:
    """Accounts that are closed now; since when is not kept."""
    return frozenset(get_user_model().objects.filter(is_active=False).values_list("pk", flat=True))
