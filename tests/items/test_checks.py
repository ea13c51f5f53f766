"""What keeps an item from being submitted: one fact each, with the field it stands beside."""

from datetime import timedelta
from decimal import Decimal

import pytest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from disclosure.catalog.models import Attribute
from disclosure.core import clock
from disclosure.items import checks, operations
from disclosure.items.exceptions import NotReady
from disclosure.items.models import Edition, ItemPage
from disclosure.items.streams import stored
from tests import factories
from tests.items import drafts
from tests.items.library import document, image, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
NOW = factories.moment("2026-11-24 09:00")


@pytest.fixture
def page(school):
    return factories.item(school.column, by=school.people["office"])


def found(page, *, blocks=True):
    """The fields beside which a fault stands."""
    return [fault.field for fault in checks.faults(page) if fault.blocks is blocks]


def test_a_plain_item_is_ready(page):
    assert found(page) == []


def test_a_draft_with_every_part_is_ready(school):
    assert checks.faults(drafts.full(school)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "  "), ("entry", None), ("formed_on", None), ("summary", "")],
)
def test_what_must_be_there(page, name, value):
    setattr(page, name, value)
    assert found(page) == [name]


def test_no_matter_is_formed_on_a_day_to_come(page):
    page.formed_on = clock.today() + timedelta(days=1)
    assert found(page) == ["formed_on"]


def test_no_amount_is_less_than_nothing(page):
    page.amount = Decimal("-0.01")
    assert found(page) == ["amount"]


def test_a_closed_entry(page):
    page.entry.closed_at = NOW
    assert found(page) == ["entry"]


def test_an_entry_of_another_column(school, page):
    page.entry = factories.entry(factories.column(school.organization))
    assert found(page) == ["entry"]


def test_an_entry_of_another_organization(school, page):
    other = factories.school(bureau=school.bureau, code="QL21", prefix="x-")
    page.entry = other.entry
    assert found(page) == ["entry"]


def test_an_entry_of_the_column_above(school):
    below = factories.column(school.column)
    page = factories.item(below, by=school.people["office"], entry=school.entry)
    assert found(page) == []


def test_an_entry_that_is_exempt(page):
    page.entry.attribute = Attribute.EXEMPT
    assert found(page) == ["entry"]


@pytest.mark.parametrize(
    "part", ["text", "fees", "accounts", "persons", "award", "votes", "timeline", "pictures", "attachments"]
)
def test_a_part_that_the_entry_asks_for(school, page, part):
    page.entry.required_blocks = [part]
    assert found(page) == ["attachments" if part == "attachments" else "body"]
    whole = drafts.full(school)
    whole.entry.required_blocks = [part]
    assert found(whole) == []


@pytest.mark.parametrize(
    ("amount", "fields"), [("4999.99", []), ("5000", ["body"]), ("80000", ["body"]), (None, ["amount"])]
)
def test_from_the_threshold_on_the_meeting_is_recorded(page, amount, fields):
    page.entry.threshold = Decimal(5000)
    page.amount = amount and Decimal(amount)
    assert found(page) == fields


def test_with_its_record_the_threshold_is_met(school):
    page = drafts.full(school, amount=Decimal(80_000))
    page.entry.threshold = Decimal(5000)
    assert found(page) == []


BAD = {
    "a fee without a standard": ("fees", {"rows": "作业本费"}),
    "no caption": ("fees", {"caption": " "}),
    "an empty table": ("fees", {"rows": ""}),
    "no amount": ("accounts", {"rows": "收入\t\t甲\t1o"}),
    "a wrong total": ("accounts", {"rows": "收入\t\t甲\t1\n收入合计\t\t\t2"}),
    "more cells than headings": ("persons", {"rows": "姓名\n甲\t乙"}),
    "no result": ("award", {"result": ""}),
    "an amount in words": ("award", {"amount": "八万"}),
    "votes that do not add up": ("votes", {"in_favour": 8}),
    "more present than entitled": ("votes", {"entitled": 8}),
    "nobody said how many": ("votes", {"against": None}),
    "no such day": ("timeline", {"rows": "开工\t2026-02-30"}),
    "neither planned nor done": ("timeline", {"rows": "开工"}),
}


@pytest.mark.parametrize("name", BAD)
def test_each_block_by_its_own_rules_and_named_by_its_id(school, name):
    kind, wrong = BAD[name]
    page = drafts.full(school)
    raw = stored(page.body)
    block = next(block for block in raw if block["type"] == kind)
    block["value"] |= wrong
    page.body = page.body.stream_block.to_python(raw)
    faults = [fault for fault in checks.faults(page) if fault.blocks]
    assert {(fault.field, fault.block) for fault in faults} == {("body", block["id"])}


def test_a_picture_without_a_description(school):
    page = drafts.full(school)
    raw = stored(page.body)
    raw[-1]["value"]["pictures"][0]["value"]["alt"] = " "
    page.body = page.body.stream_block.to_python(raw)
    assert found(page) == ["body"]


