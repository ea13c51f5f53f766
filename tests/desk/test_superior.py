"""The superior's office sees what each organization did in a month: counts, no titles of drafts."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from disclosure.changes import operations
from disclosure.core import clock
from disclosure.desk.superior import Month, states
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def of(school, *parts: int) -> list[tuple]:
    month = Month.of(date(*parts)) if parts else None
    return [(s.began, s.ended, s.withdrawn, s.overdue) for s in states([school.organization], month)]


def test_a_month_ends_with_its_last_instant():
    december = Month.of(date(2027, 1, 31), before=True)
    assert (december.first, december.following) == (date(2026, 12, 1), date(2027, 1, 1))
    assert december.span[1] + timedelta(microseconds=1) == factories.moment("2027-01-01 00:00")


def test_what_went_up_and_ended_is_counted_in_its_month(school):
    posting = factories.posted(school, wish_days=10)
    assert of(school) == [(1, 0, 0, 0)]
    with clock.moved(posting.ends_at + timedelta(hours=1)):
        assert of(school) == [(0, 1, 0, 0)]
        assert of(school, 2026, 11, 24) == [(1, 0, 0, 0)]


def test_a_withdrawal_that_two_groups_ought_to_have_confirmed_is_one(school):
    posting = factories.posted(school)
    operations.withdraw(posting=posting, by=school.people["principal"], explanation="金额有误，更正后再公示。")
    assert of(school) == [(1, 0, 1, 0)]
    with clock.moved(clock.now() + timedelta(days=30)):
        assert of(school) == [(0, 0, 0, 1)]


def test_the_table_says_which_month_and_leads_to_the_one_before(client, school):
    bureau = school.bureau.bodies.get(kind="office").memberships.get().user
    client.force_login(bureau, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("disclosure_desk:organizations")
    assert "November 2026" in client.get(address).content.decode()
    assert "October 2026" in client.get(address + "?last").content.decode()


def test_words_and_month_hold_in_table_and_sheet(client, school):
    factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    bureau = school.bureau.bodies.get(kind="office").memberships.get().user
    client.force_login(bureau, backend="django.contrib.auth.backends.ModelBackend")
    asked = {"q": "没有这样的学校", "last": "1", "ordering": "-up"}
    page = client.get(reverse("disclosure_desk:organizations"), asked).content.decode()
    assert "has these words in its name" in page
    assert all(f'name="{name}" value="{value}"' in page for name, value in list(asked.items())[1:])
    sheet = client.get(reverse("disclosure_desk:organizations"), {"export": "csv"})
    rows = b"".join(sheet.streaming_content).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Organization,Up,") and len(rows) == 3
    xlsx = client.get(reverse("disclosure_desk:organizations"), {"export": "xlsx"})
    assert load_workbook(io.BytesIO(b"".join(xlsx.streaming_content))).active.max_row == 3
