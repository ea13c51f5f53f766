"""Who belonged to a body at a moment, as was known then: a membership is a right, and the ledger keeps each step."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ..core.models import LedgerEntry
from .models import Membership

SUBJECT = "membership:"
FIELDS = ("body", "role", "user", "since", "until", "absent_since", "absent_until")

HELD = ("body", "user")

State = dict[str, Any]


class History:
    """Every membership as it stood at each moment, by the ledger; one that the ledger does not know, by its row.

    With `bodies` only of these; without, of all that there ever were, struck out ones among them.
    """

    def __init__(self, bodies: Iterable[int] | None = None):
        rows, entries = Membership.objects.all(), LedgerEntry.objects.filter(subject__startswith=SUBJECT)
        if bodies is not None:
            rows = rows.filter(body__in=bodies)
            entries = LedgerEntry.objects.filter(
                subject__in=[f"{SUBJECT}{pk}" for pk in rows.values_list("pk", flat=True)]
            )
        self._rows, self._names = {}, {}
        for row in rows:
            self._rows[row.pk], self._names[row.pk] = state_of(row), row.name
        self._steps: dict[int, list[tuple[datetime, State]]] = defaultdict(list)
        self._by_body: dict[int, set[int]] = defaultdict(set)
        known = entries.filter(kind__startswith="roster.").order_by("pk").values_list("at", "subject", "data")
        for at, subject, data in known.iterator(chunk_size=2000):
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

    def name(self, pk: int) -> str:
        """The name of a membership as the roster has it now: the ledger keeps none."""
        return self._names.get(pk, "")

    def members(self, body: int, at: datetime) -> dict[int, State]:
        """Who belonged to `body` at `at`, as was known then, by membership."""
        states = {pk: self._then(pk, at) for pk in sorted(self._by_body[body])}
        return {pk: s for pk, s in states.items() if s and s["body"] == body and _runs(s, at)}

    def _then(self, pk: int, at: datetime) -> State | None:
        steps = self._steps.get(pk)
        if not steps:
            return self._rows[pk]
        return next((state for moment, state in reversed(steps) if moment <= at), None)


def state_of(row: Membership) -> State:
    """A membership as its entries in the ledger say it."""
    return {"body": row.body_id, "user": row.user_id} | {
        name: getattr(row, name) for name in FIELDS if name not in HELD
    }


def is_absent(state: State, at: datetime) -> bool:
    """Whether this member was away at `at`."""
    return bool(state.get("absent_since")) and state["absent_since"] <= at < state["absent_until"]


def _moment(value: Any) -> Any:
    """Moments of the ledger as moments; everything else as it is."""
    return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else value


def _runs(state: State, at: datetime) -> bool:
    return state["since"] <= at and (state["until"] is None or state["until"] > at)
