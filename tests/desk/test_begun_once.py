"""One form of a new item makes one item, however often it is sent."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.models import Page

from disclosure.board.models import CollectionPage
from disclosure.items.models import ItemPage
from disclosure.signoff.models import Submission
from tests.items import drafts, posting_forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(client, school):
    client.force_login(school.people["office"], backend="django.contrib.auth.backends.ModelBackend")
    return reverse("wagtailadmin_pages:add", args=["disclosure", "itempage", school.column.pk])


@pytest.fixture
def typed(client, school, add):
    """A form as a browser would send it, with the key that stands in it."""
    key = re.search(r'name="begun" value="([0-9a-f-]{36})"', client.get(add).text)[1]
    page = drafts.full(school, wish_begins_at=None)
    page.delete()
    return {**posting_forms.of_item(page), "begun": key}


def test_sent_while_the_editor_saved_it_by_itself(client, add, typed):
    saved = client.post(add, typed, headers={"accept": "application/json"}).json()
    answer = client.post(add, {**typed, "action-submit": "1"}, follow=True)
    assert answer.redirect_chain[0] == (reverse("wagtailadmin_pages:edit", args=[saved["pk"]]), 307)
    assert ItemPage.objects.get().pk == saved["pk"]
    assert Submission.objects.get().item_id == saved["pk"]


def test_submitted_by_a_double_click(client, add, typed):
    for _click in range(2):
        client.post(add, {**typed, "action-submit": "1"}, follow=True)
    assert ItemPage.objects.count() == Submission.objects.count() == 1


def test_a_collection_published_while_the_editor_saved_it_by_itself(client, school):
    client.force_login(school.people["administrator"], backend="django.contrib.auth.backends.ModelBackend")
    add = reverse("wagtailadmin_pages:add", args=["disclosure", "collectionpage", school.organization.pk])
    key = re.search(r'name="begun" value="([0-9a-f-]{36})"', client.get(add).text)[1]
    sent = {"title": "专题甲", "below": "on", "state": "all", "period": "any", "order": "newest", "begun": key}
    sent |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    client.post(add, sent, headers={"accept": "application/json"})
    client.post(add, {**sent, "action-publish": "1"}, follow=True)
    assert CollectionPage.objects.get().live


def test_two_forms_make_two(client, add, typed):
    client.post(add, typed)
    client.post(add, {**typed, "begun": str(uuid4())})
    client.post(add, {**typed, "begun": ""})
    assert ItemPage.objects.count() == 3


def test_the_key_of_another_page_is_not_taken(client, school, add, typed):
    client.post(add, {**typed, "begun": str(school.column.translation_key)})
    assert ItemPage.objects.get().translation_key != school.column.translation_key
    assert Page.objects.filter(translation_key=school.column.translation_key).count() == 1
