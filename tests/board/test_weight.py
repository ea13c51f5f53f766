"""A page is light and holds still: with its stylesheets at most 60 kB as it travels, and nothing in it moves."""

import gzip
import re

import pytest
from django.conf import settings

from tests.board import pages

pytestmark = pytest.mark.django_db

SHEET = settings.BASE_DIR / "disclosure/static/disclosure/board.css"
MOST = 60_000


def test_no_page_is_heavier_than_sixty_kilobytes(client, now):
    board = pages.board()
    sheets = len(gzip.compress(SHEET.read_bytes()))
    weights = {
        name: sheets + len(gzip.compress(client.get(path).content)) for name, (_k, path, _s) in board.pages.items()
    }
    assert max(weights.values()) <= MOST, max(weights, key=weights.get)


def test_nothing_moves_so_that_nobody_has_to_ask_for_less():
    assert not re.search(r"transition|animation|@keyframes|scroll-behavior", SHEET.read_text())


def test_every_dress_has_its_tokens():
    """Dark, high contrast in both, large print, print: each sets the colours or sizes anew that it needs."""
    sheet = SHEET.read_text()
    tokens = set(re.findall(r"--(paper|sunk|ink|ink-2|rule|edge|link|seal): ", sheet.split("}")[0]))
    dark, contrast, both = re.findall(r"@media (\(prefers[^{]*)\{\n  :root \{(.*?)\n?\s*\}", sheet, re.DOTALL)[:3]
    for _query, block in (dark, contrast, both):
        assert set(re.findall(r"--([\w-]+):", block)) == tokens
    for dress in (".elder {", "@media print", "(forced-colors: active)"):
        assert dress in sheet
