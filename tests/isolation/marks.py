"""Marks: words that stand in one place each, so that whoever reads one is known to have read that place."""

import re

MARK = re.compile(r"zhm(\d{4})qk", re.IGNORECASE)
SEARCHED = "zhm"  # finds every mark; a page that repeats it shows none


class Marks:
    """Makes a mark for each thing that is told, and knows it again."""

    def __init__(self):
        self.names: list[str] = []

    def __call__(self, name: str) -> str:
        """The mark of `name`, a new one each time."""
        self.names.append(name)
        return f"Zhm{len(self.names) - 1:04d}qk"

    def within(self, text: str) -> set[str]:
        """Whose marks are in `text`."""
        return {self.names[int(number)] for number in MARK.findall(text)}
