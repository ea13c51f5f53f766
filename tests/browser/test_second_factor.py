"""The second factor on a telephone: asked for, set up, codes kept, signed in with it; no barrier on the way."""

import time

import pytest
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories
from tests.browser.people import HOME, looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school():
    """On the clock of every day: codes go by it."""
    made = factories.school()
    type(made.organization).objects.filter(pk=made.organization.pk).update(require_second_factor=True)
    return made


def shown(user, steps=0) -> str:
    """What the app on the telephone shows."""
    totp = TOTP(TOTPDevice.objects.get(user=user).bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def password(page):
    page.context.clear_cookies()
    page.goto(HOME)
    page.fill("[name=username]", "leader1")
    page.fill("[name=password]", factories.PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("[name=code]")
    looked_at(page)


def give(page, code: str):
    page.fill("[name=code]", code)
    page.press("[name=code]", "Enter")


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
def test_it_is_set_up_and_signed_in_with(new_page, school, phone):
    user, page = school.people["leader1"], new_page(phone=phone)
    password(page)
    assert page.url.endswith(reverse("disclosure_account:second_factor"))
    give(page, "000000")
    page.wait_for_selector(".error-message, .w-field__errors")
    looked_at(page)
    give(page, shown(user))
    page.wait_for_selector("ol code >> nth=9")
    kept = page.locator("ol code").all_inner_texts()
    looked_at(page)

    password(page)
    give(page, "123456")
    page.wait_for_selector(".messages .error")
    looked_at(page)
    give(page, shown(user, 1))
    page.wait_for_selector(".desk")

    password(page)
    page.click("a[href*=recovery]")
    page.wait_for_selector("[name=code]")
    looked_at(page)
    give(page, kept[0])
    page.wait_for_selector(".desk")
    looked_at(page)  # where it says how many codes are left
