"""The canonical content: the same from form, revision, reload and published page; and it holds all that is public."""

import copy
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from disclosure.catalog.models import AfterEnd, Attribute, Retention
from disclosure.core import canonical as json_form
from disclosure.core import clock
from disclosure.files.exceptions import FileGone
from disclosure.files.models import KeptFile
from disclosure.items import canonical
from disclosure.items.models import ItemPage
from disclosure.items.streams import stored
from tests import factories
from tests.items import drafts, posting_forms
from tests.items.library import PDF, document, image, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(school):
    return drafts.full(school)


def digest(page) -> str:
    return json_form.digest(canonical.content(page))


def test_everything_that_is_public_is_in_it(page):
    content = canonical.content(page)
    assert [block["type"] for block in content["blocks"]] == [
        "text", "fees", "accounts", "persons", "award", "votes", "timeline", "pictures"
    ]  # fmt: skip
    by_type = {block["type"]: block["value"] for block in content["blocks"]}
    assert by_type["text"] == [
        ["h3", ["说明"]],
        ["p", ["本学期", ["b", ["共收"]], "两项。"]],
        ["ul", [["li", ["自愿"]]]],
    ]
    assert by_type["fees"]["rows"][0] == {
        "item": "作业本费",
        "standard": "18.50",
        "unit": "元／生·学期",
        "basis": "青教财〔2024〕7号",
        "approved_by": "区教育局",
    }
    assert by_type["accounts"]["income"]["total"] == "96680.00"
    assert by_type["accounts"]["balance"] == "66679.50"
    assert by_type["award"]["amount"] == "86400.00"
    assert by_type["award"]["decided_on"] == "2026-09-24"
    assert by_type["votes"]["not_voting"] == 0
    assert by_type["timeline"]["rows"][0]["planned"] == "2026-03"
    assert len(by_type["pictures"]["pictures"][0]["sizes"]) == 4
    assert content["summary"] == "第一行\n第二行"
    assert content["amount"] == "120.50"
    assert content["topics"] == ["收费", "食堂"]
    assert content["terms"]["from"] == "2026-12-01T00:00:00+00:00"
    assert content["correction"] is None
    (file,) = content["files"]
    assert (file["title"], file["name"], file["type"], file["size"]) == (
        "明细",
        "明细.pdf",
        "application/pdf",
        len(PDF),
    )


def test_it_is_json_without_floats(page):
    content = canonical.content(page)
    assert json.loads(json_form.dumps(content)) == content


def test_every_file_it_names_is_kept_under_that_name(page):
    files = canonical.files(canonical.content(page))
    assert [file["attachment"] for file in files] == [True, False, False, False, False]
    assert len({file["name"] for file in files}) == len(files)
    assert {file["sha256"] for file in files} == set(KeptFile.objects.values_list("sha256", flat=True))


def test_the_same_from_revision_reload_and_copy_of_a_reading(page):
    first = digest(page)
    for block in page.body:  # reading a block changes what is stored of it
        str(block.value)
    assert digest(page) == first
    page.save()
    assert digest(ItemPage.objects.get(pk=page.pk)) == first
    page.save_revision()
    assert digest(page.get_latest_revision().as_object()) == first


def test_the_same_after_a_round_through_the_editor(school, page):
    first, source = digest(page), canonical.source(page)
    page.wish_begins_at = timezone.localtime(page.wish_begins_at)
    form_class = ItemPage.get_edit_handler().get_form_class()
    form = form_class(
        posting_forms.of_item(page),
        instance=ItemPage.objects.get(pk=page.pk),
        parent_page=school.column,
        for_user=school.people["office"],
    )
    assert form.is_valid(), form.errors
    changed = form.save()
    changed.save_revision()
    assert canonical.content(changed) == canonical.content(page)
    assert digest(changed) == first
    assert canonical.source(changed) == source
    assert digest(changed.get_latest_revision().as_object()) == first
    assert digest(ItemPage.objects.get(pk=page.pk)) == first


def test_the_same_on_the_published_page(school, page):
    page.wish_begins_at = None
    page.save_revision(user=school.people["office"])
    posting = factories.posted(school, page)
    PublishPageRevisionAction(posting.edition.revision, changed=False).execute(skip_permission_checks=True)
    live = ItemPage.objects.get(pk=page.pk)
    assert live.live
    assert canonical.source(live) == posting.edition.source
    content = canonical.content(live) | {"correction": None}
    assert json_form.digest(content) == posting.edition.digest


