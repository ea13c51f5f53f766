"""The preview: the edition as it would be, of what stands in the form."""

import pytest
from django.urls import reverse
from wagtail.documents import get_document_model

from disclosure.items.models import Edition
from tests import factories
from tests.items import drafts, posting_forms

pytestmark = pytest.mark.django_db


def test_a_draft_that_is_being_signed_can_be_previewed(client, school, office):
    page = drafts.full(school, wish_begins_at=None)
    factories.submitted(page, office)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, {"next": ""}).json()["is_valid"]
    assert page.title in client.get(address).content.decode()


def preview(client, page, data):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, data).json() == {"is_valid": True, "is_available": True}
    return client.get(address)


def test_the_preview_is_the_edition_not_saved(client, school, office):
    page = drafts.full(school)
    answer = preview(client, page, posting_forms.of_item(page))
    html = answer.content.decode()
    for words in (
        "作业本费",
        "18.50",
        "96,680.00",
        "推荐人选",
        "示例家具公司",
        "同意采购",
        "竣工",
        "操场平面图",
        "明细",
    ):
        assert words in html
    assert not Edition.objects.exists()


def test_the_preview_leads_back_to_the_draft_but_not_within_it(client, page):
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(address, posting_forms.of_item(page))
    assert f'href="{editor}"' in client.get(address).content.decode()
    assert f'href="{editor}"' not in client.get(address, {"in_preview_panel": "true"}).content.decode()


def test_its_files_can_be_read_by_whoever_previews(client, school, office):
    page = drafts.full(school)
    html = preview(client, page, posting_forms.of_item(page)).content.decode()
    address = html.split('<a href="/admin/disclosure/files/')[1].split('"')[0]
    assert client.get(f"/admin/disclosure/files/{address}").status_code == 200
    client.logout()
    assert client.get(f"/admin/disclosure/files/{address}").status_code == 302


def test_a_draft_that_is_far_from_ready_can_be_previewed(client, page):
    data = {"title": "才开始", "body-count": "0", "attachments-count": "0"}
    assert "才开始" in preview(client, page, data).content.decode()


def test_a_draft_can_be_previewed_with_what_is_wrong_in_it(client, school, office):
    page = drafts.full(school)
    get_document_model().objects.all().delete()
    data = posting_forms.of_item(page)
    rows = [key for key in data if key.endswith("-rows")]
    wrong = dict.fromkeys(rows, "开工\t明年\t又一年\t\t\t\t\t多")
    answer = preview(client, page, data | wrong)
    assert answer.status_code == 200
    assert "同意采购" in answer.content.decode()


def test_a_page_that_is_not_saved_yet_can_be_previewed(client, school, office):
    address = reverse("wagtailadmin_pages:preview_on_add", args=["disclosure", "itempage", school.column.pk])
    client.post(address, {"title": "新的", "body-count": "0", "attachments-count": "0"})
    assert "新的" in client.get(address).content.decode()
