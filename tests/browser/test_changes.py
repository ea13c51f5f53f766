"""What comes after a submission: returned and sent again, corrected, withdrawn; by the people themselves."""

import pytest
from django.urls import reverse

from disclosure.items import importing
from disclosure.items.models import Posting
from disclosure.runner.loop import Runner
from disclosure.signoff.models import OutcomeKind
from tests import factories
from tests.browser import people
from tests.items.drafts import FEES
from tests.items.library import document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "2026年秋季学期收费项目和标准"


def fees(school, **fields):
    """A draft of the office: a fee schedule, and a file."""
    body = [("fees", {"caption": "2026年秋季学期", "rows": importing.read("fees", FEES).text, "note": ""})]
    attachments = [("file", {"document": document(school.organization), "title": "收费批文"})]
    office = school.people["office"]
    return factories.item(school.column, by=office, title=TITLE, body=body, attachments=attachments, **fields)


def passed(school, submission, *names):
    return factories.signed(submission, *(school.people[name] for name in names))


def test_what_was_returned_is_mended_and_signed_anew_by_all(new_page, school):
    item = fees(school)
    first = passed(school, factories.submitted(item, school.people["office"]), "reviewer")
    office, phone = new_page(), new_page(phone=True)

    people.enter(phone, "leader1")
    phone.click("#waiting .desk-link >> nth=0")
    phone.click(".signing-return > summary")
    phone.fill("[name=return-reason]", "作业本费写错了，应为十九元")
    phone.fill("[name=return-password]", factories.PASSWORD)
    phone.click(".signing-return button[type=submit]")
    phone.wait_for_selector("#waiting .desk-empty")

    people.enter(office, "office")
    assert "应为十九元" in office.inner_text("#returned .desk-reason")
    office.click("#returned .desk-link")
    office.wait_for_selector(".disclosure-sheet table")
    people.looked_at(office)
    office.locator("[data-place='0:1']").fill("19")
    people.submit(office)

    for name in ("reviewer", "leader1"):
        people.enter(phone, name)
        people.sign(phone, sees=["18.50", "19"])
    second = item.submissions.get(outcome=None)
    passed(school, second, "leader2", "supervisor1", "supervisor2", "principal")
    assert first.outcome.kind == OutcomeKind.RETURNED
    assert [signature.user.username for signature in first.signatures.all()] == ["reviewer"]
    assert Posting.objects.get().edition == second.edition
    people.enter(office, "office")
    office.click("#sent .desk-link")
    office.wait_for_selector(".desk-passage")
    people.looked_at(office)
    assert people.unproven() == []


def test_a_correction_takes_the_place_of_what_is_up_and_shows_the_difference(new_page, school, hand):
    posting = factories.posted(school, fees(school))
    address = reverse("disclosure:item", args=[posting.index.text])
    office, phone, visitor = new_page(), new_page(phone=True), new_page(phone=True)
    hand.to("2026-11-26 10:00")

    people.enter(office, "office")
    office.click("#sent .desk-link")
    office.get_by_role("link", name="打开草稿").click()
    office.wait_for_selector(".disclosure-sheet table")
    office.locator("[data-place='0:1']").fill("19")
    people.submit(office)
    assert not posting.item.submissions.filter(outcome=None).exists()  # it does not say what it changes
    office.fill("#id_change_note", "作业本费由18.5元更正为19元")
    people.submit(office)
    submission = posting.item.submissions.get(outcome=None)
    passed(school, submission, "reviewer", "leader1", "leader2", "supervisor1", "supervisor2")
    visitor.goto(address)
    assert "18.50" in visitor.inner_text("main")

    people.sign(people.enter(phone, "principal"), sees=["18.50", "19"])

    assert visitor.goto(address).status == 200
    assert "更正为19元" in visitor.inner_text("#editions")
    assert "18.50" in visitor.inner_text("#changes del")
    assert "19" in visitor.inner_text("#changes ins")
    people.looked_at(visitor)
    visitor.click("#editions a")
    visitor.wait_for_url(f"**{address}1/")
    assert "18.50" in visitor.inner_text("main")
    people.looked_at(visitor)
    Runner(pause=0).once()
    assert people.unproven() == []


def test_a_withdrawal_closes_page_and_file_at_once_and_is_confirmed(new_page, school, hand):
    posting = factories.posted(school, fees(school))
    address = reverse("disclosure:item", args=[posting.index.text])
    visitor, phone = new_page(), new_page(phone=True)
    visitor.goto(address)
    file = visitor.locator("a[href*='/files/']").first.get_attribute("href")
    assert visitor.request.get(file).status == 200
    hand.to("2026-11-26 10:00")

    people.enter(phone, "principal")
    phone.goto(reverse("disclosure_postings:index"))
    people.looked_at(phone)
    phone.get_by_role("link", name="立即撤下").click()
    people.looked_at(phone)
    phone.fill("[name=explanation]", "附件里有不应公开的内容")
    phone.get_by_role("button", name="预览公众将看到的").click()
    phone.wait_for_selector("[name=decide]")
    people.looked_at(phone)
    phone.fill("[name=password]", factories.PASSWORD)
    phone.click("[name=decide]")
    phone.wait_for_selector(".desk")

    assert visitor.goto(address).status == 410
    assert "附件里有不应公开的内容" in visitor.inner_text("main")
    people.looked_at(visitor)
    assert visitor.request.get(file).status == 410
    visitor.goto("/")
    assert TITLE not in visitor.inner_text("main")
    visitor.goto(reverse("disclosure:withdrawn"))
    assert TITLE in visitor.inner_text("main")

    for name in ("leader1", "supervisor1"):
        people.enter(phone, name)
        phone.click("#confirm .desk-link")
        phone.wait_for_selector(".signing")
        people.looked_at(phone)
        phone.locator("form button.signing-button").click()
        phone.wait_for_selector(".messages .success")
    assert posting.closings.get().confirmations.count() == 2
    Runner(pause=0).once()
    assert people.unproven() == []
