"""A search is narrowed by what it found: each choice says how many it leaves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from disclosure.board import around, kept
from disclosure.items.models import Edition, EditionTopic
from tests import factories, standing
from tests.items.library import document

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def ask(client):
    def answer(asked: str = "", **more):
        found = client.get(reverse("disclosure:search"), {"q": asked, **more})
        assert found.status_code == 200
        return [row.title for row in found.context["rows"]], found.context["form"]

    return answer


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, tmp_path_factory):
    with standing.scene(django_db_blocker, tmp_path_factory.mktemp("board"), make) as schools:
        yield schools


@pytest.fixture
def board(made, db):
    return made


def make() -> tuple[factories.School, factories.School]:
    """Two of one school, of this year and to come in one; one of another, with an attachment."""
    school = factories.school()
    other = factories.school(bureau=school.bureau, code="QL11", prefix="b-")
    factories.posted(school, title="午餐公示")
    factories.posted(school, title="校服", summary="附午餐公示")
    attached = [("file", {"document": document(other.organization), "title": "明细"})]
    factories.posted(other, title="午餐公示二", attachments=attached)
    return school, other


def choices(form, name: str) -> list[str]:
    return [str(words) for value, words in form.fields[name].choices if value]


def test_each_choice_says_how_many_it_leaves(board, ask):
    school, other = board
    _titles, form = ask("午餐公示")
    assert choices(form, "organization") == [f"{school.organization.title} (2)", f"{other.organization.title} (1)"]
    assert choices(form, "column") == [f"{school.column.title} (3)"]
    assert choices(form, "year") == ["2026 (3)"]
    assert choices(form, "files") == ["With attachments (1)"]
    _titles, form = ask("午餐公示", organization=school.organization.code)
    assert choices(form, "organization") == [f"{school.organization.title} (2)", f"{other.organization.title} (1)"]
    assert (choices(form, "year"), choices(form, "files")) == (["2026 (2)"], [])


def test_it_is_narrowed_by_all_of_them(board, ask):
    school, _other = board
    assert ask("午餐公示", organization=school.organization.code)[0] == ["午餐公示", "校服"]
    assert ask("午餐公示", files="1")[0] == ["午餐公示二"]
    assert ask("午餐公示", files="1", organization=school.organization.code)[0] == []
    assert ask("午餐公示", column=school.column.title, year="2026", state="current")[0] == [
        "午餐公示二",
        "午餐公示",
        "校服",
    ]
    assert ask("午餐公示", year="2025")[0] == []


def test_what_says_the_words_in_its_title_comes_first_unless_one_asks_for_the_newest(board, ask):
    assert ask("午餐公示")[0] == ["午餐公示二", "午餐公示", "校服"]
    assert ask("午餐公示", order="date")[0] == ["午餐公示二", "校服", "午餐公示"]
    assert "order" not in ask()[1].fields


@pytest.mark.parametrize("more", [{"organization": "x\x00"}, {"year": "9" * 50}, {"files": "2"}, {"state": "?"}])
def test_what_means_nothing_does_no_harm(board, ask, more):
    ask("午餐公示", **more)


def test_where_narrowing_leaves_nothing_the_way_out_is_offered(board, client):
    page = client.get(reverse("disclosure:search"), {"q": "午餐公示", "year": "2025"}).text
    assert "Search without narrowing" in page


def test_hits_that_are_kept_bear_names_and_topics_of_now(board, ask):
    school, _other = board
    ask("午餐公示")
    Page.objects.filter(pk=school.column.pk).update(title="新栏目")
    edition = Edition.objects.get(title="校服")
    EditionTopic.objects.create(edition=edition, slug="校服", name="校服")
    kept.shelf.clear()
    _titles, form = ask("午餐公示")
    assert choices(form, "column") == ["新栏目 (2)", "收费公开 (1)"]
    assert choices(form, "topic") == ["校服 (1)"]
    assert ask("午餐公示", topic="校服")[0] == ["校服"]


def test_queries_do_not_grow_with_organizations(board, ask):
    def queries() -> int:
        kept.shelf.clear()
        around.clear()
        with CaptureQueriesContext(connection) as counted:
            ask("午餐公示")
        return len(counted)

    school, _other = board
    queries()
    one = queries()
    for number in range(3):
        factories.posted(
            factories.school(bureau=school.bureau, code=f"QM{number}", prefix=f"{number}-"), title="午餐公示"
        )
    assert queries() == one
