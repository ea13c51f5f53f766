"""Signing in: limits on tries that hold across processes and sessions, what ends a session, and what the log says."""

import logging
import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from disclosure.accounts import client as where
from disclosure.accounts import operations, rules
from disclosure.accounts.exceptions import TooManyTries
from disclosure.accounts.models import Tries
from disclosure.accounts.rules import Door
from disclosure.core import clock, outbox
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.runner.operations import forget_old
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.moment("2026-11-24 09:00")
LOGIN = "/admin/login/"
NEW = "榆钱巷-2026-公开"


@pytest.fixture
def person(school):
    return school.people["leader1"]


def sign_in(client, username="leader1", password=factories.PASSWORD, **meta):
    return client.post(LOGIN, {"username": username, "password": password}, **meta)


def signed_in(client):
    return client.get("/admin/").status_code == 200


def sentences(response):
    """What the page says of the form, without the time."""
    return [re.sub(r"\d\d:\d\d", "…", text) for text in response.context["form"].non_field_errors()]


# Limits


def test_after_five_wrong_passwords_the_right_one_waits_five_minutes(client, person):
    with clock.moved(NOW):
        assert [sign_in(client, password="guess").status_code for _ in range(5)] == [200] * 5
        assert sign_in(client).status_code == 429
        assert not signed_in(client)
    with clock.moved(NOW + timedelta(minutes=5)):
        assert sign_in(client).status_code == 302
        assert signed_in(client)


def test_a_right_password_begins_the_count_anew(client, person):
    for _ in range(3):
        assert [sign_in(client, password="guess").status_code for _ in range(4)] == [200] * 4
        assert sign_in(client).status_code == 302
        client.logout()


def test_an_account_that_does_not_exist_is_answered_alike(client, person):
    said = {}
    for name in ("leader1", "nobody"):
        with clock.moved(NOW):
            answers = [sign_in(client, name, "guess", REMOTE_ADDR="203.0.113.9") for _ in range(7)]
        said[name] = [(answer.status_code, sentences(answer)) for answer in answers]
    assert said["leader1"] == said["nobody"]
    assert said["nobody"][-1][0] == 429


def test_a_new_session_and_capital_letters_give_no_new_tries(person):
    for name in ("leader1", "Leader1", "LEADER1", "leader1", "leader1"):
        sign_in(Client(), name, "guess")
    assert sign_in(Client()).status_code == 429


def test_pauses_grow_and_knocking_does_not_lengthen_them():
    at, pauses = NOW, []
    for _round in range(4):
        with clock.moved(at):
            for _try in range(5):
                operations.begin(Door.SIGN_IN, "x")
            for _knock in range(3):
                with pytest.raises(TooManyTries) as stopped:
                    operations.begin(Door.SIGN_IN, "x")
        pauses.append(stopped.value.again - at)
        at = stopped.value.again
    assert pauses == [*rules.PAUSES, rules.PAUSES[-1]]


def test_the_time_that_is_said_is_not_before_it_is_true():
    assert "09:06" in str(TooManyTries(NOW + timedelta(minutes=5, seconds=1)))
    assert "09:05" in str(TooManyTries(NOW + timedelta(minutes=5)))


def test_one_address_tries_many_accounts_fifty_times(client, person):
    with clock.moved(NOW):
        for number in range(50):
            assert sign_in(client, f"name{number}", "guess", REMOTE_ADDR="203.0.113.9").status_code == 200
        assert sign_in(client, "another", "guess", REMOTE_ADDR="203.0.113.9").status_code == 429
        assert sign_in(client, REMOTE_ADDR="203.0.113.10").status_code == 302


def test_right_passwords_do_not_count_for_the_address_and_do_not_clear_it(client, person):
    for number in range(49):
        operations.begin(Door.SIGN_IN, f"name{number}", "203.0.113.9")
    for _ in range(3):
        assert sign_in(client, REMOTE_ADDR="203.0.113.9").status_code == 302
    sign_in(client, "nobody", "guess", REMOTE_ADDR="203.0.113.9")
    assert sign_in(client, REMOTE_ADDR="203.0.113.9").status_code == 429


