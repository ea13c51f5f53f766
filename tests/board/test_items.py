"""What an index number answers with, in every state, on every address below it (I1, I3, I4, I7)."""

import pytest
from django.db import connection
from wagtail.models import Page

from disclosure.board import portlets
from disclosure.core import append_only, clock
from tests import factories as make
from tests.board import hanging
from tests.board.hanging import address, file_of

pytestmark = pytest.mark.django_db


def up(school):
    return hanging.put_up(school, wish_days=15)


def standing(school):
    return hanging.put_up(school)


def waiting(school):
    return hanging.put_up(school, wish_begins_at=make.moment("2026-11-30 08:00"))


def ended(school):
    return hanging.put_up(school, at="2026-10-08 08:00", wish_days=15)


def removed(school):
    entry = make.entry(school.column, number="9.1", name="录取名单", after_end="remove")
    return hanging.put_up(school, at="2026-10-08 08:00", wish_days=15, entry=entry)


def withdrawn(school):
    posting = hanging.put_up(school, wish_days=15)
    hanging.withdraw(posting, school, at="2026-11-22 13:05")
    return posting


def stopped(school):
    posting = hanging.put_up(school, wish_begins_at=make.moment("2026-11-30 08:00"))
    hanging.stop(posting, school, at="2026-11-23 08:00")
    return posting


STATES = {up: 200, standing: 200, ended: 200, waiting: 404, stopped: 404, withdrawn: 410, removed: 410}


@pytest.mark.parametrize(("state", "status"), STATES.items(), ids=lambda value: getattr(value, "__name__", value))
def test_every_address_of_an_item_answers_by_its_state(client, now, school, state, status):
    posting = state(school)
    file_of(posting)
    index = posting.index.text
    answers = {
        address(posting): status,
        address(posting) + "1/": 302 if status == 200 else status,
        address(posting) + "2/": 404,
        address(posting) + "files/收支.pdf": status,
        address(posting) + "1/files/收支.pdf": status,
        address(posting) + "files/nothing.pdf": 404,
        address(posting) + "2/files/收支.pdf": 404,
        f"/{index.lower()}/": 301,
    }
    assert {path: client.get(path).status_code for path in answers} == answers
    assert {path: client.head(path).status_code for path in answers} == answers


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_content_is_read_only_where_the_state_opens_it(client, now, school, state):
    posting = state(school)
    body = client.get(address(posting)).content.decode()
    assert (posting.edition.short_digest[:4] in body) == (STATES[state] != 404)
    assert ('id="summary"' in body) == (STATES[state] == 200)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_lists_name_what_they_may(client, now, school, state):
    posting = state(school)
    title = posting.edition.title
    named = {
        "/": {up, standing},
        "/search/": {up, standing, ended},
        f"/search/?q={title}": {up, standing, ended},
        "/past/": {ended},
        "/past/?year=2026": {ended},
        f"/past/{school.organization.code}/": {ended},
        "/withdrawn/": {withdrawn},
        f"/withdrawn/{school.organization.code}/": {withdrawn},
        school.organization.url: {up, standing, ended, withdrawn},
        school.column.url: {up, standing, ended, withdrawn},
        f"{school.column.url}?state=current": {up, standing},
        f"{school.column.url}?state=standing": {standing},
        f"{school.column.url}?state=past": {ended},
        f"{school.column.url}?state=withdrawn": {withdrawn},
        "/sitemap-notices.xml": {up, standing, ended},
    }
    for path, states in named.items():
        response = client.get(path)
        if path == "/past/?year=2026" and state is not ended:
            assert response.status_code in (200, 404)
        else:
            assert response.status_code == 200, path
        shown = response.content.decode()
        if "?state=" in path:  # where nothing is found, the last one of the column is named instead
            assert ("row-title" in shown) == (state in states), path
            continue
        assert (address(posting) in shown) == (state in states), path
        if state not in states and "q=" not in path:
            assert title not in shown, path


def test_the_start_page_counts_what_past_postings_list_and_what_they_say_was_removed(client, now, school):
    kept = ended(school)
    hanging.correct(kept, school, at="2026-11-23 08:00")  # up again: not past
    ended(school), ended(school), removed(school)
    assert portlets.counts(hanging.NOW).ended == 3
    answers = [client.get(f"/past/{part}") for part in ("", f"{school.organization.code}/", f"{school.bureau.code}/")]
    assert [answer.context["removed"] for answer in answers] == [1, 1, 0]
    assert answers[0].text.count('class="post-title"') == 2


def test_up_and_down_at_their_second(client, school):
    posting = hanging.put_up(
        school,
        wish_begins_at=make.moment("2026-11-25 08:00"),
        wish_ends_at=make.moment("2026-11-26 18:00"),
        entry=make.entry(school.column, number="9.1", after_end="remove"),
    )
    for when, status in [
        ("2026-11-25 07:59:59.999999", 404),
        ("2026-11-25 08:00:00", 200),
        ("2026-11-26 17:59:59.999999", 200),
        ("2026-11-26 18:00:00", 410),
    ]:
        with clock.moved(make.moment(when)):
            assert client.get(address(posting)).status_code == status, when


def test_a_withdrawal_closes_page_list_and_file_in_one_moment(client, now, school):
    posting = up(school)
    file_of(posting)
    paths = [address(posting), address(posting) + "files/收支.pdf"]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    with clock.moved(make.moment("2026-11-24 09:00:00.000001")):
        hanging.withdraw(posting, school, at="2026-11-24 09:00:00.000001")
        assert [client.get(path).status_code for path in paths] == [410, 410]
        assert posting.edition.title not in client.get("/").content.decode()


def test_the_tombstone_says_who_when_why_and_what(client, now, school):
    posting = withdrawn(school)
    body = client.get(address(posting)).content.decode()
    closing = posting.closings.get()
    for said in (
        closing.explanation,
        closing.decided_name,
        posting.edition.title,
        posting.edition.digest[:4],
        "day-cut",
    ):
        assert said in body


def test_what_was_removed_after_its_end_does_not_repeat_its_title(client, now, school):
    posting = removed(school)
    body = client.get(address(posting)).content.decode()
    assert posting.edition.title not in body
    assert posting.entry.name in body


def test_an_unknown_number_is_not_found(client, now, school):
    assert client.get("/QL07-SF-2026-9999/").status_code == 404


def test_another_items_file_is_not_below_this_number(client, now, school):
    posting, other = up(school), up(school)
    file_of(other)
    assert client.get(address(posting) + "files/收支.pdf").status_code == 404


def test_a_damaged_content_is_not_shown(client, now, school):
    posting = up(school)
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_editioncontent SET content = %s WHERE edition_id = %s", ["{}", posting.edition_id]
        )
    response = client.get(address(posting))
    assert response.status_code == 503
    assert 'id="summary"' not in response.content.decode()


def test_the_draft_behind_it_changes_nothing(client, now, school):
    """The public never reads the page (I1): title, live flag and tree may be anything."""
    posting = up(school)
    before = client.get(address(posting)).content
    Page.objects.filter(pk=posting.item_id).update(title="改掉的标题", draft_title="改掉的标题", live=True, slug="xyz")
    assert client.get(address(posting)).content == before
    assert "改掉的标题" not in client.get("/").content.decode()
