"""Who saves and submits one draft at the same moment, each in a process of its own, by the editor."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Revision

from disclosure.items.drafting import add_table
from disclosure.items.models import ItemPage
from tests.items import drafts, posting_forms

from .people import Answer, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

SUBMITTED = "Somebody submitted this just now."
LOCKED = "Nobody can change it until its office recalls it."
NOT_SAVED = "What you typed is not saved yet. It stands below."


def edits(person: Person, pages: list[ItemPage], action: str = "", title: str = "") -> Callable:
    """Opens the editor, types a title, and presses a button: that of `action`, or "save"."""

    def prepare(n: int):
        address = reverse("wagtailadmin_pages:edit", args=[pages[n].pk])
        html = BeautifulSoup(person.get(address).content, "html.parser")
        seen = {field["name"]: field["value"] for field in html.select("input[name^=loaded_revision]")}
        data = posting_forms.of_item(ItemPage.objects.get(pk=pages[n].pk).get_latest_revision_as_object()) | seen
        data |= {action: "1"} if action else {}
        data |= {"title": title} if title else {}
        return lambda: person.presses(address, data)

    return prepare


@pytest.fixture
def pages(school, rounds) -> list[ItemPage]:
    return [drafts.full(school, title=f"第{n}件") for n in range(rounds)]


@pytest.fixture
def clerks(school) -> list[Person]:
    return [Person(school.people[name]) for name in ("office", "office2")]


def titles(page: ItemPage) -> list[str]:
    revisions = Revision.objects.for_instance(page).order_by("pk")
    return [revision.content["title"] for revision in revisions]


def submitted(answer: Answer) -> bool:
    return answer.says("is submitted. Now it waits for")


def saved(answer: Answer) -> bool:
    return answer.says("has been updated")


def who(did: Callable[[Answer], bool]) -> Callable[[list[Answer]], str]:
    return lambda turn: " + ".join("done" if did(answer) else "told" for answer in turn)


@pytest.mark.parametrize("clicks", ["by two clerks", "by a double click"])
def test_submit_twice(school, race, rounds, pages, clerks, clicks):
    """One submission of one edition; whoever came second is led to it."""
    people = clerks if clicks == "by two clerks" else [clerks[0], clerks[0]]
    parts = [edits(person, pages, "action-submit") for person in people]
    turns = race(f"submit twice, {clicks}", *parts, rounds=rounds, told=who(submitted))
    for page, turn in zip(pages, turns, strict=True):
        assert all(submitted(answer) or answer.says(SUBMITTED) for answer in turn), [a.text for a in turn]
        assert (page.submissions.count(), page.editions.count()) == (1, 1)


def test_submit_twice_with_other_words(school, race, rounds, pages, clerks):
    """Who came second finds it locked, and what they typed is still there."""
    parts = [edits(p, pages, "action-submit", title) for p, title in zip(clerks, ("甲的标题", "乙的标题"), strict=True)]
    turns = race("submit twice, with other words", *parts, rounds=rounds, told=who(submitted))
    for page, turn in zip(pages, turns, strict=True):
        [(loser, typed)] = [(a, t) for a, t in zip(turn, ("甲的标题", "乙的标题"), strict=True) if not submitted(a)]
        assert loser.says(LOCKED), loser.text
        assert loser.says(typed)
        assert (page.submissions.count(), page.editions.count()) == (1, 1)
        assert page.submissions.get().edition.title != typed


def test_two_clerks_in_one_draft(school, race, rounds, pages, clerks):
    """Both save: the second is told by whom it was saved, keeps what they typed, and saves it by pressing once more."""
    words = ("甲的标题", "乙的标题")
    parts = [edits(person, pages, title=title) for person, title in zip(clerks, words, strict=True)]
    for page, turn in zip(pages, race("two clerks in one draft", *parts, rounds=rounds, told=who(saved)), strict=True):
        [(loser, typed)] = [(a, t) for a, t in zip(turn, words, strict=True) if not saved(a)]
        assert loser.says(NOT_SAVED), loser.text
        assert loser.says(typed)
        assert loser.says("What was changed there")
        assert titles(page)[-1] in words and titles(page)[-1] != typed


def test_one_saves_and_one_submits(school, race, rounds, pages, clerks):
    """What was submitted is what its submitter saw; nothing is written over it."""
    parts = [edits(clerks[0], pages, title="甲的标题"), edits(clerks[1], pages, "action-submit", "乙的标题")]
    turns = race("one saves, one submits", *parts, rounds=rounds, told=lambda turn: who(saved)(turn[:1]))
    for page, (saver, submitter) in zip(pages, turns, strict=True):
        assert saved(saver) != submitted(submitter)
        assert page.submissions.count() == submitted(submitter)
        loser = submitter if saved(saver) else saver
        assert loser.says(NOT_SAVED if loser is submitter else LOCKED), loser.text
        assert loser.says("乙的标题" if loser is submitter else "甲的标题")


def test_two_tables_put_into_one_draft(school, race, rounds, pages):
    """Both stand in it."""
    office = school.people["office"]

    def puts(caption: str):
        return lambda n: lambda: add_table(pages[n], "fees", caption=caption, rows=drafts.FEES, by=office)

    race("two tables into one draft", puts("甲"), puts("乙"), rounds=rounds)
    for page in pages:
        body = ItemPage.objects.get(pk=page.pk).get_latest_revision_as_object().body
        assert {"甲", "乙"} <= {block.value["caption"] for block in body if block.block_type == "fees"}


def test_pressing_again_puts_it_in_the_place_of_the_other(school, pages, clerks):
    """After being told; the other version stays in the history."""
    first = edits(clerks[0], pages, title="甲的标题")(0)
    address = reverse("wagtailadmin_pages:edit", args=[pages[0].pk])
    second = edits(clerks[1], pages, title="乙的标题")(0)
    assert saved(first())
    assert second().says(NOT_SAVED)
    assert saved(edits(clerks[1], pages, title="乙的标题")(0)())
    assert titles(pages[0])[-2:] == ["甲的标题", "乙的标题"]
    assert address
