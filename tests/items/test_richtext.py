"""Rich text as a tree: the same for every spelling of it, and never more than its words and a few tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.items import richtext


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("", []),
        ("<p></p><p> </p>", []),
        ("bare words", [["p", ["bare words"]]]),
        ('<p data-block-key="ab1">One</p>\n<p>Two</p>', [["p", ["One"]], ["p", ["Two"]]]),
        ("<p>a <strong>b</strong> c</p>", [["p", ["a ", ["b", ["b"]], " c"]]]),
        ("<p>a<br/>b</p>", [["p", ["a", ["br", []], "b"]]]),
        ("<h2>Head</h2><p>x</p>", [["h3", ["Head"]], ["p", ["x"]]]),
        (
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
            [["ul", [["li", ["a"]], ["li", ["b", ["ul", [["li", ["c"]]]]]]]]],
        ),
        ("<div><p>in</p>loose</div>", [["p", ["in"]], ["p", ["loose"]]]),
        ("<p>one</p><hr/><p>two</p>", [["p", ["one"]], ["hr", []], ["p", ["two"]]]),
        ('<p><a href="javascript:alert(1)">words stay</a></p>', [["p", ["words stay"]]]),
        ("<p>x<script>alert(1)</script><!-- c -->y</p>", [["p", ["xy"]]]),
        ('<p>x</p><embed embedtype="image" id="1"/>', [["p", ["x"]]]),
        ("<p><b></b><b>a</b><b>b</b></p>", [["p", [["b", ["ab"]]]]]),
    ],
)
def test_each_spelling_gives_its_tree(source, tree):
    assert richtext.parse(source) == tree


@given(st.text())
def test_words_are_escaped_and_come_back(text):
    html = richtext.render([["p", [text]]])
    assert "<" not in html.removeprefix("<p>").removesuffix("</p>")


def words():
    return st.text("一二三 ab&<>\u3000\u00a0'\"", min_size=1, max_size=8)


def inline():
    return st.lists(st.one_of(words(), st.tuples(st.just("b"), st.lists(words(), max_size=2)).map(list)), max_size=4)


def blocks():
    return st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["p", "h3", "h4"]), inline()).map(list),
            st.just(["hr", []]),
            st.tuples(
                st.sampled_from(["ul", "ol"]), st.lists(st.tuples(st.just("li"), inline()).map(list), max_size=3)
            ).map(list),
        ),
        max_size=5,
    )


@given(blocks())
def test_what_is_rendered_parses_to_a_fixed_point(tree):
    once = richtext.parse(richtext.render(tree))
    assert richtext.parse(richtext.render(once)) == once


def test_a_tag_of_others_is_never_rendered():
    with pytest.raises(ValueError):
        richtext.render([["script", ["alert(1)"]]])


def test_lines_are_paragraphs_and_list_items():
    tree = richtext.parse("<h3>H</h3><p>a <b>b</b></p><ul><li>c<ul><li>d</li></ul></li></ul><hr/>")
    assert richtext.lines(tree) == ["H", "a b", "c", "d"]
