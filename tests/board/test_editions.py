"""Editions of one item under one address: which is read, which is only named, and what changed (DESIGN §7)."""

import pytest

from disclosure.core import clock
from disclosure.items.models import Posting
from tests import factories as make
from tests.board import hanging
from tests.board.hanging import address, file_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected(school):
    """An item in its second edition; the first stays readable."""
    first = hanging.put_up(school, at="2026-11-10 08:00", title="午餐费标准", summary="每餐12元。", wish_days=30)
    second = hanging.correct(first, school, at="2026-11-12 08:00", summary="每餐11元。", change_note="改午餐费标准。")
    return first, second


def statuses(client, posting, *numbers):
    return [client.get(f"{address(posting)}{number}/").status_code for number in numbers]


def test_the_address_shows_the_latest_edition_and_what_it_changed(client, now, corrected):
    body = client.get(address(corrected[0])).content.decode()
    assert 'id="changes"' in body
    assert "改午餐费标准。" in body
    assert f'href="{address(corrected[0])}1/"' in body


def test_an_earlier_edition_says_that_it_was_replaced_and_is_not_indexed(client, now, corrected):
    response = client.get(address(corrected[0]) + "1/")
    body = response.content.decode()
    assert response.status_code == 200
    assert "每餐12元" in body
    assert 'content="noindex"' in body
    assert "day-cut" in body


def test_the_number_of_the_latest_edition_leads_to_the_address(client, now, corrected):
    response = client.get(address(corrected[0]) + "2/")
    assert (response.status_code, response.headers["Location"]) == (302, address(corrected[0]))


def test_an_edition_replaces_the_one_before_in_one_moment(client, corrected):
    for when, summary in [("2026-11-12 07:59:59.999999", "每餐12元"), ("2026-11-12 08:00:00", "每餐11元")]:
        with clock.moved(make.moment(when)):
            assert f"<p>{summary}。</p>" in client.get(address(corrected[0])).content.decode(), when


def test_lists_name_an_item_once(client, now, corrected):
    for path in ("/search/", "/", corrected[0].column.url):
        body = client.get(path).content.decode()
        assert body.count('class="post-title"') + body.count('class="row-title"') == 1, path


def test_an_edition_that_is_only_named_keeps_its_content_to_itself(client, now, school):
    first = hanging.put_up(school, at="2026-11-10 08:00", summary="每餐12元。", wish_days=30)
    file_of(first)
    hanging.correct(first, school, at="2026-11-12 08:00", summary="每餐11元。", earlier_readable=False)
    earlier = client.get(address(first) + "1/")
    assert earlier.status_code == 410
    assert "每餐12元" not in earlier.content.decode()
    assert first.edition.digest[:4] in earlier.content.decode()
    latest = client.get(address(first)).content.decode()
    assert "每餐12元" not in latest
    assert f'href="{address(first)}1/"' not in latest
    assert client.get(address(first) + "1/files/收支.pdf").status_code == 410


def test_each_edition_after_it_has_to_leave_it_readable(client, now, school):
    first = hanging.put_up(school, at="2026-11-10 08:00", summary="一", wish_days=30)
    hanging.correct(first, school, at="2026-11-12 08:00", summary="二", earlier_readable=False)
    hanging.correct(first, school, at="2026-11-14 08:00", summary="三", earlier_readable=True)
    assert statuses(client, first, 1, 2, 3, 4) == [410, 200, 302, 404]


def test_a_withdrawal_closes_every_edition_and_every_file_of_them(client, now, corrected, school):
    first, second = corrected
    file_of(first)
    file_of(second)
    paths = [
        address(first),
        address(first) + "1/",
        address(first) + "files/收支.pdf",
        address(first) + "1/files/收支.pdf",
    ]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200, 200]
    hanging.withdraw(second, school, at="2026-11-24 08:59")
    assert [client.get(path).status_code for path in paths] == [410, 410, 410, 410]


def test_what_was_withdrawn_stays_closed_after_a_later_edition(client, now, school):
    first = hanging.put_up(school, at="2026-11-10 08:00", summary="证件号码", wish_days=30)
    hanging.withdraw(first, school, at="2026-11-11 08:00")
    hanging.correct(first, school, at="2026-11-12 08:00", summary="去掉了", earlier_readable=True)
    assert client.get(address(first)).status_code == 200
    assert statuses(client, first, 1, 2) == [410, 302]
    assert "证件号码" not in client.get(address(first)).content.decode()


def test_an_item_withdrawn_and_put_up_again_stands_in_one_list_only(client, now, school):
    first = hanging.put_up(school, at="2026-11-10 08:00", wish_days=30)
    hanging.withdraw(first, school, at="2026-11-11 08:00")
    assert address(first) in client.get("/withdrawn/").content.decode()
    hanging.correct(first, school, at="2026-11-12 08:00", summary="去掉了")
    assert address(first) not in client.get("/withdrawn/").content.decode()
    assert address(first) in client.get("/search/").content.decode()


def test_a_correction_that_waits_is_not_seen(client, now, school):
    first = hanging.put_up(school, at="2026-11-10 08:00", summary="现在的", wish_days=30)
    hanging.correct(
        first, school, at="2026-11-12 08:00", summary="将来的", wish_begins_at=make.moment("2026-11-25 08:00")
    )
    body = client.get(address(first)).content.decode()
    assert "现在的" in body
    assert "将来的" not in body
    assert statuses(client, first, 1, 2) == [302, 404]


def test_a_correction_that_overtakes_a_waiting_one_leaves_one_edition_up(client, now, school):
    first = hanging.put_up(school, at="2026-11-10 08:00", summary="一", wish_days=30)
    hanging.correct(first, school, at="2026-11-12 08:00", summary="二", wish_begins_at=make.moment("2026-11-25 08:00"))
    hanging.correct(first, school, at="2026-11-14 08:00", summary="三", wish_begins_at=None)
    assert Posting.objects.current(now).count() == 1
    with clock.moved(make.moment("2026-11-26 08:00")) as later:
        assert Posting.objects.current(later).count() == 1


def test_however_often_a_waiting_correction_is_overtaken_one_edition_is_up(school):
    first = hanging.put_up(school, at="2026-11-10 08:00", summary="一", wish_days=30)
    hanging.correct(first, school, at="2026-11-12 08:00", summary="二", wish_begins_at=make.moment("2026-11-25 08:00"))
    hanging.correct(first, school, at="2026-11-13 08:00", summary="三", wish_begins_at=make.moment("2026-11-23 08:00"))
    hanging.correct(first, school, at="2026-11-14 08:00", summary="四", wish_begins_at=make.moment("2026-11-20 08:00"))
    for when, summary in [("2026-11-19 08:00", "一"), ("2026-11-20 08:00", "四"), ("2026-11-26 08:00", "四")]:
        with clock.moved(make.moment(when)) as at:
            current = Posting.objects.current(at)
            assert [posting.edition.stored.content["summary"] for posting in current] == [summary], when
