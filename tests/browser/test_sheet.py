"""The grid in which tables are typed, in a real browser."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure.items import importing
from disclosure.items.models import ItemPage
from disclosure.items.streams import stored
from tests import factories
from tests.browser import people
from tests.items import drafts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

FEES = ("fees", {"caption": "收费", "rows": "", "note": ""})


def open_editor(tab, body):
    school = factories.school()
    page = factories.item(school.column, by=school.people["office"], body=body)
    tab.goto(reverse("wagtailadmin_login"))
    tab.fill("#id_username", "office")
    tab.fill("#id_password", factories.PASSWORD)
    tab.click("button[type=submit]")
    tab.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    tab.wait_for_selector(".disclosure-sheet table")
    return page


def typed(tab) -> str:
    return tab.locator("textarea[name$='value-rows']").input_value()


def cells(tab) -> list[str]:
    return tab.eval_on_selector_all(".disclosure-sheet td input", "cells => cells.map(cell => cell.value)")


def test_cells_of_a_spreadsheet_fill_the_grid_and_are_saved(page):
    draft = open_editor(page, [FEES])
    people.paste(page, drafts.FEES)
    assert importing.read("fees", typed(page)).rows == importing.read("fees", drafts.FEES).rows
    people.save(page)
    (block,) = stored(ItemPage.objects.get(pk=draft.pk).get_latest_revision().as_object().body)
    assert importing.read("fees", block["value"]["rows"]).rows == importing.read("fees", drafts.FEES).rows


def test_the_grid_is_used_by_keyboard_and_grows(page):
    open_editor(page, [FEES])
    page.locator("[data-place='0:0']").click()
    page.keyboard.type("作业本费")
    page.keyboard.press("Tab")
    page.keyboard.type("18.5")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.place") == "1:1"
    assert typed(page) == "作业本费\t18.5"
    for number in range(1, 6):
        page.locator(f"[data-place='{number}:0']").fill(f"费{number}")
    assert typed(page).count("\n") == 5
    assert page.locator("[data-place='6:0']").count() == 1
    page.locator(".disclosure-sheet__remove").nth(1).click()
    assert typed(page).split("\n")[1] == "费2"


def test_headings_of_an_imported_table_are_not_shown_twice_but_kept(page):
    rows = importing.read("fees", drafts.FEES).text
    open_editor(page, [("fees", {"caption": "收费", "rows": rows, "note": ""})])
    assert cells(page)[:2] == ["作业本费", "18.50"]
    assert page.locator(".disclosure-sheet tbody th").first.text_content() == "2"
    page.locator("[data-place='0:1']").fill("19")
    assert typed(page).split("\n")[0] == rows.split("\n")[0]
    assert importing.read("fees", typed(page)).rows[0][1] == "19"


@pytest.mark.parametrize("text", ['甲\t"乙\n丙"\t"""丁"', "\t\t末", "甲\n\n乙"])
def test_the_browser_and_the_server_read_the_same(page, text):
    from disclosure.items import tables

    open_editor(page, [("persons", {"caption": "名单", "rows": text, "note": ""})])
    page.locator("[data-place='0:0']").fill("甲")
    found = tables.lines(typed(page))
    expected = [list(line.cells) for line in tables.lines(text)]
    expected[0][0] = "甲"
    assert [list(line.cells) for line in found] == expected, json.dumps(typed(page))
    assert [line.number for line in found] == [line.number for line in tables.lines(text)]


def test_as_text_and_back(page):
    open_editor(page, [FEES])
    buttons = page.locator(".disclosure-sheet__tools:visible button")
    buttons.last.click()
    area = page.locator("textarea[name$='value-rows']")
    assert area.is_visible()
    area.fill("作业本费\t1")
    page.locator(".disclosure-sheet__tools:visible button").click()
    assert cells(page)[:2] == ["作业本费", "1"]
    assert not area.is_visible()


def test_on_a_phone_the_grid_stays_within_the_page(new_page):
    tab = new_page(phone=True)
    open_editor(tab, [("fees", {"caption": "收费", "rows": drafts.FEES, "note": ""})])
    box = tab.locator(".disclosure-sheet__scroll").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_day_stays_as_it_was_typed_and_amounts_stand_on_the_right(page):
    draft = open_editor(page, [FEES])
    for name, day in (("formed_on", "2026年13月1日"), ("wish_ends_at", "2026年12月31日 24:00")):
        page.fill(f"#id_{name}", day)
        page.press(f"#id_{name}", "Tab")
        page.wait_for_timeout(200)
        assert page.input_value(f"#id_{name}") == day
    page.fill("#id_formed_on", "2026年11月1日")
    page.locator("[data-place='0:1']").fill("1,018.50")
    assert page.locator("[data-place='0:1']").evaluate("cell => getComputedStyle(cell).textAlign") == "end"
    people.save(page)
    saved = ItemPage.objects.get(pk=draft.pk).get_latest_revision().as_object()
    assert f"{saved.formed_on} {timezone.localtime(saved.wish_ends_at):%Y-%m-%d %H:%M}" == "2026-11-01 2027-01-01 00:00"
