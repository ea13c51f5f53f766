"""The second factor: switched on by a person, or asked for by an organization; the password alone is not enough."""

import logging
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from disclosure.accounts import factor
from disclosure.accounts.exceptions import WrongCode
from disclosure.core import clock, ledger
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.organizations import second_factor
from disclosure.organizations.exceptions import NoFactor, NotAdministrator
from tests import factories

pytestmark = pytest.mark.django_db
HOUR = 1_795_000_010  # within a half minute
LOGIN = "/admin/login/"
PAGE = "/admin/disclosure/second-factor/"
CODE = f"{PAGE}code/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def person(school):
    return school.people["leader1"]


@pytest.fixture
def required(school):
    type(school.organization).objects.update(require_second_factor=True)


@pytest.fixture(autouse=True)
def stands(monkeypatch):
    """The half minute of a code does not end within a test."""
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", SimpleNamespace(time=lambda: HOUR))


def code(user, steps=0):
    """What the app shows, `steps` half minutes from now."""
    device = TOTPDevice.objects.filter(user=user).last()
    totp = TOTP(device.bin_key)
    totp.time = HOUR + 30 * steps
    return f"{totp.token():06d}"


def sign_in(client, username="leader1"):
    return client.post(LOGIN, {"username": username, "password": factories.PASSWORD})


def switch_on(user):
    """A factor that stands, and the recovery codes; its first code is not used yet."""
    device = factor.offered(user)
    device.confirmed = True
    device.save()
    return factor.new_codes(user)


def inside(client):
    return client.get("/admin/").status_code == 200


# Switching it on and off


def test_a_person_switches_it_on_with_one_code_and_is_shown_ten_recovery_codes_once(client, person):
    sign_in(client)
    assert PAGE in client.get(reverse("wagtailadmin_account")).content.decode()
    page = client.get(PAGE).content.decode()
    assert "data:image/svg+xml" in page and "otpauth://totp/" in page
    assert factor.groups(TOTPDevice.objects.get()) in page
    wrong = client.post(PAGE, {"code": "000000"})
    assert wrong.context["form"].errors and not factor.is_on(person)
    shown = client.post(PAGE, {"code": code(person)}).content.decode()
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", shown)
    assert len(set(codes)) == 10
    assert inside(client)
    again = client.get(PAGE).content.decode()
    assert not any(one in again for one in codes)
    kept = "".join(StaticToken.objects.values_list("token", flat=True))
    assert not any(one.replace("-", "").lower() in kept.lower() for one in codes)


def test_it_is_switched_off_with_another_code(client, person):
    switch_on(person)
    sign_in(client)
    client.post(CODE, {"code": code(person)})
    client.post(PAGE, {"code": "123", "off": "1"})
    assert factor.is_on(person)
    client.post(PAGE, {"code": code(person, 1), "off": "1"})
    assert not factor.is_on(person) and not StaticToken.objects.exists()
    assert inside(client)


def test_an_offered_secret_is_kept_half_an_hour(person):
    key = factor.offered(person).key
    assert factor.offered(person).key == key
    with clock.moved(clock.now() + timedelta(minutes=31)):
        assert factor.offered(person).key != key


# Signing in with it


def test_after_the_password_comes_the_code_and_then_the_page_that_was_asked_for(client, person):
    switch_on(person)
    goal = reverse("wagtailadmin_account")
    answer = client.post(LOGIN, {"username": "leader1", "password": factories.PASSWORD, "next": goal})
    assert answer["Location"].startswith(CODE)
    page = client.get(answer["Location"]).content.decode()
    assert 'inputmode="numeric"' in page and 'autocomplete="one-time-code"' in page
    key = client.session.session_key
    answer = client.post(answer["Location"], {"code": code(person), "next": goal})
    assert answer["Location"] == goal
    assert client.session.session_key != key
    assert inside(client)


def test_the_code_leads_to_no_other_site(client, person):
    switch_on(person)
    sign_in(client)
    assert client.post(CODE, {"code": code(person), "next": "https://evil.example/"})["Location"] == "/admin/"


