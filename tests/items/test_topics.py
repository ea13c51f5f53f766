"""Topics that are offered while one types: known ones, never those of another organization's drafts."""

import pytest
from django.urls import reverse

from disclosure.items.models import ItemPage
from tests import factories

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def offered(client, user, term):
    client.force_login(user, backend=BACKEND)
    answer = client.get(reverse("disclosure_topics"), {"term": term})
    assert answer.status_code == 200
    return answer.json()


def draft(school, *topics):
    page = factories.item(school.column, by=school.people["office"])
    page.topics.add(*topics)
    page.save()
    return page


def test_those_of_ones_own_drafts_are_offered(client, school):
    draft(school, "学校食堂", "收费")
    assert offered(client, school.people["office"], "食堂") == ["学校食堂"]
    assert offered(client, school.people["office"], "") == []


def test_those_of_what_everyone_reads_are_offered_and_those_of_foreign_drafts_are_not(client, school):
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    posting = factories.posted(school, draft(school, "学校食堂"))
    draft(school, "食堂改造")
    assert offered(client, other.people["office"], "食堂") == []
    ItemPage.objects.filter(pk=posting.item_id).update(live=True)
    assert offered(client, other.people["office"], "食堂") == ["学校食堂"]


def test_a_superiors_office_is_not_offered_those_of_drafts_below_it(client, school):
    draft(school, "学校食堂")
    bureau = school.bureau.bodies.get(kind="office").memberships.get().user
    assert offered(client, bureau, "食堂") == []


def test_who_has_not_signed_in_is_asked_to(client, school):
    assert client.get(reverse("disclosure_topics"), {"term": "食堂"}).status_code == 302


def test_the_editor_asks_for_these(client, school):
    page = draft(school, "学校食堂")
    client.force_login(school.people["office"], backend=BACKEND)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f'data-w-tag-url-value="{reverse("disclosure_topics")}"' in editor
