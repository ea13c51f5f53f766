"""Rules of signing, pure: who counts, and how many are enough (I2, DESIGN §7 Signing)."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody as the rules know them: by account, by place on a roster (`place`), by name; what is not known is empty.

    `role` is theirs in the body that is asked; a member without an account signs on paper.
    """

    user: int | None = None
    role: str = "member"
    place: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Quorum:
    """How many must sign: rule (one, number, majority, all, head_plus) and its number."""

    rule: str
    number: int = 1


def plain(name: str) -> str:
    """`name` as names are compared: “王　芳” is “王芳”."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def same(one: Person, other: Person) -> bool:
    """Whether two are one person. Accounts tell people apart; where one of them has none, the name must do (I2)."""
    if one.user is not None and other.user is not None:
        return one.user == other.user
    return (one.place is not None and one.place == other.place) or bool(one.name and one.name == other.name)


def among(person: Person, people: Iterable[Person]) -> bool:
    """Whether `person` is one of `people`."""
    return any(same(person, other) for other in people)


def eligible(
    members: Iterable[Person], *, authors: Iterable[Person], signed_elsewhere: Iterable[Person]
) -> list[Person]:
    """Members who may sign: not an author, not having signed another step (I2)."""
    out = [*authors, *signed_elsewhere]
    return [m for m in members if not among(m, out)]


def required(quorum: Quorum, population: Sequence[Person]) -> int:
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


def leads(population: Iterable[Person]) -> list[Person]:
    """Who signs as head: the head, or where none may sign a deputy."""
    people = list(population)
    for role in ("head", "deputy"):
        found = [m for m in people if m.role == role]
        if found:
            return found
    return []


def met(quorum: Quorum, population: Sequence[Person], signed: Sequence[Person]) -> bool:
    """Whether the signatures of `signed` (who may since have left) are enough for this body."""
    if len(signed) < required(quorum, population):
        return False
    heads = leads(population)
    return quorum.rule != "head_plus" or not heads or any(among(head, signed) for head in heads)


def can_be_met(quorum: Quorum, population: Sequence[Person]) -> bool:
    """Whether a body of these members can reach its quorum at all."""
    return bool(population) and met(quorum, population, population)


def reserved(person: Person, later: Iterable[tuple[Quorum, list[Person]]]) -> bool:
    """Whether a later step cannot do without `person`: then they are not counted for an earlier one (I2)."""
    return any(
        can_be_met(quorum, population) and not can_be_met(quorum, [m for m in population if not same(m, person)])
        for quorum, population in later
        if among(person, population)
    )
