"""A signer with a phone: from the desk to the signature and the next, one returned, one signed; no barrier."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from disclosure.signoff.models import OutcomeKind, Submission
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = reverse("wagtailadmin_home")


@pytest.fixture
def school():
    return factories.school()


def submit(school, **fields):
    page = factories.item(school.column, by=school.people["office"], **fields)
    return factories.submitted(page, school.people["office"])


def enter(page, username):
    page.goto(HOME)
    page.fill("[name=username]", username)
    page.fill("[name=password]", factories.PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".desk")


def has_no_barriers(page):
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")  # messages fade in
    found = Axe().run(page).response["violations"]
    assert not found, [(rule["id"], node["html"][:160]) for rule in found for node in rule["nodes"]]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def outcome(submission):
    return getattr(Submission.objects.get(pk=submission.pk), "outcome", None)


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_a_signer_returns_one_and_signs_the_next(new_page, school, phone):
    first, second = submit(school, title="十月伙食费"), submit(school, title="校服选用")
    for submission in (first, second):
        factories.signed(submission, school.people["reviewer"])
    page = new_page(phone=phone)
    enter(page, "leader1")
    has_no_barriers(page)

    page.click("#waiting .desk-link >> nth=0")
    page.wait_for_selector(".signing")
    has_no_barriers(page)
    page.click(".signing-return > summary")
    page.wait_for_selector("[name=return-reason]:focus")
    page.fill("[name=return-reason]", "第二行的数字不符")
    page.fill("[name=return-password]", "guess")
    page.click(".signing-return button[type=submit]")
    page.wait_for_selector(".signing-return[open] .error-message")
    page.wait_for_selector("[name=return-password]:focus")
    has_no_barriers(page)
    page.fill("[name=return-password]", factories.PASSWORD)
    page.click(".signing-return button[type=submit]")

    page.wait_for_url(f"**{reverse('disclosure_signoff:sign', args=[second.pk])}#main")
    assert outcome(first).kind == OutcomeKind.RETURNED
    assert page.locator("[name=sign-password]").count() == 0  # asked within ten minutes
    page.check("[name=sign-read]")
    page.click("#act > form button[type=submit]")

    page.wait_for_selector("#waiting .desk-empty")
    assert [s.user.username for s in second.signatures.all()] == ["reviewer", "leader1"]
    has_no_barriers(page)


def test_targets_are_large_on_a_phone(new_page, school):
    submission = submit(school)
    page = new_page(phone=True)
    enter(page, "reviewer")
    page.goto(reverse("disclosure_signoff:sign", args=[submission.pk]))

    small = page.evaluate(
        """() => [...document.querySelectorAll('.signing-button, .signing-check, .signing-return > summary')]
            .filter(part => part.getBoundingClientRect().height < 44).map(part => part.outerHTML.slice(0, 80))"""
    )

    assert small == []


def test_the_printed_sheet_has_room_to_sign_by_hand(new_page, school):
    submission = submit(school)
    page = new_page()
    enter(page, "office")
    page.goto(reverse("disclosure_signoff:sign", args=[submission.pk]))
    assert not page.is_visible(".signing-paper")

    page.emulate_media(media="print")

    assert page.is_visible(".signing-paper")
    assert submission.edition.digest in page.inner_text(".signing-paper")
    assert not page.is_visible("#wagtail-sidebar") and not page.is_visible("text=撤回")