def block(page, kind):
    """The raw value of the first block of `kind`, and how to write it back."""
    raw = stored(page.body)
    return raw, next(b for b in raw if b["type"] == kind)["value"]


def put(page, raw):
    page.body = page.body.stream_block.to_python(raw)


def in_block(kind, key, new):
    def change(page):
        raw, value = block(page, kind)
        value[key] = new
        put(page, raw)

    return change


def setting(name, new):
    return lambda page: setattr(page, name, new)


def of_entry(name, new):
    return lambda page: setattr(page.entry, name, new)


def text(page):
    raw = stored(page.body)
    raw[0]["value"] = raw[0]["value"].replace("两项", "三项")
    put(page, raw)


def bold(page):
    raw = stored(page.body)
    raw[0]["value"] = raw[0]["value"].replace("<b>共收</b>", "共收")
    put(page, raw)


def order(page):
    put(page, stored(page.body)[::-1])


def less(page):
    put(page, stored(page.body)[:-1])


def cell(kind, old, new):
    def change(page):
        raw, value = block(page, kind)
        assert old in value["rows"]
        value["rows"] = value["rows"].replace(old, new)
        put(page, raw)

    return change


def picture(key, new):
    def change(page):
        raw, value = block(page, "pictures")
        value["pictures"][0]["value"][key] = new(page) if callable(new) else new
        put(page, raw)

    return change


def attachment(key, new):
    def change(page):
        raw = stored(page.attachments)
        raw[0]["value"][key] = new(page) if callable(new) else new
        page.attachments = page.attachments.stream_block.to_python(raw)

    return change


def organization_of(page):
    return factories.OrganizationPage.objects.get(code="QL07")


def replaced_file(page):
    """The document stays, its bytes do not (W24)."""
    own = get_document_model().objects.get()
    with own.file.storage.open(own.file.name, "wb") as file:
        file.write(PDF + b"%changed")


def replaced_picture(page):
    _raw, value = block(page, "pictures")
    own = get_image_model().objects.get(pk=value["pictures"][0]["value"]["image"])
    with own.file.storage.open(own.file.name, "wb") as file:
        file.write(picture_bytes(colour="#00f"))


def another_image(page):
    return image(organization_of(page), content=picture_bytes(colour="#f00"))


