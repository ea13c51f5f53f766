"""The editor as the office meets it: what can be chosen, what is missing, what is said where."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.documents import get_document_model
from wagtail.models import Collection

from disclosure.core import clock
from disclosure.items import canonical
from disclosure.items.forms import MomentField
from disclosure.items.models import Edition, ItemPage
from disclosure.items.streams import stored
from tests import factories
from tests.items import drafts, posting_forms
from tests.items.library import document, image

pytestmark = pytest.mark.django_db


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add(school) -> str:
    return reverse("wagtailadmin_pages:add", args=["disclosure", "itempage", school.column.pk])


def fresh(page) -> ItemPage:
    return ItemPage.objects.get(pk=page.pk)


def draft(page) -> ItemPage:
    return fresh(page).get_latest_revision().as_object()


def send(client, page, action="", **changes):
    data = posting_forms.of_item(draft(page)) | changes
    return client.post(edit(page), data | ({action: "1"} if action else {}))


def errors(answer) -> dict:
    return dict(answer.context["form"].errors) if answer.context else {}


def test_a_draft_that_is_being_signed_has_no_field_and_no_way_to_fill_one(client, school, office):
    page = drafts.full(school, wish_begins_at=None)
    open_before = client.get(edit(page)).content.decode()
    factories.submitted(page, office)
    html = client.get(edit(page)).content.decode()
    for sign in ('name="title"', 'data-contentpath="body"', reverse("disclosure_items:import", args=[page.pk, "fees"])):
        assert sign in open_before
        assert sign not in html
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


def test_what_was_typed_before_it_was_locked_stays_in_the_refusal(client, school, office):
    page = drafts.full(school, wish_begins_at=None)
    typed = posting_forms.of_item(draft(page)) | {"title": "另一个标题"}
    factories.submitted(page, office)
    assert "另一个标题" in client.post(edit(page), typed).content.decode()
    assert draft(page).title != "另一个标题"


# --- what is there -------------------------------------------------------------------------------------------------


def test_a_clerk_sees_what_they_need_and_no_more(client, page):
    html = client.get(edit(page)).content.decode()
    for name in ("title", "entry", "formed_on", "amount", "summary", "topics", "wish_begins_at", "wish_days"):
        assert f'name="{name}"' in html
    for name in ("slug", "seo_title", "search_description", "go_live_at", "expire_at", "show_in_menus", "change_note"):
        assert f'name="{name}"' not in html
    assert 'name="action-submit"' in html
    assert 'name="action-publish"' not in html


def test_the_checklist_leads_to_each_field(client, page):
    page.summary, page.formed_on = "", None
    page.save_revision()
    html = client.get(edit(page)).content.decode()
    for name in ("formed_on", "summary"):
        assert f'<a href="#id_{name}">' in html
        assert f'id="id_{name}"' in html


def test_the_checklist_leads_to_the_part_that_is_wrong(client, school, office):
    page = drafts.full(school)
    raw = stored(page.body)
    raw[1]["value"]["rows"] = "作业本费"
    page.body = page.body.stream_block.to_python(raw)
    page.save_revision(user=office)
    html = client.get(edit(page)).content.decode()
    assert f'<a href="#block-{raw[1]["id"]}-section">' in html


def test_a_missing_part_leads_to_the_content(client, school, page):
    school.entry.required_blocks = ["fees", "attachments"]
    school.entry.save()
    html = client.get(edit(page)).content.decode()
    for name in ("body", "attachments"):
        (anchor,) = re.findall(rf'<a href="#(panel-{name}-section)">[^<]*</a></li>', html)
        assert f'id="{anchor}"' in html


def test_the_checklist_says_which_edition_the_draft_is(client, school, office):
    posting = factories.posted(school)
    page = fresh(posting.item)
    assert client.get(edit(page)).status_code == 200
    before = client.get(edit(page)).content.decode()
    page = draft(page)
    page.title = "改了"
    page.save_revision(user=office)
    assert client.get(edit(page)).content.decode() != before


# --- entries -------------------------------------------------------------------------------------------------------


def choices(client, address) -> list[str]:
    field = client.get(address).context["form"].fields["entry"]
    return [entry.number for entry in field.queryset.order_by("pk")]


def test_only_open_entries_of_this_column_are_offered(client, school, office):
    factories.entry(school.column, number="2")
    factories.entry(school.column, number="3", closed_at=clock.now() - timedelta(days=1))
    factories.entry(factories.column(school.organization), number="4")
    factories.school(bureau=school.bureau, code="QL21", prefix="x-")
    assert choices(client, add(school)) == ["1", "2"]


def test_the_entry_that_a_draft_has_stays_among_them_when_it_is_closed(client, school, page):
    factories.entry(school.column, number="2")
    school.entry.closed_at = clock.now()
    school.entry.save()
    assert choices(client, edit(page)) == ["1", "2"]


def test_another_columns_entry_cannot_be_sent(client, school, page):
    other = factories.entry(factories.column(school.organization))
    assert "entry" in errors(send(client, page, entry=other.pk))


def test_the_only_entry_is_chosen_already(client, school, office):
    assert client.get(add(school)).context["form"]["entry"].value() == school.entry.pk


def test_an_item_is_copied_as_the_form_stands(client, page):
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = client.get(address).context["form"]
    sent = {"new_title": form["new_title"].value(), "new_slug": form["new_slug"].value()}
    answer = client.post(address, sent | {"new_parent_page": page.get_parent().pk})
    assert answer.status_code == 302, errors(answer)
    copied = page.get_siblings(inclusive=False).get()
    assert copied.title == page.title
    assert copied.slug not in ("", page.slug)


# --- saving and submitting -----------------------------------------------------------------------------------------


def test_a_draft_is_saved_with_all_its_faults(client, school, office):
    empty = {"title": "半成品", "body-count": "0", "attachments-count": "0"}
    assert client.post(add(school), empty).status_code == 302
    page = ItemPage.objects.get()
    assert page.title == "半成品"
    assert not page.live
    assert page.owner == office
    assert page.slug.isascii()


def test_what_was_typed_into_a_wrong_table_stays(client, school, office):
    page = drafts.full(school)
    data = posting_forms.of_item(page)
    key = next(key for key, value in data.items() if value == "fees").replace("-type", "-value-rows")
    assert client.post(edit(page), data | {key: "作业本费\t\n\t12"}).status_code == 302
    assert stored(draft(page).body)[1]["value"]["rows"] == "作业本费\t\n\t12"


@pytest.mark.parametrize(("name", "value"), [("title", ""), ("entry", ""), ("formed_on", ""), ("summary", "")])
def test_submitting_names_what_is_missing_beside_its_field(client, page, name, value):
    assert name in errors(send(client, page, "action-submit", **{name: value}))
    assert not Edition.objects.exists()
    assert fresh(page).current_workflow_state is None


def test_submitting_names_the_cell_that_is_wrong(client, school, office):
    page = drafts.full(school)
    data = posting_forms.of_item(page)
    key = next(key for key, value in data.items() if value == "fees").replace("-type", "-value-rows")
    answer = client.post(edit(page), data | {key: "作业本费", "action-submit": "1"})
    assert "body" in errors(answer)
    assert not Edition.objects.exists()


def test_submitting_makes_the_edition_and_starts_the_route(client, school, office):
    page = drafts.full(school, wish_begins_at=None)
    answer = client.post(edit(page), posting_forms.of_item(page) | {"action-submit": "1"})
    assert answer.status_code == 302, errors(answer)
    edition = Edition.objects.get()
    assert edition.files.count() == 5
    assert fresh(page).current_workflow_task.name == "保密审查"


def test_creating_and_submitting_in_one_step(client, school, office):
    data = {
        "title": "一步送审",
        "entry": school.entry.pk,
        "formed_on": "2026-11-20",
        "summary": "摘要",
        "body-count": "0",
        "attachments-count": "0",
        "action-submit": "1",
    }
    answer = client.post(add(school), data | {"summary": ""})
    assert "summary" in errors(answer)
    assert client.post(add(school), data).status_code == 302
    assert Edition.objects.get().title == "一步送审"


# --- L17 -----------------------------------------------------------------------------------------------------------


def foreign_document(school):
    other = factories.school(bureau=school.bureau, code="QL21", prefix="x-").organization
    return document(other)


def hosts_document(school):
    root = Collection.get_first_root_node()
    return get_document_model().objects.create(title="x", collection=root, file=document(school.organization).file)


@pytest.mark.parametrize("of", [foreign_document, hosts_document])
@pytest.mark.parametrize("action", ["", "action-submit"])
def test_a_document_of_another_library_is_refused(client, school, page, of, action):
    own = document(school.organization)
    page.attachments = [("file", {"document": own, "title": ""})]
    page.save_revision()
    answer = send(client, page, action, **{"attachments-0-value-document": str(of(school).pk)})
    assert "attachments" in errors(answer)
    assert stored(draft(page).attachments)[0]["value"]["document"] == own.pk


def test_an_image_of_another_library_is_refused(client, school, office):
    page = drafts.full(school)
    other = factories.school(bureau=school.bureau, code="QL21", prefix="x-").organization
    data = posting_forms.of_item(page)
    key = next(key for key in data if key.endswith("-image"))
    assert "body" in errors(client.post(edit(page), data | {key: str(image(other).pk)}))


def test_links_and_embeds_in_text_come_to_nothing(client, school, page):
    page.body = [("text", '<p><a linktype="page" id="1">甲</a><embed embedtype="image" id="1" format="left"/></p>')]
    page.save_revision()
    assert canonical.content(draft(page))["blocks"] == [{"type": "text", "value": [["p", ["甲"]]]}]


# --- corrections ---------------------------------------------------------------------------------------------------


def test_the_fields_of_a_correction_come_with_the_first_posting(client, school, office):
    page = fresh(factories.posted(school).item)
    html = client.get(edit(page)).content.decode()
    for name in ("change_note", "mends_form_only", "earlier_readable"):
        assert f'name="{name}"' in html


def test_before_it_they_keep_what_they_say(client, page):
    assert send(client, page).status_code == 302
    assert draft(page).earlier_readable is True


def test_a_correction_needs_its_note_and_begins_a_new_passage(client, school, office):
    page = fresh(factories.posted(school).item)
    answer = send(client, page, "action-submit", title="改过的标题", earlier_readable="on")
    assert "change_note" in errors(answer)
    answer = send(client, page, "action-submit", title="改过的标题", change_note="改标题", earlier_readable="on")
    assert answer.status_code == 302, errors(answer)
    assert Edition.objects.filter(item=page).count() == 2


def test_a_part_is_not_called_like_the_list_it_stands_in():
    """Both are regions of the page: two of one name cannot be told apart by who does not see them."""
    with translation.override("zh-hans"):
        for stream in ("body", "attachments"):
            field = ItemPage._meta.get_field(stream)
            labels = {str(child.label) for child in field.stream_block.child_blocks.values()}
            assert str(field.verbose_name) not in labels


@pytest.mark.parametrize(
    ("typed", "ends", "read"),
    [
        ("2026-12-31 18:30", True, "2026-12-31 18:30"),
        ("2026年12月31日 24:00", True, "2027-01-01 00:00"),
        ("2026年12月1日", True, "2026-12-02 00:00"),
        ("2026年12月1日", False, "2026-12-01 00:00"),
        ("2026/12/1 8时", False, "2026-12-01 08:00"),
        (" 2026.12.1 8点5分 ", False, "2026-12-01 08:05"),
        ("2026-12-01 08:00:30", False, "2026-12-01 08:00:30"),
        ("2026-12-01 25:00", False, None),
        ("2026年2月30日", True, None),
        ("明天", False, None),
    ],
)
def test_a_moment_is_typed_as_it_is_read(typed, ends, read):
    field = MomentField(ends=ends)
    if read is None:
        with pytest.raises(ValidationError):
            field.clean(typed)
    else:
        assert f"{timezone.localtime(field.clean(typed)):%Y-%m-%d %H:%M:%S}".removesuffix(":00") == read
