#!/usr/bin/env python3
"""Takes docs/pictures/ anew in a browser, from a fresh demo that runs at PORT (`make demo-reset`, `make run`)."""

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
BASE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
WIDE, PHONE = ({"width": 1200, "height": 900}, 1.0), ({"width": 390, "height": 844}, 1.5)
COLOURS = 128  # a palette keeps each picture small


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


if __name__ == "__main__":
    with sync_playwright() as playwright:
        take(playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"]))
