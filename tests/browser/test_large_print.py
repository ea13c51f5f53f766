"""Large print on a phone: no figure of a fee is cut off, and none loses its unit."""

import pytest

from disclosure.items import importing
from tests import factories
from tests.items.drafts import FEES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HIDDEN = """() => [...document.querySelectorAll('.fold td, .fold th[scope=row]')]
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1
        || cell.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map(cell => cell.textContent)"""
LINES = """() => [...document.querySelectorAll('.fold tbody tr')]
    .map(row => [...row.querySelectorAll('.beside:not(.blank)')].map(cell => cell.getBoundingClientRect().bottom))"""


@pytest.mark.parametrize("width", [320, 390])
def test_a_fee_stands_whole_beside_its_unit(new_page, school, width):
    rows = importing.read("fees", FEES).text
    body = [("fees", {"caption": "2026年秋季学期", "rows": rows, "note": ""})]
    item = factories.item(school.column, by=school.people["office"], title="收费项目和标准", body=body)
    posting = factories.posted(school, item)
    page = new_page(phone=True)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    page.locator(".top a").click()
    page.goto(f"/{posting.index.text}/")
    assert page.evaluate(HIDDEN) == []
    lines = page.evaluate(LINES)
    assert lines
    assert all(len(set(bottoms)) == 1 for bottoms in lines), lines
    assert page.get_by_role("table").first.get_by_role("rowheader").count() == len(lines)