def test_a_text_without_words(page):
    page.body = page.body.stream_block.to_python([{"type": "text", "value": "<p> </p>"}])
    assert found(page) == ["body"]


def test_files_deleted_from_the_library(school):
    page = drafts.full(school)
    get_document_model().objects.all().delete()
    get_image_model().objects.all().delete()
    assert found(page) == ["body", "attachments"]


def test_files_whose_bytes_are_gone(school):
    page = drafts.full(school)
    own = get_document_model().objects.get()
    own.file.storage.delete(own.file.name)
    assert found(page) == ["attachments"]


def test_files_of_another_library(school):
    other = factories.school(bureau=school.bureau, code="QL21", prefix="x-").organization
    page = drafts.full(school, attachments=[("file", {"document": document(other), "title": ""})])
    raw = stored(page.body)
    raw[-1]["value"]["pictures"][0]["value"]["image"] = image(other).pk
    page.body = page.body.stream_block.to_python(raw)
    assert found(page) == ["body", "attachments"]


def test_files_of_a_kind_that_cannot_be_published(school):
    archive = document(school.organization, name="a.zip", content=zipped("a.txt"))
    page = drafts.full(school, attachments=[("file", {"document": archive, "title": ""})])
    assert found(page) == ["attachments"]


def test_a_part_of_a_kind_that_is_known_no_more(page):
    revision = page.get_latest_revision()
    revision.content["body"] = '[{"type": "dance", "value": "x", "id": "1"}]'
    revision.save()
    page = ItemPage.objects.get(pk=page.pk).get_latest_revision().as_object()
    assert not stored(page.body)  # it vanished silently
    assert found(page) == ["body"]


@pytest.mark.parametrize(
    ("begins", "days", "ends", "minimum", "blocking", "noted"),
    [
        (None, None, None, 0, [], []),
        (None, None, None, 15, [], ["wish_days"]),
        (None, 15, None, 15, [], []),
        (None, 14, None, 15, ["wish_days"], []),
        (None, None, "2026-12-10 00:00", 15, [], []),
        (None, None, "2026-12-09 23:59", 15, ["wish_ends_at"], []),
        ("2026-12-01 08:00", None, "2026-12-16 23:59", 15, ["wish_ends_at"], []),
        ("2026-12-01 08:00", None, "2026-12-17 00:00", 15, [], []),
        ("2026-12-01 08:00", None, "2026-12-01 08:00", 0, ["wish_ends_at"], []),
        (None, None, "2026-11-24 09:00", 0, ["wish_ends_at"], []),
        (None, 3, "2026-12-01 08:00", 0, ["wish_days"], []),
        ("2026-11-01 08:00", None, None, 0, [], ["wish_begins_at"]),
        (None, 0, None, 15, ["wish_days"], []),
        (None, 3650, None, 0, [], []),
        (None, 3651, None, 0, ["wish_days"], []),
        (None, 3_000_000, None, 0, ["wish_days"], []),
        ("2036-11-21 09:00", None, None, 0, [], []),
        ("2036-11-21 09:01", None, None, 0, ["wish_begins_at"], []),
        ("2026-12-01 08:00", None, "2036-11-28 08:00", 0, [], []),
        ("2026-12-01 08:00", None, "2036-11-28 08:01", 0, ["wish_ends_at"], []),
    ],
)
def test_the_period_that_is_wished(page, begins, days, ends, minimum, blocking, noted):
    page.wish_begins_at = begins and factories.moment(begins)
    page.wish_days = days
    page.wish_ends_at = ends and factories.moment(ends)
    page.entry.minimum_days = minimum
    assert found(page) == blocking
    assert found(page, blocks=False) == noted


def test_a_correction_says_what_it_changes_and_changes_something(school):
    page = factories.posted(school).item
    assert found(page) == ["change_note", "change_note"]
    page.change_note = "改一个数"
    page.summary = "改过了"
    assert found(page) == []


def test_the_sentence_of_the_last_correction_is_noted(school):
    page = factories.corrected(school, factories.posted(school)).item.get_latest_revision_as_object()
    page.summary = "又改过了"
    assert (found(page), found(page, blocks=False)) == ([], ["change_note"])
    page.change_note = "又改了一处"
    assert found(page, blocks=False) == []


def test_freezing_refuses_with_every_fault(school, page):
    page.summary, page.formed_on = "", None
    with pytest.raises(NotReady) as refused:
        operations.freeze(page=page, revision=page.get_latest_revision(), by=school.people["office"])
    assert [fault.field for fault in refused.value.faults] == ["formed_on", "summary"]
    assert not Edition.objects.exists()


def test_a_submission_that_goes_round_the_form_is_returned_with_the_reasons(school, page):
    page.summary = ""
    page.save_revision(user=school.people["office"])
    state = page.get_workflow().start(page, school.people["office"])
    assert state.status == "needs_changes"
    assert state.current_task_state.comment
    assert not page.submissions.exists()