def test_who_owes_the_code_is_nobody_anywhere(client, person, school):
    switch_on(person)
    sign_in(client)
    for address in ("/admin/", reverse("wagtailadmin_account"), PAGE, "/admin/api/main/pages/"):
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith(CODE)
    for address in ("/", "/invitation/x/"):
        assert not client.get(address).wsgi_request.user.is_authenticated
    assert client.post(reverse("wagtailadmin_account"), {"email-email": "x@example.com"}).status_code == 302
    person.refresh_from_db()
    assert person.email != "x@example.com"


def test_a_host_may_sign_people_in_by_a_way_of_its_own(client, person):
    switch_on(person)
    client.force_login(person, backend=BACKEND)
    assert client.get("/admin/")["Location"].startswith(CODE)


def test_superusers_are_asked_too(client, school):
    root = factories.person("root", is_superuser=True)
    switch_on(root)
    sign_in(client, "root")
    assert client.get("/admin/")["Location"].startswith(CODE)
    client.post(CODE, {"code": code(root)})
    assert inside(client)


def test_signing_in_anew_asks_anew(client, person):
    switch_on(person)
    sign_in(client)
    client.post(CODE, {"code": code(person)})
    assert inside(client)
    sign_in(client)
    assert not inside(client)


def test_a_code_is_good_once(person):
    switch_on(person)
    used = code(person)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client)
        client.post(CODE, {"code": used})
    assert inside(first) and not inside(second)


def test_a_recovery_code_is_good_once_however_it_is_typed(person):
    used = switch_on(person)[3]
    first, second = Client(), Client()
    for client, typed in ((first, used.lower().replace("-", " ")), (second, used)):
        sign_in(client)
        client.post(f"{CODE}?recovery=1", {"code": typed})
    assert inside(first) and not inside(second)
    assert factor.codes_left(person) == 9


def test_wide_digits_and_spaces_are_read(client, person):
    switch_on(person)
    sign_in(client)
    typed = code(person).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    client.post(CODE, {"code": f"{typed[:3]} {typed[3:]}"})
    assert inside(client)


def test_codes_are_guessed_five_times_also_with_new_sessions(person):
    switch_on(person)
    for _ in range(5):
        client = Client()
        sign_in(client)
        answer = client.post(CODE, {"code": "000000"})
        assert answer.status_code == 200
        assert f'<li class="error">{WrongCode.message}</li>' in answer.content.decode()
    sign_in(client)
    assert client.post(CODE, {"code": code(person)}).status_code == 429
    assert not inside(client)
    with clock.moved(clock.now() + timedelta(minutes=6)):
        client.post(CODE, {"code": code(person)})
    assert inside(client)


# Asked for by the organization


def test_who_signs_is_led_to_set_it_up_and_reaches_nothing_before(client, person, required):
    sign_in(client)
    for address in ("/admin/", reverse("wagtailadmin_account"), reverse("wagtailadmin_explore_root")):
        assert client.get(address)["Location"] == PAGE
    client.get(PAGE)
    assert "leader1" in client.post(PAGE, {"code": code(person)}).content.decode()
    assert inside(client)


def test_who_does_not_sign_is_not_asked(client, required):
    sign_in(client, "office")
    assert inside(client)


def test_a_session_of_before_it_was_switched_on_owes_the_code_where_it_is_asked_for(client, person, required):
    sign_in(client)
    switch_on(person)
    assert client.get("/admin/")["Location"].startswith(CODE)
    client.post(CODE, {"code": code(person)})
    assert inside(client)


def test_where_it_is_asked_for_it_stays_on(client, person, required):
    switch_on(person)
    sign_in(client)
    client.post(CODE, {"code": code(person)})
    assert 'name="off"' not in client.get(PAGE).content.decode()
    client.post(PAGE, {"code": code(person, 1), "off": "1"})
    assert factor.is_on(person)


# Lost


