"""How a text is found: by every run of two or more characters that stands in it, as Chinese is written without spaces.

A text is cut into overlapping pairs of characters, and what is asked for likewise: it stands where its pairs stand in
the same order (findings: measured, Chinese search). Pure.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

SHORTEST = 2  # characters; a single one is in nearly everything
LONGEST = 100
MOST_WORDS = 10
GAP = "\ue000"  # between two things that do not belong together: no run goes over it
# Numbers of documents and periods are written with whatever bracket or dash is at hand: 〔2025〕18号, [2025]18号.
ALIKE = str.maketrans("〔〕【】[]{}‐‑‒–—−", "()()()()------")
THOUSANDS = re.compile(r"(?<=\d),(?=\d)")
BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])\s+(?=[a-z0-9])")
STEP = 800  # characters of a long text that are compared at a time
BETWEEN_TYPED = re.compile(r"(?<=[A-Za-z0-9Ａ-Ｚａ-ｚ０-９])\s+(?=[A-Za-z0-9Ａ-Ｚａ-ｚ０-９])")
AROUND = 40  # characters of a passage, before and after what was found


@dataclass(frozen=True)
class Passage:
    """A piece of text around what was found; `found` alone is marked."""

    before: str
    found: str
    after: str


def plain(text: str) -> str:
    """`text` as it is compared: letters of one width and case, brackets and dashes of one kind, no spaces, no commas
    within numbers.

    Chinese is set with spaces and without; between two words in Latin letters a space is a gap.
    """
    folded = BETWEEN_WORDS.sub(GAP, unicodedata.normalize("NFKC", text).casefold().translate(ALIKE))
    return THOUSANDS.sub("", "".join(folded.split()))


def pairs(text: str) -> Iterator[str]:
    """The overlapping pairs of a plain text, each as a word of plain letters; one that goes over a gap is "x"."""
    return ("x" if GAP in pair else f"{ord(pair[0]):x}z{ord(pair[1]):x}" for pair in pairwise(text))


def asked(typed: str) -> list[tuple[str, str]]:
    """The words of what was typed, each as it was typed and plain; what is no letter at all is left out."""
    found = {plain(word.replace(GAP, ""))[:LONGEST]: word for word in reversed(typed.split()[:MOST_WORDS])}
    return [(word, text) for text, word in reversed(found.items()) if text]


def words(typed: str) -> list[str]:
    """The plain words that texts are looked through for; those too short are left out."""
    return [text for _word, text in asked(typed) if len(text) >= SHORTEST]


def passage(text: str, word: str) -> Passage | None:
    """Where the plain `word` first stands in `text`, with what is around it."""
    gaps = {match.start() for match in BETWEEN_TYPED.finditer(text)}
    letters = [(n, part) for n, letter in enumerate(text) for part in (GAP if n in gaps else _letter(letter))]
    commas = {match.start() for match in THOUSANDS.finditer(text)}
    letters = [(n, part) for n, part in letters if n not in commas]
    places = [n for n, _part in letters]
    at = "".join(part for _n, part in letters).find(word)
    if at < 0:
        return None
    begin, end = places[at], places[at + len(word) - 1] + 1
    left, right = max(begin - AROUND, 0), end + AROUND
    before = ("…" if left else "") + text[left:begin]
    after = text[end:right] + ("…" if right < len(text) else "")
    return Passage(_shown(before).lstrip(), _shown(text[begin:end]), _shown(after).rstrip())


@lru_cache(maxsize=10_000)
def _letter(letter: str) -> str:
    return plain(letter)


def first_passage(text: str, words: list[str]) -> Passage | None:
    """The first passage of a long text with one of the plain `words`."""
    for begin in range(0, len(text), STEP):
        piece = plain(text[begin : begin + STEP + 4 * LONGEST])
        word = next((word for word in words if word in piece), None)
        if word:
            return passage(text[max(begin - AROUND, 0) : begin + STEP + 4 * LONGEST + AROUND], word)
    return None


def _shown(text: str) -> str:
    return " ".join(text.replace(GAP, " ").split(" "))