def test_what_was_wrong_a_day_ago_is_forgotten_and_its_rows_go(person):
    with clock.moved(NOW):
        for _ in range(4):
            operations.begin(Door.SIGN_IN, "x", "203.0.113.9")
    with clock.moved(NOW + rules.FORGOTTEN):
        operations.begin(Door.SIGN_IN, "x")
        assert max(Tries.objects.values_list("wrong", flat=True)) == 4  # the address, which nobody asked since
        forget_old(clock.now())
        assert list(Tries.objects.values_list("wrong", flat=True)) == [1]


def test_the_counts_hold_no_names_and_no_addresses(client, person):
    sign_in(client, "leader1", "guess", REMOTE_ADDR="203.0.113.9")
    assert not re.search(r"leader1|203", "".join(map(str, Tries.objects.values_list("key", "wrong"))))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_five_are_taken():
    outcomes = []

    def one():
        try:
            operations.begin(Door.SIGN_IN, "x", "203.0.113.9")
            outcomes.append("taken")
        except TooManyTries:
            outcomes.append("stopped")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stopped"] * 7 + ["taken"] * 5


def test_guesses_at_signing_and_in_the_account_count_together_and_for_every_session(person):
    page = reverse("wagtailadmin_account")
    for _ in range(5):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.post(page, change("guess"))
    answer = client.post(page, change(factories.PASSWORD))
    person.refresh_from_db()
    assert answer.status_code == 200
    assert person.check_password(factories.PASSWORD)


def change(old, new=NEW):
    """What the account page sends for a new password."""
    names = ["old_password", "new_password1", "new_password2"]
    return {**dict(zip([f"password-{name}" for name in names], [old, new, new], strict=True)), **PROFILE}


PROFILE = {
    "email-email": "new@school.example",
    "locale-preferred_language": "zh-hans",
    "locale-current_time_zone": "Asia/Shanghai",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
    "theme-keyboard_shortcuts": "on",
}


# The password reset


def ask(client, email):
    return client.post(reverse("wagtailadmin_password_reset"), {"email": email})


def test_the_reset_answers_alike_and_stops_alike(client, person):
    said = {}
    for email in (person.email, "nobody@example.com"):
        with clock.moved(NOW):
            said[email] = [ask(client, email).status_code for _ in range(4)]
    assert said[person.email] == said["nobody@example.com"] == [302, 302, 302, 429]
    with clock.moved(NOW):
        assert "09:05" in ask(client, person.email).content.decode()
    assert OutboxMail.objects.filter(recipient=person.email).exists()
    assert not OutboxMail.objects.exclude(recipient=person.email).exists()


def reset(client, person, password=NEW):
    """The whole way by the link in the mail."""
    ask(client, person.email)
    owed = OutboxMail.objects.get(recipient=person.email)
    link = re.search(r"https?://[^/]+(/\S+)", owed.body)[1]
    outbox.send(owed)
    form = client.get(link, follow=True).request["PATH_INFO"]
    return client.post(form, {"new_password1": password, "new_password2": password})


def test_a_reset_goes_through_the_outbox_which_forgets_the_link(client, person):
    assert reset(client, person).status_code == 302
    assert "/password_reset/" in mail.outbox[0].body
    link, notice = OutboxMail.objects.filter(recipient=person.email).order_by("pk")
    assert link.body == "" and notice.key.startswith("account:")
    assert sign_in(client, password=NEW).status_code == 302


# The invitation's form


def test_guessing_at_links_is_stopped_by_address(client):
    with clock.moved(NOW):
        answers = [client.get(f"/invitation/{number:040x}/").status_code for number in range(51)]
    assert answers == [410] * 50 + [429]


# Sessions


def test_signing_in_gives_a_new_session_key_and_twelve_hours(client, person):
    sign_in(client)
    first = client.session.session_key
    client.get("/admin/")
    client.post(reverse("wagtailadmin_logout"))
    assert not Session.objects.filter(pk=first).exists()
    client.cookies["sessionid"] = first
    sign_in(client)
    assert client.session.session_key != first
    assert client.session.get_expiry_age() == 12 * 3600


def test_looking_at_pages_does_not_renew_a_session(client, person):
    sign_in(client)
    ends = Session.objects.get(pk=client.session.session_key).expire_date
    client.get("/admin/")
    client.get(reverse("wagtailadmin_account"))
    assert Session.objects.get(pk=client.session.session_key).expire_date == ends


