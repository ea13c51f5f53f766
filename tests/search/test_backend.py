"""Wagtail's own search finds Chinese: in the admin's lists and choosers, on both databases."""

import random

import pytest
from django.core.management import call_command
from django.urls import reverse
from modelsearch import index
from modelsearch.query import Phrase
from wagtail.documents.models import Document
from wagtail.models import Page

from disclosure.search.backend import renewal
from disclosure.search.backend.cut import asked, cut
from tests import factories, visible_text
from tests.items.library import document, image

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LETTERS = "公示食堂午餐2a（ -"


def titled(title: str) -> Document:
    return Document(title=title, file="a.txt")


def test_chinese_is_cut_into_pairs_and_what_is_asked_for_likewise():
    assert cut("食堂2026年公示").split() == ["食堂", "堂", "2026", "年公", "公示", "示"]
    assert cut(["午餐", 8]) == [" 午餐 餐 ", 8]
    assert asked("堂公示 2026年 Ａb") == [("堂公 公示", True), ("2026 年", True), ("Ab", False)]
    assert asked("堂公 示", whole=True) == [("堂公 公 示", True)]
    assert asked(' 《》 "') == []


def test_all_that_stands_in_a_title_is_found_and_nothing_else():
    drawn = random.Random(6)
    titles = ["".join(drawn.choices(LETTERS, k=12)) for _n in range(60)]
    Document.objects.bulk_create(map(titled, titles))
    call_command("update_index", verbosity=0)
    for _n in range(60):
        words = "".join(drawn.choices("公示食堂午餐", k=drawn.choice([1, 2, 2, 3])))
        holds = {title for title in titles if words in title}
        for found in (Document.objects.search(words), Document.objects.autocomplete(words)):
            assert {each.title for each in found} == holds, words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("堂公", True),
        ("年春季食", True),
        ("2026年", True),
        ("2026", True),
        ("公示（", True),
        ("公示 食堂", True),
        ("ql07", True),
        ("季", True),
        ("示", True),
        ("堂示", False),
        ("公示 午餐", False),
        ('"', False),
        ("（", False),
        ("' OR 1=1 --", False),
        ('公" OR "示', False),
        ("%s", False),
    ],
)
def test_words_are_found_in_a_saved_document(words, found):
    saved = titled("ＱL07 2026年春季食堂公示（一）")
    saved.save()
    index.insert_or_update_object(saved)
    assert list(Document.objects.autocomplete(words)) == [saved] * found


def test_a_phrase_and_one_of_two():
    saved = titled("食堂公示 午餐")
    saved.save()
    index.insert_or_update_object(saved)
    assert list(Document.objects.search(Phrase("堂公示 午餐"))) == [saved]
    assert list(Document.objects.search(Phrase("午餐 食堂"))) == []
    assert list(Document.objects.search("食堂 晚餐", operator="or")) == [saved]


SEARCHES = {
    "wagtailadmin_pages:search": "公示",
    "wagtailadmin_choose_page_search": "公示",
    "wagtaildocs:index": "明细",
    "wagtaildocs_chooser:choose_results": "明细",
    "wagtailimages:index": "饭菜",
    "wagtailimages_chooser:choose_results": "饭菜",
}


@pytest.mark.parametrize("name", SEARCHES)
def test_the_admin_finds_what_its_reader_may_see(client, school, name):
    other = factories.school(bureau=school.bureau, code="QL11", prefix="b-")
    for each, mark in ((school, "甲"), (other, "乙")):
        factories.item(each.column, by=each.people["office"], title=f"{mark}校食堂公示表")
        document(each.organization, title=f"{mark}校收支明细表")
        image(each.organization, title=f"{mark}校午餐饭菜照")
    call_command("update_index", verbosity=0)
    client.force_login(school.people["office"], backend="django.contrib.auth.backends.ModelBackend")
    for asked_for in (SEARCHES[name], SEARCHES[name][1]):
        answer = client.get(reverse(name), {"q": asked_for})
        assert answer.status_code == 200
        assert "甲校" in answer.text, asked_for
        assert "乙校" not in answer.text, asked_for
        assert not [said for said in visible_text.of_page(answer.text) if "None" in said]
    assert "甲校" not in client.get(reverse(name), {"q": "无此"}).text


def test_what_was_written_before_is_written_anew_by_migrate(school, settings):
    factories.item(school.column, by=school.people["office"], title="春季食堂公示")
    ours = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    call_command("update_index", verbosity=0)
    assert not renewal.renew("default")
    settings.WAGTAILSEARCH_BACKENDS = ours
    assert not Page.objects.autocomplete("食堂")
    call_command("migrate", verbosity=0)
    assert [page.title for page in Page.objects.autocomplete("食堂")] == ["春季食堂公示"]
    assert not renewal.renew("default")
