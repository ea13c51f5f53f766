"""Every kind of public page in a real browser: WCAG 2.2 AA by axe, nothing beside the page, no word of the console.

The kinds come from the addresses and page types themselves (tests/board/pages.py); one that is not listed fails.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from disclosure.board.views.elder import COOKIE
from disclosure.core import clock
from tests.board import hanging, pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
FEW = ("start", "signed item", "components")  # whatever pages are put together from
# dress → options of the browser, width, whether large print is asked for, which pages: all, one of each kind, or these
DRESSES = {
    "wide": ({}, 1280, False, True),
    "phone": ({"phone": True}, 390, False, True),
    "narrowest": ({"phone": True}, 320, False, False),
    "dark": ({"color_scheme": "dark"}, 1280, False, False),
    "high contrast": ({"contrast": "more"}, 1280, False, FEW),
    "high contrast, dark": ({"contrast": "more", "color_scheme": "dark"}, 1280, False, FEW),
    "forced colours": ({"forced_colors": "active"}, 1280, False, FEW),
    "large print": ({"phone": True}, 390, True, False),
    "large print, wide": ({}, 1280, True, False),
}
# dresses that are tried on one board
TOGETHER = {"wide": ["wide"], "phone": ["phone"], "others": [name for name in DRESSES if name not in ("wide", "phone")]}
BESIDE = """() => [...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(part => !['.scroll', '.hide', '.skip'].some(inside => part.closest(inside)))
    .map(part => part.outerHTML.slice(0, 90))"""
NOT_FOUND = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture
def board(monkeypatch):
    """The site stands at NOW, in the server's threads, too; everything was put up at its own moment."""
    monkeypatch.setattr(clock, "now", lambda: clock._moved.get() or hanging.NOW)
    return pages.board()


def violations(page, *, forced: bool = False) -> list[str]:
    """Where colours are forced, the browser chooses them: the stylesheet's are not held against each other."""
    options = OPTIONS | ({"rules": {"color-contrast": {"enabled": False}}} if forced else {})
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def walked(board, every: bool | tuple) -> dict[str, tuple[str, int]]:
    """Name → address and answer of every page, of the first of each kind, or of those named."""
    if isinstance(every, tuple):
        return {name: board.pages[name][1:] for name in every}
    first = {}
    for name, (kind, _path, _status) in board.pages.items():
        first.setdefault(kind, name)
    return {name: (path, status) for name, (kind, path, status) in board.pages.items() if every or first[kind] == name}


def test_every_kind_of_page_is_listed(board):
    assert pages.names() == pages.KINDS | pages.OTHERS
    assert {kind for kind, _path, _status in board.pages.values()} >= pages.KINDS


def faults_in(board, new_page, dress: str) -> list[str]:
    """What is wrong with the pages of the board in one dress."""
    options, width, large, every = DRESSES[dress]
    page = new_page(**options)
    page.set_viewport_size({"width": width, "height": 900})
    faults = []
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    if large:
        page.goto("/")
        page.locator(".top a").click()
    for name, (path, status) in walked(board, every).items():
        assert page.goto(path).status == status, name
        assert ("elder" in page.locator("html").evaluate("html => html.className")) == large, name
        faults += [f"{name}: {fault}" for fault in violations(page, forced="forced_colors" in options)]
        faults += [f"{name}: beside the page: {part}" for part in page.evaluate(BESIDE)]
    assert {cookie["name"] for cookie in page.context.cookies()} == ({COOKIE} if large else set())
    return [f"{dress}, {fault}" for fault in faults if NOT_FOUND not in fault]


@pytest.mark.parametrize("dresses", TOGETHER.values(), ids=TOGETHER)
def test_public_pages_have_no_barriers(board, new_page, dresses):
    faults = [fault for dress in dresses for fault in faults_in(board, new_page, dress)]
    assert not faults, "\n".join(faults)


def test_a_notice_is_read_by_keyboard_alone(board, page):
    page.goto(board.pages["signed item"][1])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.goto("/")
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("签过字")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    seen = []
    for _step in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        seen.append((page.evaluate("document.activeElement.textContent"), outline))
        if seen[-1][0] == "签过字的公示":
            break
    assert {outline for _text, outline in seen} == {"solid"}
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{board.pages['signed item'][1]}")


def test_a_notice_prints_as_a_signed_sheet(board, page):
    page.goto(board.pages["signed item"][1])
    page.emulate_media(media="print")
    for gone in (".nav", ".search", ".jump", ".crumbs", ".top"):
        assert not page.locator(gone).first.is_visible(), gone
    for there in (".label", ".strip", ".signs", ".digest", ".foot .paper-only"):
        assert page.locator(there).first.is_visible(), there
    assert page.locator(".seal").count() >= 7
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
