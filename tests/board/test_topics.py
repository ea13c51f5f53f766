"""Topics and the directory: of what was signed, at that moment, and nothing that may not be read."""

import codecs
import csv
from importlib import import_module
from io import BytesIO, StringIO
from urllib.parse import quote

import feedparser
import pytest
from django.apps import apps
from django.db import connection
from icalendar import Calendar
from openpyxl import load_workbook

from disclosure.board import topics
from disclosure.core import append_only, clock
from disclosure.items import topic_index
from disclosure.items.models import Edition, EditionTopic, ItemPage
from tests import factories as make
from tests.board import hanging
from tests.board.hanging import address

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def board(now, school):
    other = make.school(bureau=school.bureau, code="QL11", prefix="b-")
    up = hanging.put_up(school, title="午餐", topics=["食堂", "收费 标准"], wish_days=15)
    hanging.put_up(other, title="饭卡", topics=["食堂"], wish_days=15, at="2026-10-01 08:00")
    gone = hanging.put_up(school, title="撤去甲", topics=["食堂", "只在撤去甲"], wish_days=15)
    hanging.withdraw(gone, school, at="2026-11-22 13:05")
    hanging.put_up(school, title="等着乙", topics=["将来"], wish_begins_at=make.moment("2026-12-01 08:00"))
    return up


def test_a_topic_is_what_was_signed_not_what_the_page_carries_now(client, school, board):
    page = ItemPage.objects.get(pk=board.item_id)
    page.topics.add("后加的")
    page.save()
    EditionTopic.objects.filter(edition=board.edition).delete()
    topic_index.take_in(Edition.objects.get(pk=board.edition_id))
    assert topics.called("后加的", hanging.NOW) is None
    assert {row.slug for row in EditionTopic.objects.filter(edition=board.edition)} == {"食堂", "收费-标准"}


def test_topics_are_counted_by_what_can_be_read_at_that_moment(client, board):
    now = clock.now()
    assert [(row["slug"], row["number"]) for row in topics.counted(now)] == [("食堂", 2), ("收费-标准", 1)]
    body = client.get("/topics/食堂/").text
    assert all(title in body for title in ("午餐", "饭卡"))
    assert not any(title in body for title in ("撤去甲", "等着乙"))
    assert "只在撤去甲" not in client.get("/topics/").text
    assert client.get("/topics/只在撤去甲/").status_code == client.get("/topics/将来/").status_code == 404
    with clock.moved(make.moment("2026-12-02 08:00")):
        assert "等着乙" in client.get("/topics/将来/").text


def test_a_notice_leads_to_its_topics(client, board):
    body = client.get(address(board)).text
    for slug in ("食堂", "收费-标准"):
        assert f'href="/topics/{quote(slug)}/"' in body
        assert client.get(f"/topics/{slug}/").status_code == 200


def test_a_topic_is_narrowed_by_state_and_followed(client, board):
    body = client.get("/topics/食堂/?state=past").text
    assert ("饭卡" in body, "午餐" in body) == (True, False)
    feed = feedparser.parse(client.get("/topics/食堂/feed/").content)
    assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, ["午餐", "饭卡"])
    events = Calendar.from_ical(client.get("/topics/食堂/ending.ics").content).walk("VEVENT")
    assert [str(event["url"]) for event in events] == [f"http://testserver{address(board)}"]


def test_topics_of_before_are_taken_in_by_the_migration_and_anew_by_reindex(board):
    kept = list(EditionTopic.objects.order_by("edition", "slug").values_list("edition", "slug", "name"))
    for way in (lambda: import_module("disclosure.migrations.0003_topics").take_in(apps, None), topic_index.rebuild):
        EditionTopic.objects.all().delete()
        way()
        assert list(EditionTopic.objects.order_by("edition", "slug").values_list("edition", "slug", "name")) == kept


