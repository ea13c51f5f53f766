"""Rosters: a membership is a right, so each is as its last entry in the ledger says; and who belonged when."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from ...core.models import LedgerEntry
from ...organizations.models import Membership
from ...signoff.rules import Member
from .report import Report

SUBJECT = "membership:"
FIELDS = ("body", "role", "user", "since", "until")

State = dict[str, Any]


def rosters(report: Report) -> None:
    """Each membership stands as the ledger says; none was put in, or altered, behind its back."""
    history = History()
    for row in Membership.objects.select_related("body__organization").order_by("pk").iterator(chunk_size=1000):
        report.count(_("memberships"))
        place = f"membership {row.pk}"
        said = history.last(row.pk)
        if said is None:
            report.fault(place, _("has no entry in the ledger"))
        elif differing := [field for field, value in _state(row).items() if said.get(field) != value]:
            fields = _(", ").join(differing)
            report.fault(place, _("is not as the ledger says (%(fields)s)") % {"fields": fields})
    for pk in history.missing():
        report.fault(f"membership {pk}", _("is in the ledger, and its row is missing"))


class History:
    """Every membership as it stood at each moment, by the ledger; one that the ledger does not know, by its row."""

    def __init__(self):
        self._rows = {row.pk: _state(row) for row in Membership.objects.all()}
        self._steps: dict[int, list[tuple[datetime, State]]] = defaultdict(list)
        self._by_body: dict[int, set[int]] = defaultdict(set)
        entries = LedgerEntry.objects.filter(kind__startswith="roster.", subject__startswith=SUBJECT)
        for at, subject, data in entries.order_by("pk").values_list("at", "subject", "data").iterator(chunk_size=2000):
            self._step(int(subject.removeprefix(SUBJECT)), at, data)
        for pk, state in self._rows.items():
            self._by_body[state["body"]].add(pk)

    def _step(self, pk: int, at: datetime, data: State) -> None:
        before = self._steps[pk][-1][1] if self._steps[pk] else {}
        state = {**before, **{field: _moment(data[field]) for field in FIELDS if field in data}}
        self._steps[pk].append((at, state))
        self._by_body[state["body"]].add(pk)

    def last(self, pk: int) -> State | None:
        """What the ledger says of it last; None where it says nothing."""
        return self._steps[pk][-1][1] if self._steps.get(pk) else None

    def missing(self) -> list[int]:
        """Memberships that the ledger knows and the roster does not."""
        return sorted(pk for pk, steps in self._steps.items() if steps and pk not in self._rows)

    def members(self, body: int, at: datetime) -> list[State]:
        """Who belonged to `body` at `at`, as was known then."""
        states = (self._then(pk, at) for pk in sorted(self._by_body[body]))
        return [s for s in states if s and s["body"] == body and _runs(s, at)]

    def _then(self, pk: int, at: datetime) -> State | None:
        steps = self._steps.get(pk)
        if not steps:
            return self._rows[pk]
        return next((state for moment, state in reversed(steps) if moment <= at), None)


class RosterThen:
    """The rosters at one moment, as `eligibility` asks them; accounts of `closed` cannot sign."""

    def __init__(self, history: History, at: datetime, closed: frozenset[int] = frozenset()):
        self._history, self._at, self._closed = history, at, closed

    def members(self, step: dict) -> list[Member]:
        found = self._history.members(step["body"], self._at)
        return [Member(None if s["user"] in self._closed else s["user"], s["role"]) for s in found]


def closed_accounts() -> frozenset[int]:
    """Accounts that are closed now; since when is not kept."""
    return frozenset(get_user_model().objects.filter(is_active=False).values_list("pk", flat=True))


def _state(row: Membership) -> State:
    return {"body": row.body_id, "role": row.role, "user": row.user_id, "since": row.since, "until": row.until}


def _moment(value: Any) -> Any:
    """Moments of the ledger as moments; everything else as it is."""
    return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else value


def _runs(state: State, at: datetime) -> bool:
    return state["since"] <= at and (state["until"] is None or state["until"] > at)