def test_an_administrator_resets_it_and_the_member_is_told(client, school, person):
    switch_on(person)
    member = person.disclosure_memberships.get()
    keeper = school.people["administrator"]
    client.force_login(keeper, backend=BACKEND)
    reset = reverse("disclosure_organizations:factor_reset", args=[school.organization.pk, member.pk])
    edit = reverse("disclosure_organizations:member", args=[school.organization.pk, member.pk])
    assert reset in client.get(edit).content.decode()
    client.get(reset)
    assert client.post(reset).status_code == 302
    assert not factor.is_on(person)
    entry = LedgerEntry.objects.get(kind="account.factor_reset")
    assert (entry.actor, entry.chain, entry.subject) == (keeper, school.organization.chain, f"membership:{member.pk}")
    assert OutboxMail.objects.get(key=f"factor-reset:{entry.pk}").recipient == person.email
    assert list(ledger.faults(entry.chain)) == []
    other = Client()
    sign_in(other)
    assert inside(other)


def test_nobody_else_resets_it_and_no_superusers(school, person):
    switch_on(person)
    member = person.disclosure_memberships.get()
    with pytest.raises(NotAdministrator):
        second_factor.reset(by=school.people["office"], membership=member)
    type(person).objects.filter(pk=person.pk).update(is_superuser=True)
    member.refresh_from_db()
    with pytest.raises(NoFactor):
        second_factor.reset(by=school.people["administrator"], membership=type(member).objects.get(pk=member.pk))
    assert factor.is_on(person)


def test_the_log_names_each_step(client, person, caplog):
    caplog.set_level(logging.INFO, "disclosure.signin")
    sign_in(client)
    client.get(PAGE)
    client.post(PAGE, {"code": code(person)})
    client.logout()
    sign_in(client)
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code(person, 1)})
    TOTPDevice.objects.update(last_t=-1)
    client.post(PAGE, {"code": code(person), "off": "1"})
    events = [re.match(r"event=(\S+)", line)[1] for line in caplog.messages if line.startswith("event=")]
    expected = ["signed-in", "factor-on", "signed-out", "password-right", "refused", "signed-in", "factor-off"]
    assert events == expected


# Who hears of it, and where else one is signed in


def told(person) -> list[str]:
    mails = OutboxMail.objects.filter(recipient=person.email, key__startswith=f"account:{person.pk}:")
    return [mail.key.split(":")[2] for mail in mails.order_by("pk")]


def test_its_owner_hears_by_mail_that_it_was_switched_on_and_off(client, person):
    sign_in(client)
    client.get(PAGE)
    client.post(PAGE, {"code": code(person)})
    assert told(person) == ["factor-on"]
    client.post(PAGE, {"code": code(person, 1), "off": "1"})
    assert told(person) == ["factor-on", "factor-off"]


def test_its_owner_hears_by_mail_of_another_password(person):
    person.set_password("another-password-9")
    person.save()
    assert told(person) == ["password"]
    person.first_name = "改名"
    person.save()
    assert told(person) == ["password"]


def test_whoever_is_signed_in_elsewhere_owes_the_code_from_then_on(client, person):
    elsewhere = Client()
    sign_in(elsewhere)
    assert inside(elsewhere)
    sign_in(client)
    client.get(PAGE)
    client.post(PAGE, {"code": code(person)})
    assert inside(client)
    assert elsewhere.get("/admin/")["Location"].startswith(CODE)
    elsewhere.post(CODE, {"code": code(person, 1)})
    assert inside(elsewhere)


def test_the_roster_says_who_has_none_where_one_is_asked_for(client, school, person):
    roster = reverse("disclosure_organizations:roster", args=[school.organization.pk])
    client.force_login(school.people["administrator"], backend=BACKEND)

    def lacking():
        bodies = client.get(roster).context["bodies"]
        return {member.user for body in bodies for member in body.serving if member.lacks_factor}

    assert lacking() == set()
    type(school.organization).objects.filter(pk=school.organization.pk).update(require_second_factor=True)
    signers = {school.people[name] for name in [*factories.SIGNERS, "leader3", "supervisor3"]}
    assert lacking() == signers
    switch_on(person)
    assert lacking() == signers - {person}
