"""Tables from spreadsheets: read, shown, and only then in the draft."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from disclosure.items import importing, spreadsheets
from disclosure.items.models import ItemPage
from disclosure.items.spreadsheets import SheetRefused
from disclosure.items.streams import stored
from tests import factories
from tests.items import drafts

CANTEEN = [
    ["榆钱巷小学食堂2026年10月收支表"],
    [],
    ["序号", "收支", "类别", "项目", "金额（元）"],
    [1, "收入", "伙食费", "学生伙食费", 91280],
    [2, None, None, "教师伙食费", 5400.1],
    [None, None, None, "合计", 96680.1],
    [3, "支出", "食材", "粮油", 30000.5],
]


def xlsx(rows, *more) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, state in more:
        book.create_sheet(title).sheet_state = state
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content: bytes, name: str):
    return spreadsheets.rows_of(io.BytesIO(content), name)


# --- files ---------------------------------------------------------------------------------------------------------


def test_values_are_read_as_people_see_them():
    rows = rows_of(xlsx([["甲", 1, 2.5, 0.1 + 0.2, date(2026, 3, 1), True, None, " 多\n行 "]]), "a.xlsx")
    assert rows[0][:5] == ["甲", "1", "2.5", "0.3", "2026-03-01"]
    assert rows[0][7] == "多 行"


def test_rows_keep_their_numbers():
    assert [len(row) for row in rows_of(xlsx(CANTEEN), "a.xlsx")] == [1, 0, 5, 5, 5, 5, 5]


def test_a_formula_without_a_result_is_named():
    with pytest.raises(SheetRefused) as refused:
        rows_of(xlsx([["甲", 1], ["合计", "=SUM(B1:B1)"]]), "a.xlsx")
    assert "B2" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_each_encoding(encoding, separator):
    text = (
        f"项目{separator}金额\r\n\r\n水费{separator}1,000\r\n"
        if separator != ","
        else '项目,金额\r\n\r\n水费,"1,000"\r\n'
    )
    assert rows_of(text.encode(encoding), "a.csv") == [["项目", "金额"], [], ["水费", "1,000"]]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"", "a.xlsx"),
        (b"x", "a.xls"),
        (b"x", "a.pdf"),
        (b"\xff\xff\0\0", "a.csv"),
        (b"x" * (spreadsheets.LARGEST + 1), "a.csv"),
        (xlsx([["x"]] * (spreadsheets.ROWS_READ + 1)), "a.xlsx"),
        (b"x\n" * (spreadsheets.ROWS_READ + 1), "a.csv"),
    ],
    ids=["broken", "empty", "old", "other", "binary", "large", "long", "long csv"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, name):
    with pytest.raises(SheetRefused) as refused:
        rows_of(content, name)
    assert str(refused.value)


def test_the_first_sheet_that_is_visible():
    book = Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet("b").append(["shown"])
    out = io.BytesIO()
    book.save(out)
    assert rows_of(out.getvalue(), "a.xlsx") == [["shown"]]


# --- reading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("fees", drafts.FEES), ("accounts", drafts.ACCOUNTS), ("persons", drafts.PERSONS), ("timeline", drafts.TIMELINE)],
)
def test_what_goes_into_the_draft_reads_back_the_same(kind, typed):
    first = importing.read(kind, typed)
    assert first.faults == []
    assert first.rows
    again = importing.read(kind, first.text)
    assert (again.headings, again.rows, again.faults, again.left_out) == (first.headings, first.rows, [], [])


def test_a_title_above_a_list_is_its_caption():
    reading = importing.read("persons", "推荐名单\n姓名\t班级\n示例甲\t一班")
    assert (reading.title, reading.headings, reading.rows) == ("推荐名单", ["姓名", "班级"], [["示例甲", "一班"]])
    assert len(reading.left_out) == 1


def test_a_list_of_one_column_has_no_title():
    reading = importing.read("persons", "姓名\n示例甲\n示例乙")
    assert (reading.headings, reading.rows, reading.title) == (["姓名"], [["示例甲"], ["示例乙"]], "")


# --- the step ------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client, school):
    office = school.people["office"]
    client.force_login(office, backend="django.contrib.auth.backends.ModelBackend")
    return factories.item(school.column, by=office)


def address(page, kind="accounts"):
    return reverse("disclosure_items:import", args=[page.pk, kind])


def upload(rows):
    return SimpleUploadedFile("canteen.xlsx", xlsx(rows))


def body(page):
    return stored(ItemPage.objects.get(pk=page.pk).get_latest_revision().as_object().body)


def test_a_file_is_read_and_shown_and_nothing_is_in_the_draft_yet(client, page):
    answer = client.post(address(page), {"read": "1", "file": upload(CANTEEN)})
    reading = answer.context["reading"]
    assert len(reading.rows) == 3
    assert reading.faults == []
    assert len(reading.left_out) == 2
    assert answer.context["form"].initial["caption"] == "榆钱巷小学食堂2026年10月收支表"
    assert body(page) == []


def test_even_with_the_button_that_puts_it_in_a_new_file_is_shown_first(client, page):
    client.post(address(page), {"put": "1", "file": upload(CANTEEN)})
    assert body(page) == []


def test_then_it_is_put_into_the_draft(client, school, page):
    cells = client.post(address(page), {"read": "1", "file": upload(CANTEEN)}).context["form"].initial["cells"]
    answer = client.post(address(page), {"put": "1", "cells": cells, "caption": "食堂，10月"})
    (block,) = body(page)
    assert answer["Location"] == f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#block-{block['id']}-section"
    assert block["type"] == "accounts"
    assert block["value"]["caption"] == "食堂，10月"
    again = importing.read("accounts", block["value"]["rows"])
    assert (again.faults, again.left_out, len(again.rows)) == ([], [], 3)
    assert page.revisions.order_by("-pk").first().user == school.people["office"]


def test_a_wrong_cell_is_named_as_the_spreadsheet_counts_and_what_was_typed_stays(client, page):
    rows = [*CANTEEN, [4, None, None, "蔬菜", "12o00"]]
    cells = client.post(address(page), {"read": "1", "file": upload(rows)}).context["form"].initial["cells"]
    answer = client.post(address(page), {"put": "1", "cells": cells})
    (fault,) = answer.context["reading"].faults
    assert "8" in fault
    assert "12o00" in fault
    assert "12o00" in answer.context["form"].initial["cells"]
    assert body(page) == []


def test_neither_file_nor_cells(client, page):
    answer = client.post(address(page), {"read": "1"})
    assert answer.context["form"].errors
    assert answer.context["reading"] is None


def test_what_is_in_the_draft_already_stays_before_it(client, page):
    page.body = [("text", "<p>甲</p>")]
    page.save_revision()
    client.post(address(page, "persons"), {"put": "1", "cells": drafts.PERSONS})
    assert [block["type"] for block in body(page)] == ["text", "persons"]


def test_only_the_office_of_this_organization(client, school, page):
    other = factories.school(bureau=school.bureau, code="QL21", prefix="x-")
    for person in (other.people["office"], school.people["leader1"], school.people["administrator"]):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(address(page), {"put": "1", "cells": drafts.ACCOUNTS}).status_code in (302, 403, 404)
    assert body(page) == []


def test_while_it_is_being_signed_the_page_says_so_and_has_no_form(client, school, page):
    factories.submitted(page, school.people["office"])
    answer = client.get(address(page))
    assert answer.context["locked"] in answer.content.decode()
    assert 'name="cells"' not in answer.content.decode()


def test_nothing_is_put_into_a_draft_that_is_being_signed(client, school, page):
    factories.submitted(page, school.people["office"])
    client.post(address(page), {"put": "1", "cells": drafts.ACCOUNTS})
    assert body(page) == []


def test_only_tables_can_be_filled(client, page):
    assert client.get(address(page, "votes")).status_code == 404
    assert client.get(address(page, "fees")).status_code == 200


@pytest.mark.parametrize("kind", ["fees", "accounts", "timeline"])
def test_an_empty_table_is_read_as_its_headings(client, page, kind):
    answer = client.get(reverse("disclosure_items:template", args=[kind]))
    rows = rows_of(answer.content, f"{kind}.csv")
    assert rows == [importing.headings(kind)]
    assert importing.headings(kind)[0] in client.get(address(page, kind)).content.decode()


def test_a_list_that_names_its_own_columns_has_no_template(client, page):
    assert client.get(reverse("disclosure_items:template", args=["persons"])).status_code == 404
