"""One comparison of two editions: fields, terms, blocks, table rows, files.

It serves signing page, history and corrections. Pure: it sees two canonical contents and nothing else. Whatever differs
is named; only the salt, which nobody reads, is not.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from . import presentation
from .comparing import compare_blocks
from .differences import ADDED, CHANGED, REMOVED, Difference, change, lines_between


def compare(before: dict, after: dict) -> list[Difference]:
    """Every difference between two contents, in the order of the page; empty where they are the same."""
    found = [*_fields(before, after), *compare_blocks(before["blocks"], after["blocks"])]
    found += [*_files(before["files"], after["files"]), *_terms(before, after)]
    return found or list(_rest(before, after))


def _fields(before: dict, after: dict) -> Iterator[Difference]:
    if before["title"] != after["title"]:
        yield change(_("Title"), before["title"], after["title"])
    for name, label in (("organization", _("Organization")), ("column", _("Column"))):
        if before[name] != after[name]:
            yield change(
                label,
                *(
                    f"{said[name]['code']} {said[name].get('name') or said[name].get('title')}"
                    for said in (before, after)
                ),
            )
    yield from lines_between(_("Summary"), before["summary"].split("\n"), after["summary"].split("\n"))
    yield from _facts(presentation.facts(before), presentation.facts(after))


def _terms(before: dict, after: dict) -> Iterator[Difference]:
    yield from _facts(presentation.terms(before), presentation.terms(after))


def _facts(before: list, after: list) -> Iterator[Difference]:
    was = {fact.label: fact.value for fact in before}
    now = {fact.label: fact.value for fact in after}
    for label in {**was, **now}:
        if was.get(label) != now.get(label):
            yield change(label, was.get(label, ""), now.get(label, ""))


def _files(before: list[dict], after: list[dict]) -> Iterator[Difference]:
    """Files by their content first (a new title is a change), then by name (a new content is one), then by place."""
    was, now = list(before), list(after)
    pairs = [*_pair(was, now, "sha256"), *_pair(was, now, "name"), *_pair(was, now, "title")]
    for old, new in pairs:
        if old != new:
            yield Difference(CHANGED, _("Attachment"), *change("", _file(old), _file(new)).sides)
    for old in was:
        yield Difference.whole(REMOVED, _("Attachment"), _file(old))
    for new in now:
        yield Difference.whole(ADDED, _("Attachment"), _file(new))
    if not was and not now and before != after and [old for old, _new in pairs] == [new for _old, new in pairs]:
        yield change(_("Order of the attachments"), _order(before), _order(after))


def _pair(was: list[dict], now: list[dict], key: str) -> Iterator[tuple[dict, dict]]:
    for old in list(was):
        new = next((file for file in now if file[key] == old[key]), None)
        if new is not None:
            was.remove(old)
            now.remove(new)
            yield old, new


def _file(file: dict) -> str:
    sha = file["sha256"]
    size = presentation.size(file["size"])
    return f"{file['title']} ({file['name']}, {size}, {sha[:4]} {sha[4:8]} … {sha[-4:]})"


def _order(files: list[dict]) -> str:
    return _("; ").join(file["title"] for file in files)


def _rest(before: dict, after: dict) -> Iterator[Difference]:
    """What is the same in words and still another value (seconds of an instant, the form): named by its key."""
    for key in sorted({*before, *after} - {"salt"}):
        if before.get(key) != after.get(key):
            yield change(key, str(before.get(key)), str(after.get(key)))
