"""A difference between two editions, and how two texts are set beside each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
ALIKE = 0.4  # below this share of common letters two lines are two, not one that was changed
LONGEST = 4000  # letters; beyond it two texts are shown whole, without marks inside


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what differs."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Difference:
    """One place at which two editions differ: what stood there, and what stands there now."""

    kind: str
    place: str
    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()

    @classmethod
    def whole(cls, kind: str, place: str, text: str) -> "Difference":
        """Something that is there as a whole on one side only."""
        pieces = (Piece(text, marked=True),)
        return cls(kind, place, pieces if kind == REMOVED else (), pieces if kind == ADDED else ())

    @property
    def sides(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        return self.before, self.after

    @property
    def was(self) -> str:
        """The words before."""
        return "".join(piece.text for piece in self.before)

    @property
    def now(self) -> str:
        """The words after."""
        return "".join(piece.text for piece in self.after)


def change(place: str, before: str, after: str) -> Difference:
    """`before` became `after`, with the letters that differ marked on both sides."""
    if not before or not after:
        return Difference.whole(ADDED if after else REMOVED, place, after or before)
    return Difference(CHANGED, place, *_pieces(before, after))


def lines_between(place: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    """Differences of two texts, paragraph by paragraph."""
    before, after = [line for line in before if line], [line for line in after if line]
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        was, now = list(before[i1:i2]), list(after[j1:j2])
        while was and now and alike(was[0], now[0]):
            yield change(place, was.pop(0), now.pop(0))
        for line in was:
            yield Difference.whole(REMOVED, place, line)
        for line in now:
            yield Difference.whole(ADDED, place, line)


def alike(before: str, after: str) -> bool:
    """Whether one may be read as a changed form of the other."""
    matcher = SequenceMatcher(None, before[:LONGEST], after[:LONGEST], autojunk=False)
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def _pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    if max(len(before), len(after)) > LONGEST or not alike(before, after):
        return (Piece(before, marked=True),), (Piece(after, marked=True),)
    was, now = [], []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if i2 > i1:
            was.append(Piece(before[i1:i2], marked=op != "equal"))
        if j2 > j1:
            now.append(Piece(after[j1:j2], marked=op != "equal"))
    return tuple(was), tuple(now)
