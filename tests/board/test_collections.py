"""Collections and the guide: postings by saved criteria, through the one door; kept like other frame, in the ledger."""

from datetime import timedelta

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from disclosure.board.models import CollectionPage, Order, Period
from disclosure.core import clock, ledger
from disclosure.core.models import LedgerEntry
from home.models import HomePage
from tests import factories as make
from tests.board import hanging

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(now, school):
    """School A has one up and one past, school B one up; all of a topic or column."""
    other = make.school(bureau=school.bureau, code="QL11", prefix="b-")
    food = make.column(other.organization, code="ST", title="食堂")
    hanging.put_up(school, title="午餐", topics=["食堂"], wish_days=15)
    hanging.put_up(school, title="旧账", topics=["食堂"], wish_days=15, at="2026-01-05 08:00")
    hanging.put_up(other, title="饭卡", topics=["食堂"], column=food)
    hanging.put_up(other, title="校服")
    gone = hanging.put_up(school, title="撤去甲", topics=["食堂"], wish_days=15)
    hanging.withdraw(gone, school, at="2026-11-22 13:05")
    return school, other


def collection(parent, **criteria) -> CollectionPage:
    page = CollectionPage(title="专题", slug="zt", live=True, **criteria)
    page.full_clean(exclude=["path", "depth", "content_type", "locale"])
    return parent.add_child(instance=page)


@pytest.mark.postgres
def test_it_shows_what_fits_at_that_moment_whatever_its_place(client, board):
    school, _other = board
    page = collection(school.bureau)
    for criteria, titles in [
        ({}, {"午餐", "旧账", "饭卡", "校服"}),
        ({"topic": "食堂"}, {"午餐", "旧账", "饭卡"}),
        ({"of": school.bureau, "below": True, "column": "食堂"}, {"饭卡"}),
        ({"of": school.bureau, "below": False}, set()),
        ({"of": school.organization, "state": "current"}, {"午餐"}),
        ({"entry": "收费项目和标准", "state": "past"}, {"旧账"}),
        ({"period": Period.DAYS, "days": 5, "topic": "食堂"}, {"午餐", "饭卡"}),
        ({"period": Period.DAYS, "days": 4}, set()),
        ({"period": Period.YEAR}, {"午餐", "旧账", "饭卡", "校服"}),
        ({"period": Period.BETWEEN, "first_day": "2026-01-05", "last_day": "2026-01-05"}, {"旧账"}),
        ({"period": Period.BETWEEN, "last_day": "2026-01-04"}, set()),
        ({"most": 1, "order": Order.OLDEST}, {"旧账"}),
        ({"most": 1, "order": Order.ENDING, "state": "current"}, {"午餐"}),
    ]:
        CollectionPage.objects.filter(pk=page.pk).delete()
        page = collection(type(school.bureau).objects.get(pk=school.bureau.pk), **criteria)
        answer = client.get(page.url)
        assert {row.title for row in answer.context["rows"]} == titles, criteria
        assert answer.headers["Cache-Control"] == "no-cache"
    assert "撤去甲" not in answer.text


def test_it_follows_the_clock_and_is_followed(client, board):
    school, _other = board
    page = collection(school.organization, topic="食堂", state="current")
    feed = feedparser.parse(client.get(f"{page.url}feed/").content)
    assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, ["饭卡", "午餐"])
    [event] = Calendar.from_ical(client.get(f"{page.url}ending/").content).walk("VEVENT")
    assert "午餐" in event["summary"]
    assert client.get(f"{page.url}other/").status_code == 404
    with clock.moved(hanging.NOW + timedelta(days=30)):
        assert [row.title for row in client.get(page.url).context["rows"]] == ["饭卡"]
    CollectionPage.objects.filter(pk=page.pk).update(live=False)
    assert {client.get(page.url + below).status_code for below in ("", "feed/", "ending/")} == {404}


def test_criteria_that_say_nothing_are_refused(school):
    for criteria in ({"period": "days"}, {"period": "between"}, {"first_day": "2026-02-01", "last_day": "2026-01-01"}):
        with pytest.raises(ValidationError):
            collection(school.bureau, **criteria)


def test_its_organization_leads_to_it_and_the_ledger_has_it(client, board):
    school, _other = board
    page = collection(school.organization, intro="说明")
    assert page.url in client.get(school.organization.url).text
    page.intro = "别的说明"
    page.save()
    entry = LedgerEntry.objects.filter(chain=school.organization.chain, kind="frame.changed").latest("pk")
    assert (entry.subject, entry.data["changed"]) == (f"page:{page.pk}", ["intro"])
    below_start = collection(HomePage.objects.get())
    assert LedgerEntry.objects.filter(chain=ledger.installation(), subject=f"page:{below_start.pk}").exists()


def test_administrators_keep_it_and_nobody_else_does(client, board):
    school, other = board
    page = collection(school.organization)
    add = reverse("wagtailadmin_pages:add", args=["disclosure", "collectionpage", school.organization.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for person, opened in [
        (school.people["administrator"], True),
        (school.people["office"], False),
        (school.people["principal"], False),
        (other.people["administrator"], False),
    ]:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answers = [client.get(where).status_code for where in (add, edit)]
        assert (answers == [200, 200]) is opened, (person, answers)
    may = page.permissions_for_user(school.people["administrator"])
    assert (may.can_publish(), may.can_delete()) == (True, True)
    assert not (may.can_unpublish() or may.can_copy() or may.can_move() or may.can_set_view_restrictions())


def test_an_administrator_sets_criteria_from_what_there_is(client, board):
    school, _other = board
    client.force_login(school.people["administrator"], backend="django.contrib.auth.backends.ModelBackend")
    add = reverse("wagtailadmin_pages:add", args=["disclosure", "collectionpage", school.organization.pk])
    sent = {"title": "专题甲", "below": "on", "topic": "食堂", "state": "all", "period": "days", "days": "5"}
    sent |= {"order": "newest", "action-publish": "1", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    body = client.get(add).text
    assert all(f'<option value="{word}"' in body for word in ("食堂", "收费公开", "收费项目和标准"))
    wrong = client.post(add, sent | {"days": "-5"})
    assert len(wrong.context["form"].errors["days"]) == 1
    client.post(add, sent | {"slug": "jia"})
    page = CollectionPage.objects.get(title="专题甲")
    assert page.url.endswith("/jia/")
    assert (page.live, {row.title for row in client.get(page.url).context["rows"]}) == (True, {"午餐", "饭卡"})


def test_the_guide_says_what_who_where_and_how(client, board):
    school, _other = board
    make.entry(school.column, number="2", name="关了的", closed_at=hanging.NOW)
    make.entry(
        school.column,
        number="3",
        name="学生成绩",
        attribute="exempt",
        ground="条例第十五条",
        rhythm="每学期",
        minimum_days=7,
    )
    body = client.get("/guide/QL07/").text
    steps = [school.bodies[kind].name for kind, _title, _form in make.ROUTE]
    for said in ("学生成绩", "条例第十五条", "每学期", *steps, "/directory/QL07/", "/feed/?organization=QL07"):
        assert said in body, said
    assert "关了的" not in body
    assert school.bureau.supervision_telephone in body
    assert school.bureau.title in client.get("/guide/").text
    assert client.get("/guide/ql07/").headers["Location"] == "/guide/QL07/"
    assert client.get("/guide/QL99/").status_code == 404
