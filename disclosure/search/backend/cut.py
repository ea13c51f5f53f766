"""Chinese as an index of words can find it: each run as its overlapping pairs and its last character. Pure, but for
the copies of what is indexed.

"食堂公示" is kept as "食堂 堂公 公示 示"; so every part of it of two or more is a phrase, and a single
character begins a word.
"""

import re
import unicodedata
from copy import copy
from itertools import pairwise

from modelsearch.index import BaseField, Indexed, RelatedFields

HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"[{HAN}]+")
PAIR = re.compile(f"[{HAN}]{{2}}")
LONG_RUN = re.compile(f"[{HAN}]{{3}}")  # stands in no text that was cut
BETWEEN = re.compile(r"[\s\-\"]+")  # words of a query


def cut(value):
    """A value of a search field, strings within it cut."""
    if isinstance(value, str):
        return RUN.sub(_pairs, unicodedata.normalize("NFKC", value))
    if isinstance(value, list):
        return [cut(each) for each in value]
    if isinstance(value, dict):
        return {name: cut(each) for name, each in value.items()}
    return value


def _pairs(run: re.Match) -> str:
    words = [*map("".join, pairwise(run[0])), run[0][-1]]
    return f" {' '.join(words)} "


def asked(typed: str, whole: bool = False) -> list[tuple[str, bool]]:
    """By word of what was typed, or of all of it as one, the phrase that it is found by, and whether the last word of
    that may go on: 午 finds 午餐."""
    words = [typed.replace('"', " ")] if whole else BETWEEN.split(typed)
    return [_phrase(word) for word in words if any(map(str.isalnum, word))]


def _phrase(word: str) -> tuple[str, bool]:
    words = cut(word).split()
    chinese = bool(RUN.fullmatch(words[-1]))
    if chinese and PAIR.fullmatch(words[-2] if len(words) > 1 else ""):
        words.pop()  # in the text the run may go on
    return " ".join(words), chinese


def cutting(obj: Indexed) -> Indexed:
    """A copy of `obj` whose search fields give their values cut."""
    same = copy(obj)
    same.get_search_fields = lambda: [_cutting(field) for field in obj.get_search_fields()]
    return same


def _cutting(field: BaseField) -> BaseField:
    same = copy(field)
    if isinstance(field, RelatedFields):
        same.fields = [_cutting(each) for each in field.fields]
    else:
        same.get_value = lambda obj: cut(field.get_value(obj))
    return same