def test_the_directory_has_number_name_summary_and_both_days(client, school, board):
    body = client.get("/directory/QL07/").text
    for said in (board.index.text, "午餐", "本学期的标准与上学期相同", 'datetime="2026-11-20"', board.entry.name):
        assert said in body, said
    assert not any(title in body for title in ("饭卡", "撤去甲", "等着乙"))
    assert "饭卡" in client.get("/directory/").text
    assert client.get("/directory/ql07/").headers["Location"] == "/directory/QL07/"


def test_the_directory_is_narrowed_and_sorted(client, board):
    for asked, titles in [
        ({}, ["午餐", "饭卡"]),
        ({"order": "oldest"}, ["饭卡", "午餐"]),
        ({"order": "index"}, ["午餐", "饭卡"]),
        ({"state": "past"}, ["饭卡"]),
        ({"year": "2025"}, ["午餐", "饭卡"]),
        ({"year": "2026", "state": "current"}, ["午餐"]),
        ({"column": "收费公开", "entry": "收费项目和标准"}, ["午餐", "饭卡"]),
        ({"column": "别的"}, ["午餐", "饭卡"]),
    ]:
        shown = client.get("/directory/", asked).context["lines"]
        assert [line.row.title for line in shown] == titles, asked


def test_the_directory_of_one_organization_is_picked_in_that_of_all(client, school, board):
    answer = client.get("/directory/", {"organization": "QL07", "year": "2026", "state": ""})
    assert answer.headers["Location"] == "/directory/QL07/?year=2026&state="
    assert client.get("/directory/", {"organization": "NONE"}).status_code == 200
    assert 'name="organization"' not in client.get("/directory/QL07/").text


def test_of_a_damaged_edition_the_directory_says_no_more_than_its_title(client, board):
    with append_only.lifted(), connection.cursor() as cursor:
        damage = "UPDATE disclosure_editioncontent SET content = %s WHERE edition_id = %s"
        cursor.execute(damage, ['{"summary": "别的"}', board.edition_id])
    [line] = client.get("/directory/QL07/").context["lines"]
    assert (line.row.title, line.summary, line.formed) == ("午餐", "", None)


def sheet(client, form: str) -> list[list]:
    answer = client.get("/directory/QL07/", {"export": form, "year": "2026", "page": "2"})
    data = b"".join(answer.streaming_content)
    assert f"filename*=UTF-8''{quote('信息公开目录-QL07-2026-11-24')}.{form}" in answer.headers["Content-Disposition"]
    if form == "xlsx":
        shown = load_workbook(BytesIO(data)).active
        assert (shown.title, shown.freeze_panes, shown.auto_filter.ref) == ("信息公开目录", "B2", "A1:K3")
        assert shown["A1"].font.bold
        assert shown["K3"].hyperlink.target == shown["K3"].value
        cells = [list(row) for row in load_workbook(BytesIO(data)).active.iter_rows()]
        assert "f" not in {cell.data_type for row in cells for cell in row}
        return [[cell.value for cell in row] for row in cells]
    assert data.startswith(codecs.BOM_UTF8)
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


def test_the_directory_is_exported_as_it_is_filtered_and_no_cell_is_a_formula(client, school, board):
    hanging.put_up(school, title="=1+1\x01", summary="@SUM(A1)")
    for form, title, summary in [("csv", "'=1+1", "'@SUM(A1)"), ("xlsx", "=1+1", "@SUM(A1)")]:
        heads, first, second = sheet(client, form)
        assert len(heads) == len(first) == 11
        assert first[1:3] == [title, summary], form
        assert second[:2] == [board.index.text, "午餐"], form
        assert second[-1] == f"http://testserver{address(board)}", form
        assert str(second[3])[:10] == "2026-11-20", form
        assert [str(day)[:10] for day in (first[5] or "", second[5])] == ["", "2026-12-05"], form
        assert (first[6], second[6]) == ("长期公开", "公示中"), form
