"""What a part of the proof looked at, and what it found."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Report:
    """One part: how many of what were looked at, and each fault on one line that begins with its place."""

    looked: Callable[[int], None] = lambda total: None
    counts: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """`number` more of `what` were looked at."""
        self.counts[what] += number
        self.looked(self.counts.total())

    def fault(self, place: str, sentence: str) -> None:
        """Something is wrong at `place`."""
        self.faults.append(f"{place}: {sentence}")
