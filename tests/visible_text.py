"""What a person reads on a page, or hears of it: text, labels, titles, and what scripts are handed to show."""

import json
from collections.abc import Iterator

from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag

SPOKEN = ("title", "aria-label", "aria-description", "placeholder", "alt", "label")
CODE = {"style", "code", "kbd", "pre", "textarea"}
# Wagtail hands its scripts labels as JSON: the sidebar, blocks of a stream, choosers
KEYS = {"label", "title", "text", "helptext", "help_text", "description", "placeholder", "heading", "message"}


def of_page(html: str | bytes) -> set[str]:
    """Each text on the page once, its white space made single; where a line may break, nothing stands."""
    page = BeautifulSoup(html, "html.parser")
    for place in page.find_all("wbr"):
        place.unwrap()
    page.smooth()
    found = (" ".join(text.split()) for text in _of_elements(page))
    return {text for text in found if text}


def _of_elements(top: Tag) -> Iterator[str]:
    for node in top.descendants:
        if isinstance(node, Tag):
            yield from _of_attributes(node)
        elif isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype):
            yield from _of_text(node)


def _of_text(node: NavigableString) -> Iterator[str]:
    inside = node.parent
    if inside.name == "script":
        if inside.get("type") == "application/json":
            yield from _of_json(str(node))
    elif not CODE & {inside.name, *(element.name for element in inside.parents)} and not inside.has_attr("hidden"):
        yield str(node)


def _of_attributes(element: Tag) -> Iterator[str]:
    yield from (element[name] for name in SPOKEN if element.get(name))
    if element.name == "input" and element.get("type") in {"submit", "button"}:
        yield element.get("value", "")
    for name, value in element.attrs.items():
        if name.startswith("data-") and isinstance(value, str) and value.startswith(("{", "[")):
            yield from _of_json(value)


def _of_json(text: str) -> Iterator[str]:
    try:
        yield from _of_value(json.loads(text))
    except ValueError:
        return  # an attribute that only begins like JSON


def _of_value(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _of_value(inner, name.lower())
    elif isinstance(value, list):
        for inner in value:
            yield from _of_value(inner)
    elif isinstance(value, str) and value.lstrip().startswith("<"):
        yield from _of_elements(BeautifulSoup(value, "html.parser"))
    elif isinstance(value, str) and key in KEYS and not value.startswith("{"):
        yield value
