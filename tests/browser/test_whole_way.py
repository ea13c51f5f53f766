"""The main way, each person in turn at their own browser: drafted, signed, up at its second, filed, ended."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from disclosure.items.models import ItemPage, Posting
from disclosure.runner.loop import Runner
from tests.browser import people
from tests.items.drafts import FEES
from tests.items.library import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "2026年秋季学期收费项目和标准"
SECOND = timedelta(seconds=1)


def draft(page, school) -> None:
    """The office writes it: a fee schedule from a spreadsheet, a file of its own, up tomorrow for a week."""
    page.locator(".desk-actions a", has_text="起草").first.click()
    people.looked_at(page)
    page.get_by_role("link", name=school.column.title).click()
    page.fill("#id_title", TITLE)
    people.pick(page, "formed_on", "2026-11-20")
    page.fill("#id_summary", "本学期的标准与上学期相同。")
    people.add_block(page, "body", "收费")
    page.fill("[name$='-value-caption']", "2026年秋季学期")
    people.paste(page, FEES)
    people.attach(page, "收费批文", "piwen.pdf", PDF)
    people.pick(page, "wish_begins_at", "2026-11-25 08:00")
    page.fill("#id_wish_days", "7")
    people.save(page)


def read(page, posting) -> None:
    """A visitor finds it on the front page, reads it, and takes its file along."""
    page.goto("/")
    people.looked_at(page)
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**/{posting.index.text}/")
    people.looked_at(page)
    assert "作业本费" in page.inner_text("table")
    file = page.request.get(page.locator("a[href*='/files/']").first.get_attribute("href"))
    assert (file.status, file.body()) == (200, PDF)
    assert page.context.cookies() == []


def acknowledge(page) -> None:
    """The superior's office reads what was filed with it, and gives the receipt."""
    page.click("#filings .desk-link >> nth=0")
    page.wait_for_selector(".signing")
    people.looked_at(page)
    page.get_by_role("button", name="签收", exact=True).click()
    page.wait_for_selector("text=已签收 1 件备案")
    people.looked_at(page)


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_from_a_draft_to_the_notice_board_and_down_again(new_page, school, hand, phone):
    office, signer, visitor = new_page(), new_page(phone=phone), new_page(phone=phone)
    office.goto(people.HOME)
    people.looked_at(office)
    draft(people.enter(office, "office"), school)
    people.submit(office)
    for name in ["reviewer", "leader1", "leader2", "supervisor1", "supervisor2"]:
        people.sign(people.enter(signer, name))
        assert not Posting.objects.exists()
    people.sign(people.enter(signer, "principal"))
    posting = Posting.objects.get()
    address = reverse("disclosure:item", args=[posting.index.text])

    hand.to(posting.begins_at - SECOND)
    assert visitor.goto(address).status == 404
    people.looked_at(visitor)
    hand.to(posting.begins_at)
    assert visitor.goto(address).status == 200
    read(visitor, posting)

    Runner(pause=0).once()
    assert ItemPage.objects.get().live
    assert posting.index.text in "".join(
        message.body for message in mail.outbox if message.to == ["office@example.com"]
    )
    acknowledge(people.enter(office, "bureau"))
    assert posting.filing.receipt.by.username == "bureau"

    hand.to(posting.ends_at - SECOND)
    assert visitor.goto(address).status == 200
    assert not visitor.locator(".state-past").count()
    hand.to(posting.ends_at)
    visitor.goto(address)
    assert visitor.locator(".state-past").count()
    people.looked_at(visitor)
    Runner(pause=0).once()
    assert not ItemPage.objects.get().live
    assert people.unproven() == []