CHANGES = {
    "title": setting("title", "另一个标题"),
    "formed_on": setting("formed_on", date(2026, 11, 1)),
    "summary": setting("summary", "第一行\n第三行"),
    "amount": setting("amount", Decimal("120.51")),
    "no amount": setting("amount", None),
    "topics": lambda page: page.topics.add("新"),
    "begins": lambda page: setattr(page, "wish_begins_at", page.wish_begins_at + timedelta(seconds=1)),
    "ends": setting("wish_ends_at", factories.moment("2027-01-01 00:00")),
    "days": setting("wish_days", 31),
    "minimum": of_entry("minimum_days", 3),
    "after end": of_entry("after_end", AfterEnd.REMOVE),
    "retention": of_entry("retention", Retention.PERMANENT),
    "attribute": of_entry("attribute", Attribute.ON_REQUEST),
    "ground": of_entry("ground", "依据"),
    "department": of_entry("department", "总务处"),
    "legal basis": of_entry("legal_basis", "条例"),
    "entry name": of_entry("name", "别的"),
    "entry number": of_entry("number", "9"),
    "words": text,
    "bold": bold,
    "order": order,
    "a part less": less,
    "fee": cell("fees", "18.5", "18.51"),
    "unit": cell("fees", "元／生·学期", "元／生·学年"),
    "fee caption": in_block("fees", "caption", "别的"),
    "fee note": in_block("fees", "note", "注"),
    "account": cell("accounts", "30,000.50", "30,000.51"),
    "account name": cell("accounts", "粮油", "蔬菜"),
    "account group": cell("accounts", "食材", "食品"),
    "person": cell("persons", "示例乙", "示例丙"),
    "heading": cell("persons", "班级", "年级"),
    "award": in_block("award", "result", "别家"),
    "award amount": in_block("award", "amount", "86,401"),
    "award day": in_block("award", "decided_on", "2026-09-25"),
    "votes": in_block("votes", "in_favour", 8),
    "not adopted": in_block("votes", "result", "rejected"),
    "stage": cell("timeline", "竣工", "验收"),
    "stage date": cell("timeline", "2026-12-31", "2026-12-30"),
    "alt": picture("alt", "另一段描述"),
    "picture caption": picture("caption", "别的"),
    "another picture": picture(
        "image", lambda page: image(organization_of(page), content=picture_bytes(colour="#f00")).pk
    ),
    "other bytes of a picture": replaced_picture,
    "attachment title": attachment("title", "别的"),
    "another attachment": attachment("document", lambda page: document(organization_of(page), content=PDF + b"%2").pk),
    "other bytes of an attachment": replaced_file,
    "salt": setting("salt", "0" * 32),
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_changes_the_digest(page, name):
    first = digest(page)
    CHANGES[name](page)
    assert digest(page) != first


def names(page):
    organization = organization_of(page)
    factories.OrganizationPage.objects.filter(pk=organization.pk).update(title="改名小学")


def column(page):
    type(page.get_parent().specific).objects.filter(pk=page.get_parent().pk).update(title="别的栏目")


@pytest.mark.parametrize("change", [names, column], ids=["organization", "column"])
def test_names_around_it_are_signed_but_do_not_touch_the_source(page, change):
    first, source = digest(page), canonical.source(page)
    change(page)
    page = ItemPage.objects.get(pk=page.pk)
    assert digest(page) != first
    assert canonical.source(page) == source


def ids(page):
    raw = stored(page.body)
    for number, one in enumerate(raw):
        one["id"] = f"00000000-0000-0000-0000-{number:012}"
    put(page, raw)


def spelled_otherwise(page):
    raw = stored(page.body)
    raw[0]["value"] = (
        '<h2 data-block-key="x">说明</h2>\n<p class="y">本学期<strong>共收</strong>两项。</p>'
        "<ul><li> 自愿 </li></ul><p></p>"
    )
    raw[1]["value"]["rows"] = raw[1]["value"]["rows"].replace("18.5", "¥18.50") + "\n\n"
    raw[2]["value"]["rows"] = raw[2]["value"]["rows"].replace("91,280.00", "９１２８０元")
    put(page, raw)


NO_CHANGES = {
    "ids of blocks": ids,
    "spelling": spelled_otherwise,
    "line ends": setting("summary", "第一行\n第二行  \n"),
    "spaces": setting("title", " 全部内容 "),
    "live": setting("live", True),
    "slug": setting("slug", "other"),
    "search description": setting("search_description", "x"),
    "owner": setting("owner", None),
    "threshold": of_entry("threshold", Decimal(1)),
    "zone of an instant": lambda page: setattr(page, "wish_begins_at", page.wish_begins_at.astimezone(None)),
    "note of a correction that is none": setting("change_note", "x"),
    "title of a document": lambda page: get_document_model().objects.update(title="x"),
}


@pytest.mark.parametrize("name", NO_CHANGES)
def test_nothing_else_does(page, name):
    first = digest(page)
    NO_CHANGES[name](page)
    assert digest(page) == first


@given(
    title=st.text("甲乙 ab<&", min_size=1, max_size=20),
    summary=st.text("甲乙 \n\r", max_size=30),
    cents=st.integers(0, 10**9),
    days=st.integers(1, 400),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_is_typed_is_the_same_after_a_reload(page, title, summary, cents, days):
    page.title, page.summary, page.amount, page.wish_days = title, summary, Decimal(cents) / 100, days
    page.body = page.body.stream_block.to_python([{"type": "text", "value": f"<p>{json.dumps(title)}</p>"}])
    if not title.strip():
        return
    first = digest(page)
    content = copy.deepcopy(page.serializable_data())
    again = page.with_content_json(json.loads(page.to_json()))
    assert digest(again) == first
    assert content["title"] == title


def test_a_deleted_document_is_no_content(page):
    get_document_model().objects.all().delete()
    with pytest.raises(FileGone):
        canonical.content(page)


def test_a_correction_says_what_it_is(school):
    posting = factories.posted(school)
    page = posting.item
    page.change_note, page.mends_form_only, page.earlier_readable = "改正一个数", True, False
    with clock.moved(clock.now() + timedelta(minutes=1)):
        assert canonical.content(page)["correction"] == {"note": "改正一个数", "anew": False, "earlier": "named"}


def test_the_source_opens_no_file(page, django_assert_max_num_queries):
    source = canonical.source(page)
    for member in get_document_model().objects.all():
        member.file.delete()
    assert canonical.source(page) == source
