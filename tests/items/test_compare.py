"""The comparison of two editions names all that differs, and nothing else."""

import copy

from django.template.loader import render_to_string
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure.items.compare import compare
from disclosure.items.presentation import present
from tests.items.contents import CONTENT


@given(CONTENT)
@settings(max_examples=60, deadline=None)
def test_the_same_content_differs_nowhere(content):
    assert compare(content, copy.deepcopy(content)) == []


@given(CONTENT)
@settings(max_examples=40, deadline=None)
def test_another_salt_is_no_difference_to_a_reader(content):
    assert compare(content, content | {"salt": "1" * 32}) == []


@given(CONTENT, CONTENT)
@settings(max_examples=150, deadline=None)
def test_whatever_differs_is_named(before, after):
    assert (compare(before, after) == []) == (before == after)


@given(CONTENT, CONTENT)
@settings(max_examples=60, deadline=None)
def test_a_single_changed_key_is_named(before, other):
    for key in before.keys() - {"salt", "form"}:
        after = before | {key: other[key]}
        assert (compare(before, after) == []) == (before == after), key


@given(CONTENT)
@settings(max_examples=60, deadline=None)
def test_every_content_can_be_shown(content):
    html = render_to_string("disclosure/items/edition.html", {"edition": present(content, lambda file: "/f")})
    assert 'id="summary"' in html


def leaves(value, path=()):
    """Paths to all words and numbers in the blocks and files of a content."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() if key != "type" for leaf in leaves(inner, (*path, key))]
    if isinstance(value, list):
        return [leaf for number, inner in enumerate(value) for leaf in leaves(inner, (*path, number))]
    return [path]


def other_than(value, key):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if key in ("amount", "subtotal", "total", "balance"):
        return "123456789.01" if value != "123456789.01" else "0.00"
    if key in ("decided_on", "held_on", "planned", "done"):
        return "1999-01-01" if value != "1999-01-01" else "1999-01-02"
    return f"{value}新"


@given(CONTENT, st.data())
@settings(max_examples=200, deadline=None)
def test_a_single_changed_word_or_number_is_named(before, data):
    paths = [p for p in leaves({"blocks": before["blocks"], "files": before["files"]}) if p[-2:-1] != ()]
    paths = [p for p in paths if not (p[-1] == 0 and isinstance(before, dict) and is_tag(before, p))]
    assume(paths)
    path = data.draw(st.sampled_from(paths))
    after = copy.deepcopy(before)
    place = after
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = other_than(place[path[-1]], path[-1])
    assert compare(before, after), path


def is_tag(content, path):
    """Whether the path leads to the tag of a node of rich text, which is no word."""
    return path[0] == "blocks" and content["blocks"][path[1]]["type"] == "text" and len(path) == 5


@given(CONTENT, st.data())
@settings(max_examples=60, deadline=None)
def test_another_order_is_named(before, data):
    after = before | {"blocks": data.draw(st.permutations(before["blocks"]))}
    assert (compare(before, after) == []) == (before == after)


@given(CONTENT)
@settings(max_examples=40, deadline=None)
def test_no_two_bands_have_the_same_name(content):
    names = [heading for _anchor, heading in present(content, lambda file: "/f").contents]
    assert len(set(names)) == len(names)
