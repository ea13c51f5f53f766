#!/usr/bin/env python3
"""Takes pictures in a browser, from a fresh demo that runs at PORT (`make demo-reset`, `make run`).

site/pictures.py        those of docs/pictures/, which the guides show
site/pictures.py all    those, and every kind of public page whole, in every dress, into var/screenshots/
"""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

from tests.chromium import executable

PICTURES = TOP / "docs/pictures"
SCREENSHOTS = Path(os.environ.get("DISCLOSURE_VAR", TOP / "var")) / "screenshots"
BASE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
WIDE, PHONE = ({"width": 1200, "height": 900}, 1.0), ({"width": 390, "height": 844}, 1.5)
COLOURS = 128  # a palette keeps each picture small

# kind of page → where the demo has one
PAGES = {
    "start": "/",
    "organizations": "/organizations/",
    "organization": "/qinglan/yuqianxiang/",
    "column": "/qinglan/yuqianxiang/sf/",
    "amounts": "/qinglan/yuqianxiang/cw/jf/?entry=22",
    "item": "/QL07-SF-2026-0003/",
    "project": "/QL07-JC-2026-0001/",
    "withdrawn-item": "/QL07-SF-2026-0002/",
    "collection": "/qinglan/canting/",
    "directory": "/directory/QL07/",
    "guide": "/guide/QL07/",
    "topics": "/topics/",
    "topic": "/topics/收费/",
    "search": "/search/?q=午餐费",
    "nothing-found": "/search/?q=无此一件",
    "past": "/past/",
    "withdrawn": "/withdrawn/",
    "rosters": "/rosters/",
    "roster": "/rosters/QL07/",
    "map": "/map/",
    "components": "/components/",
    "not-found": "/nothing/",
}
# dress → options of the browser, width, large print, medium
DRESSES = {
    "phone": ({}, 390, False, "screen"),
    "wide": ({}, 1280, False, "screen"),
    "large": ({}, 390, True, "screen"),
    "dark": ({"color_scheme": "dark"}, 390, False, "screen"),
    "contrast": ({"contrast": "more"}, 390, False, "screen"),
    "print": ({}, 794, False, "print"),
}
# what docs/pages.md shows: kind, dress, and the part of the page that is looked at
SHOWN = [
    ("item", "phone", ""),
    ("item", "large", ""),
    ("item", "dark", "#part-2"),
    ("item", "print", ""),
    ("project", "wide", "#part-3"),
    ("organization", "phone", ""),
    ("column", "phone", ""),
    ("search", "wide", ""),
    ("withdrawn-item", "phone", ""),
    ("directory", "wide", ""),
    ("guide", "phone", ""),
    ("collection", "phone", ""),
    ("roster", "phone", ""),
]


def opened(browser: Browser, size=WIDE, account: str = "") -> Page:
    """A page of its own visitor; signed in as `account` of the demo, at its desk."""
    viewport, scale = size
    page = browser.new_context(base_url=BASE, viewport=viewport, device_scale_factor=scale, locale="zh-CN").new_page()
    if account:
        page.goto("/admin/login/")
        page.fill("[name=username]", account)
        page.fill("[name=password]", "disclosure-demo")
        page.click("button[type=submit]")
        page.wait_for_selector(".desk")
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_timeout(1500)  # what moves has come to rest
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def take(browser: Browser) -> None:
    public = opened(browser)
    public.goto("/")
    keep(public, "home")
    public.goto("/QL07-SF-2026-0003/#files")
    keep(public, "item")
    office = opened(browser, account="office")
    keep(office, "desk")
    office.click("main >> text=十一月其他必要开支")
    office.wait_for_load_state()
    keep(office, "editor")
    signer = opened(browser, PHONE, "leader1")
    signer.click("#waiting .desk-link >> nth=0")
    signer.wait_for_selector(".signing")
    keep(signer, "signing")


def dressed(browser: Browser, dress: str, scale: float = 1.0) -> Page:
    """A page of a visitor in `dress`."""
    options, width, large, medium = DRESSES[dress]
    size = {"width": width, "height": 1123 if medium == "print" else 844}
    context = browser.new_context(
        base_url=BASE, viewport=size, device_scale_factor=scale, locale="zh-CN", reduced_motion="reduce", **options
    )
    page = context.new_page()
    page.emulate_media(media=medium)
    if large:
        page.goto("/elder/?on=1&next=/")
    return page


def take_shown(browser: Browser) -> None:
    """What the guides show, as WebP: letters stay sharp and a picture small."""
    for kind, dress, anchor in SHOWN:
        page = dressed(browser, dress, 1.5 if DRESSES[dress][1] == 390 else 1.0)
        page.goto(PAGES[kind] + anchor)
        shot = Image.open(io.BytesIO(page.screenshot()))
        shot.convert("RGB").save(PICTURES / f"{kind}-{dress}.webp", quality=60, method=6)
        page.context.close()


def take_all(browser: Browser) -> None:
    """Every kind of page, whole, in every dress: to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for dress in DRESSES:
        page = dressed(browser, dress)
        for kind, path in PAGES.items():
            page.goto(path)
            page.screenshot(path=SCREENSHOTS / f"{kind}-{dress}.png", full_page=True)
        page.context.close()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        if "all" in sys.argv[1:]:
            take_all(chromium)
        take_shown(chromium)
        take(chromium)
