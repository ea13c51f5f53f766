"""Rich text as a tree: what the canonical content holds instead of HTML, and how it is shown, by escaping alone.

A node is a string, or [tag, children]. Whatever is not on the list is dropped, its words stay; attributes all go
(Draftail's random keys among them), so that form, revision and reload give the same tree (findings §5).
"""

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TEXT_BLOCKS = frozenset({"p", "h3", "h4"})
LISTS = frozenset({"ul", "ol"})
BLOCKS = TEXT_BLOCKS | LISTS | {"hr"}
SAME = {"strong": "b", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "div": "p", "blockquote": "p"}
DROPPED = frozenset({"script", "style", "template", "embed", "object", "iframe"})
SPACE = re.compile(r"[ \t\r\n\f]+")

Node = str | list


def parse(source: str) -> list[Node]:
    """The tree of `source`: a list of blocks, none of them empty."""
    blocks: list[Node] = []
    loose: list[Node] = []
    for child in BeautifulSoup(source, "html.parser").children:
        _into_blocks(child, blocks, loose)
    _close(loose, blocks)
    return blocks


def plain(nodes: list[Node]) -> str:
    """The words of a tree, one line a block."""
    return "\n".join(lines(nodes))


def lines(nodes: list[Node]) -> list[str]:
    """The words of each paragraph, heading and list item: what a comparison sets side by side."""
    found: list[str] = []
    for tag, children in nodes:
        if tag in LISTS:
            for item in children:
                found += [_words([n for n in item[1] if not _is_list(n)])]
                found += lines([n for n in item[1] if _is_list(n)])
        elif tag != "hr":
            found.append(_words(children))
    return found


def render(nodes: list[Node]) -> SafeString:
    """The tree as HTML. Every word is escaped; tags come from the list above."""
    return format_html_join("", "{}", ((_render(node),) for node in nodes))


def _render(node: Node) -> str | SafeString:
    if isinstance(node, str):
        return node
    tag, children = node
    if tag not in BLOCKS | {"b", "li", "br"}:
        raise ValueError(f"“{tag}” is no tag of ours.")
    if tag in ("hr", "br"):
        return format_html("<{}>", tag)
    if tag in LISTS:
        return format_html('<{0} class="list">{1}</{0}>', tag, render(children))
    return format_html("<{0}>{1}</{0}>", tag, render(children))


def _into_blocks(child, blocks: list[Node], loose: list[Node]) -> None:
    """Sort `child` of a container into `blocks`; inline things wait in `loose` for a paragraph of their own."""
    tag = _tag(child)
    if tag is None or tag in ("b", "br"):
        loose += _inline(child)
    elif tag == "hr":
        _close(loose, blocks)
        blocks.append(["hr", []])
    elif tag in LISTS:
        _close(loose, blocks)
        items = [item for item in (_item(c) for c in child.children) if item]
        if items:
            blocks.append([tag, items])
    elif tag in TEXT_BLOCKS and not child.find(_is_block):
        _close(loose, blocks)
        _close([node for c in child.children for node in _inline(c)], blocks, tag)
    elif tag not in DROPPED:
        inside = child.find(_is_block) is not None or tag in TEXT_BLOCKS
        if inside:
            _close(loose, blocks)
        for inner in child.children:
            _into_blocks(inner, blocks, loose)
        if inside:
            _close(loose, blocks)


def _item(child) -> Node | None:
    if _tag(child) != "li":
        inline = _trim(_inline(child)) if not isinstance(child, Tag) or _tag(child) not in LISTS else []
        return ["li", inline] if inline else None
    words, nested = [], []
    for inner in child.children:
        if _tag(inner) in LISTS:
            _into_blocks(inner, nested, [])
        else:
            words += _inline(inner)
    children = _trim(words) + nested
    return ["li", children] if children else None


def _inline(child) -> list[Node]:
    """`child` as words, bold and line breaks."""
    if isinstance(child, PreformattedString):  # comments, declarations
        return []
    if isinstance(child, NavigableString):
        return [SPACE.sub(" ", str(child))]
    tag = _tag(child)
    if tag in DROPPED:
        return []
    if tag == "br":
        return [["br", []]]
    inner = [node for c in child.children for node in _inline(c)]
    if tag == "b":
        flat = _merge(_without_bold(inner))
        return [["b", flat]] if flat else []
    return inner


def _without_bold(nodes: list[Node]) -> list[Node]:
    flat: list[Node] = []
    for node in nodes:
        flat += node[1] if not isinstance(node, str) and node[0] == "b" else [node]
    return flat


def _close(loose: list[Node], blocks: list[Node], tag: str = "p") -> None:
    children = _trim(loose)
    if children:
        blocks.append([tag, children])
    loose.clear()


def _merge(nodes: list[Node]) -> list[Node]:
    """Neighbouring words in one string, neighbouring bold in one; runs of spaces are one."""
    merged: list[Node] = []
    for node in nodes:
        if merged and isinstance(node, str) and isinstance(merged[-1], str):
            merged[-1] = SPACE.sub(" ", merged[-1] + node)
        elif merged and not isinstance(node, str) and node[0] == "b" and not isinstance(merged[-1], str):
            if merged[-1][0] == "b":
                merged[-1] = ["b", _merge(merged[-1][1] + node[1])]
            else:
                merged.append(node)
        elif node != "":
            merged.append(node)
    return merged


def _trim(nodes: list[Node]) -> list[Node]:
    """Without space at the beginning and the end, and nothing at all where there are no words."""
    merged = _merge(nodes)
    while merged and isinstance(merged[0], str) and not (merged := [merged[0].lstrip(" "), *merged[1:]])[0]:
        merged = merged[1:]
    while merged and isinstance(merged[-1], str) and not (merged := [*merged[:-1], merged[-1].rstrip(" ")])[-1]:
        merged = merged[:-1]
    return merged if _words(merged).strip() else []


def _words(nodes: list[Node]) -> str:
    parts = []
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        else:
            parts.append("\n" if node[0] == "br" else _words(node[1]))
    return "".join(parts)


def _tag(child) -> str | None:
    return SAME.get(child.name, child.name) if isinstance(child, Tag) else None


def _is_block(tag: Tag) -> bool:
    return SAME.get(tag.name, tag.name) in BLOCKS


def _is_list(node: Node) -> bool:
    return not isinstance(node, str) and node[0] in LISTS
