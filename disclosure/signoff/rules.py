"""Rules of signing, pure: who counts, and how many are enough (I2, DESIGN §7 Signing)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """A member of a body as the rules see them; `user` is None for a member without an account."""

    user: int | None
    role: str


@dataclass(frozen=True)
class Quorum:
    """How many must sign: rule (one, number, majority, all, head_plus) and its number."""

    rule: str
    number: int = 1


def eligible(members: Iterable[Member], *, authors: Iterable[int], signed_elsewhere: Iterable[int]) -> list[Member]:
    """Members who may sign: with an account, not an author, not having signed another step (I2)."""
    out = set(authors) | set(signed_elsewhere)
    return [m for m in members if m.user is not None and m.user not in out]


def required(quorum: Quorum, population: list[Member]) -> int:
    """The number of signatures needed, over those who may sign; at least one."""
    size = len(population)
    if quorum.rule == "number":
        return max(quorum.number, 1)
    if quorum.rule == "majority":
        return size // 2 + 1
    if quorum.rule == "all":
        return max(size, 1)
    if quorum.rule == "head_plus":
        return quorum.number + 1
    return 1


def leads(population: list[Member]) -> set[int]:
    """Who signs as head: the head, or where none may sign a deputy."""
    for role in ("head", "deputy"):
        found = {m.user for m in population if m.role == role and m.user is not None}
        if found:
            return found
    return set()


def met(quorum: Quorum, population: list[Member], signed: set[int]) -> bool:
    """Whether the signatures of `signed` (who may since have left) are enough for this body."""
    if len(signed) < required(quorum, population):
        return False
    return quorum.rule != "head_plus" or bool(leads(population) & signed) or not leads(population)


def can_be_met(quorum: Quorum, population: list[Member]) -> bool:
    """Whether a body of these members can reach its quorum at all."""
    everyone = {m.user for m in population if m.user is not None}
    return bool(everyone) and met(quorum, population, everyone)


def reserved(user: int, later: Iterable[tuple[Quorum, list[Member]]]) -> bool:
    """Whether a later step cannot do without `user`: then they are not counted for an earlier one (I2)."""
    return any(
        can_be_met(quorum, population) and not can_be_met(quorum, [m for m in population if m.user != user])
        for quorum, population in later
        if any(m.user == user for m in population)
    )
