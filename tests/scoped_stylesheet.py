"""The public stylesheet once more, for use inside the admin: every rule below `.board`, so that an edition looks there
as the public will read it and nothing of the admin changes. `python -m tests.scoped_stylesheet` writes it anew."""

import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "disclosure" / "static" / "disclosure"
SOURCE, TARGET = FOLDER / "board.css", FOLDER / "edition.css"

SCOPE = ".board"
HEAD = (
    "/* Made of board.css by `python -m tests.scoped_stylesheet`: the same rules, inside the admin, below .board. */\n"
)
ROOT = re.compile(r"^(:root|html|body)(?![\w-])")
ELSEWHERE = re.compile(r"\.(elder|desk|mast|nav|crumbs|top|foot|skip|search|filter|pages|specimen|hero)(?![\w-])")


def scoped(css: str) -> str:
    """`css` with every selector below SCOPE; rules of parts that stand around an edition are left out."""
    return HEAD + "".join(_rules(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))


def _rules(css: str) -> Iterator[str]:
    for prelude, block in _blocks(css):
        if prelude.startswith("@page"):
            continue
        if prelude.startswith("@"):
            inner = "".join(f"  {line}\n" for line in "".join(_rules(block)).splitlines())
            yield f"{prelude} {{\n{inner}}}\n" if inner else ""
        else:
            selectors = [_below(s.strip()) for s in _split(prelude) if not ELSEWHERE.search(s)]
            yield f"{', '.join(selectors)} {{ {' '.join(block.split())} }}\n" if selectors else ""


def _below(selector: str) -> str:
    return ROOT.sub(SCOPE, selector) if ROOT.match(selector) else f"{SCOPE} {selector}"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each prelude with what stands between its braces."""
    start = depth = opened = 0
    for place, sign in enumerate(css):
        if sign == "{":
            if depth == 0:
                opened = place
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield " ".join(css[start:opened].split()), css[opened + 1 : place]
                start = place + 1


def _split(prelude: str) -> list[str]:
    """Selectors of a list, split at commas that stand outside brackets."""
    return re.split(r",(?![^(]*\))", prelude)


if __name__ == "__main__":
    TARGET.write_text(scoped(SOURCE.read_text()))
