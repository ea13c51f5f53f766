"""The office registers what was signed on paper, with a telephone's photograph of it; a leader stands witness."""

import pytest
from django.urls import reverse

from disclosure.signoff import paper
from disclosure.signoff.models import PaperSignature
from tests import factories
from tests.browser.people import enter, looked_at
from tests.items.library import picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_a_sheet_is_registered_and_witnessed(new_page, school, phone):
    factories.member(school.bodies["reviewers"], name="石老师")
    office = school.people["office"]
    submission = factories.submitted(factories.item(school.column, by=office, title="十月伙食费"), office)

    page = enter(new_page(phone=phone), "office")
    page.goto(reverse("disclosure_signoff:sign", args=[submission.pk]))
    looked_at(page)
    page.click(f"a[href*='{reverse('disclosure_signoff:register', args=[submission.pk])}']")
    page.fill("[name=code]", "0000 0000 0000")
    page.set_input_files("[name=scan]", {"name": "签字页.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()})
    page.check("[name=attribute] >> nth=0")
    page.check("[name=result] >> nth=0")
    page.click(".signing-act button[type=submit]")
    page.wait_for_selector(".signing-faults")
    looked_at(page)
    page.fill("[name=code]", paper.code_of(submission.edition.digest))
    page.set_input_files("[name=scan]", {"name": "签字页.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()})
    page.click(".signing-act button[type=submit]")
    page.wait_for_selector("img.signing-scan")
    looked_at(page)

    enter(page, "leader1").click("#papers .desk-link")
    page.wait_for_selector("img.signing-scan")
    page.fill("[name=confirm-password]", factories.PASSWORD)
    page.click("form:has([name=confirm-digest]) button")
    page.wait_for_selector("[name=confirm-seen]:focus")
    looked_at(page)
    page.check("[name=confirm-seen]")
    page.fill("[name=confirm-password]", factories.PASSWORD)
    page.click("form:has([name=confirm-digest]) button")
    page.wait_for_selector(".desk")
    looked_at(page)
    assert PaperSignature.objects.get().signature.name == "石老师"
