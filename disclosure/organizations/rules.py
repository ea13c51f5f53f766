"""Rules of rosters, pure: terms of office, and whether a roster can work at all (I2, P3.1).

A roster that makes a quorum impossible is reported when it is made, not when it blocks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

SOON = timedelta(days=30)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seat:
    """One member whose term runs: `account` is None for one who can neither sign in nor sign on paper."""

    name: str
    account: int | None
    role: str = "member"
    until: datetime | None = None


@dataclass(frozen=True)
class Seats:
    """A body as these rules see it. `quorum` is one, number, majority, all or head_plus, with its `number`."""

    kind: str
    name: str
    quorum: str = "one"
    number: int = 1
    seats: tuple[Seat, ...] = ()

    @property
    def accounts(self) -> frozenset[int]:
        """Those of its members who can sign."""
        return frozenset(seat.account for seat in self.seats if seat.account is not None)

    @property
    def at_least(self) -> int:
        """How many it takes however few may sign: a majority, or all, of those who are left may be one."""
        return {"number": max(self.number, 1), "head_plus": self.number + 1}.get(self.quorum, 1)


@dataclass(frozen=True)
class Fault:
    """One thing that cannot work, or soon will not. `kind` names it, `blocks` says whether it stops something now."""

    kind: str
    body: str = ""
    names: tuple[str, ...] = ()
    number: int = 0
    until: datetime | None = None
    blocks: bool = True


def begins(day: date, zone: tzinfo) -> datetime:
    """The first moment of a term that begins on `day`."""
    return datetime.combine(day, time.min, tzinfo=zone)


def ends_after(day: date, zone: tzinfo) -> datetime:
    """The first moment without a term whose last day is `day`."""
    return datetime.combine(day + DAY, time.min, tzinfo=zone)


def last_day(until: datetime, zone: tzinfo) -> date:
    """The last day on which a term that is over at `until` ran."""
    return (until - timedelta(microseconds=1)).astimezone(zone).date()


def faults(bodies: Sequence[Seats], at: datetime, *, steps: Sequence[str], signing: Iterable[str]) -> list[Fault]:
    """What cannot work with these bodies at `at`.

    `steps` are the kinds of body of the signing route, in its order; `signing` all kinds that sign anything.
    """
    by_kind = {body.kind: body for body in bodies}
    route = [by_kind[kind] for kind in steps if kind in by_kind]
    return [
        *_missing_bodies(by_kind, steps),
        *_empty_bodies(bodies, {*steps, "office", "administrators"}),
        *_quorums(route),
        *_nobody_else(route, by_kind.get("office")),
        *_two_bodies([body for body in bodies if body.kind in set(signing)]),
        *_terms(bodies, at),
    ]


def _missing_bodies(by_kind: dict[str, Seats], steps: Sequence[str]) -> Iterator[Fault]:
    for kind in dict.fromkeys([*steps, "office", "administrators"]):
        if kind not in by_kind:
            yield Fault("no_body", body=kind)


def _empty_bodies(bodies: Sequence[Seats], needed: set[str]) -> Iterator[Fault]:
    for body in bodies:
        if body.kind in needed and not body.accounts:
            yield Fault("no_administrator" if body.kind == "administrators" else "no_account", body=body.name)


def _quorums(route: list[Seats]) -> Iterator[Fault]:
    for body in route:
        if body.accounts and body.at_least > len(body.accounts):
            yield Fault("quorum_too_high", body=body.name, number=len(body.accounts))


def _nobody_else(route: list[Seats], office: Seats | None) -> Iterator[Fault]:
    """Nobody signs their own work, nobody signs two steps: whom that leaves, for each author (I2)."""
    able = [body for body in route if len(body.accounts) >= body.at_least]
    names = {seat.account: seat.name for body in [*route, *([office] if office else [])] for seat in body.seats}
    if not _can_all_sign(able, frozenset()):
        shared = sorted(
            {a for i, body in enumerate(able) for other in able[i + 1 :] for a in body.accounts & other.accounts}
        )
        yield Fault("not_enough_people", names=tuple(names[account] for account in shared))
        return
    for author in sorted(office.accounts if office else ()):
        stuck = next((body for body in able if len(body.accounts - {author}) < body.at_least), None)
        if stuck is not None:
            yield Fault("nobody_beside", body=stuck.name, names=(names[author],))
        elif not _can_all_sign(able, frozenset({author})):
            yield Fault("not_enough_beside", names=(names[author],))


def _can_all_sign(route: list[Seats], without: frozenset[int]) -> bool:
    """Whether each body of the route finds enough signers, nobody signing for two: a matching of places to people."""
    places = [(number, place) for number, body in enumerate(route) for place in range(body.at_least)]
    taken: dict[int, tuple[int, int]] = {}

    def seat(place: tuple[int, int], tried: set[int]) -> bool:
        for person in sorted(route[place[0]].accounts - without - tried):
            tried.add(person)
            if person not in taken or seat(taken[person], tried):
                taken[person] = place
                return True
        return False

    return all(seat(place, set()) for place in places)


def _two_bodies(bodies: list[Seats]) -> Iterator[Fault]:
    held: dict[int, list[tuple[str, str]]] = {}
    for body in bodies:
        for seat in body.seats:
            if seat.account is not None:
                held.setdefault(seat.account, []).append((seat.name, body.name))
    for places in held.values():
        if len(places) > 1:
            yield Fault("two_bodies", names=(places[0][0], *(body for _name, body in places)), blocks=False)


def _terms(bodies: Sequence[Seats], at: datetime) -> Iterator[Fault]:
    for body in bodies:
        for seat in body.seats:
            if seat.until is not None and at < seat.until <= at + SOON:
                yield Fault("term_ends", body=body.name, names=(seat.name,), until=seat.until, blocks=False)