@pytest.mark.parametrize("way", ["account", "reset", "command"])
def test_a_new_password_ends_all_other_sessions(client, person, way):
    elsewhere = Client()
    for one in (client, elsewhere):
        sign_in(one)
    if way == "account":
        client.post(reverse("wagtailadmin_account"), change(factories.PASSWORD))
    elif way == "reset":
        reset(Client(), person)
    else:
        person.set_password(NEW)
        person.save()
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not signed_in(elsewhere)
    assert signed_in(client) == (way == "account")
    assert LedgerEntry.objects.filter(kind="account.password_set", actor=None).exists() == (way != "account")


def test_a_password_that_a_superuser_sets_stands_in_the_ledger(client, person, school):
    root = factories.person("root", is_superuser=True)
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    form = client.get(reverse("wagtailusers_users:edit", args=[person.pk])).context["form"]
    given = {name: field.initial or form.initial.get(name) or "" for name, field in form.fields.items()}
    given |= {
        "password1": NEW,
        "password2": NEW,
        "is_active": "on",
        "first_name": "林",
        "last_name": "岚",
        "groups": [],
    }
    client.post(reverse("wagtailusers_users:edit", args=[person.pk]), given)
    person.refresh_from_db()
    assert person.check_password(NEW)
    entry = LedgerEntry.objects.get(kind="account.password_set")
    assert (entry.chain, entry.actor) == (school.organization.chain, root)
    assert entry.subject == f"membership:{person.disclosure_memberships.get().pk}"


def test_a_session_ends_when_its_account_is_closed(client, person):
    sign_in(client)
    assert signed_in(client)
    get_user_model().objects.filter(pk=person.pk).update(is_active=False)
    assert not signed_in(client)


# The client's address


@pytest.mark.parametrize(
    ("proxy", "remote", "forwarded", "found"),
    [
        (False, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (True, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (True, "127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (True, "203.0.113.9", None, "203.0.113.9"),
        (False, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (False, "::ffff:203.0.113.9", None, "203.0.113.9"),
        (True, "127.0.0.1", "nonsense", ""),
        (False, "", None, ""),
    ],
)
def test_the_address_of_a_client(settings, proxy, remote, forwarded, found):
    settings.DISCLOSURE_BEHIND_PROXY = proxy
    sent = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert where.address(RequestFactory().get("/", REMOTE_ADDR=remote, **sent)) == found


# The log


def test_the_log_says_what_happened_and_names_nobody(client, person, caplog):
    caplog.set_level(logging.INFO, "disclosure.signin")
    sign_in(client, password="guess", REMOTE_ADDR="203.0.113.9")
    sign_in(client, "nobody", "guess", REMOTE_ADDR="203.0.113.9")
    sign_in(client, REMOTE_ADDR="203.0.113.9")
    client.post(reverse("wagtailadmin_account"), change(factories.PASSWORD))
    client.post(reverse("wagtailadmin_logout"))
    for _ in range(6):
        sign_in(client, password="guess", REMOTE_ADDR="203.0.113.9")
    ask(client, person.email)
    lines = [record.getMessage() for record in caplog.records if record.name == "disclosure.signin"]
    mine, place = f"account={person.pk}", re.search(r"from=([0-9a-f]{12})", lines[0])[1]
    assert lines[0] == f"event=refused {mine} from={place} at=sign-in"
    assert lines[1] == f"event=refused account=- from={place} at=sign-in"
    assert lines[2] == f"event=signed-in {mine} from={place}"
    events = [re.match(r"event=(\S+)", line)[1] for line in lines]
    assert events[3:5] == ["password-changed", "signed-out"]
    assert events[5:] == ["refused"] * 5 + ["stopped", "reset-asked"]
    assert not re.search(r"leader1|nobody|example|203\.0|guess|榆", "\n".join(lines))


def test_somebody_without_a_term_is_in_the_log(client, person, caplog):
    caplog.set_level(logging.INFO, "disclosure.signin")
    person.disclosure_memberships.update(until=clock.now())
    assert sign_in(client).status_code == 200
    assert any(f"event=refused account={person.pk}" in line and "at=no-term" in line for line in caplog.messages)
