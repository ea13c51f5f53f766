"""An edition looks in the admin as it does in public: edition.css is board.css, below one class."""

from tests import scoped_stylesheet


def test_the_scoped_stylesheet_is_in_step():
    expected = scoped_stylesheet.scoped(scoped_stylesheet.SOURCE.read_text())

    assert scoped_stylesheet.TARGET.read_text() == expected, "run `python -m tests.scoped_stylesheet`"


def test_every_selector_stands_below_the_scope():
    css = "html { margin: 0 } a, .x:is(b, i) { color: red } @media print { p { top: 0 } }"
    css += " .elder p { left: 0 } @page { size: A4 }"

    rules = scoped_stylesheet.scoped(css).split("*/\n")[1].split("\n")

    assert rules == [
        ".board { margin: 0 }",
        ".board a, .board .x:is(b, i) { color: red }",
        "@media print {",
        "  .board p { top: 0 }",
        "}",
        "",
    ]
