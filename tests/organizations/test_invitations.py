"""Accounts by invitation: a link, once, for seven days; nobody learns from the form whether an address is known."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.core import clock, outbox
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.organizations import invitations, operations, rights
from disclosure.organizations.exceptions import (
    AddressInvited,
    AddressTaken,
    AlreadyMember,
    AnotherAccount,
    HasAccount,
    InvitationExpired,
    InvitationOver,
    InvitationRevoked,
    InvitationUsed,
    NameTaken,
    NotAdministrator,
)
from disclosure.organizations.models import BodyKind, Invitation
from tests import factories

from .conftest import BACKEND

pytestmark = pytest.mark.django_db
PASSWORD = "榆钱巷-2026-公开"
NEW = "luping@example.com"


@pytest.fixture
def keeper(school):
    return school.people["administrator"]


@pytest.fixture
def member(school, keeper):
    body = school.bodies[BodyKind.SUPERVISION]
    return operations.add_member(by=keeper, body=body, name="陆平", since=clock.now())


def invite(keeper, member, email=NEW):
    return invitations.token(invitations.invite(by=keeper, membership=member, email=email))


def address(secret):
    return reverse("disclosure_invitation:answer", args=[secret])


def answer(client, secret, username="luping", password=PASSWORD, **data):
    return client.post(address(secret), {"username": username, "password": password, "again": password, **data})


def test_the_database_holds_no_link(keeper, member):
    secret = invite(keeper, member)
    invitation = Invitation.objects.get()
    assert secret not in str(vars(invitation))
    mail = OutboxMail.objects.get(recipient=NEW)
    assert secret in mail.body
    outbox.send(mail)
    mail.refresh_from_db()
    assert mail.sent_at
    assert secret not in mail.body


def test_a_new_person_sets_a_password_once_and_is_in(client, keeper, member, school):
    secret = invite(keeper, member)
    assert not get_user_model().objects.filter(email=NEW).exists()
    assert client.get(address(secret)).status_code == 200
    response = answer(client, secret)
    assert response.status_code == 302
    user = get_user_model().objects.get(email=NEW)
    member.refresh_from_db()
    assert member.user == user
    assert client.get(response.headers["Location"]).status_code == 200
    assert rights.holds(user, school.organization, BodyKind.SUPERVISION)
    assert LedgerEntry.objects.filter(kind="roster.joined", actor=user).exists()
    twice = answer(client, secret, username="another")  # as by a second tap
    assert twice.headers["Location"] == reverse("wagtailadmin_home")
    client.logout()
    again = answer(client, secret, username="another")
    assert again.status_code == 410
    assert again.content.decode().count(f'href="{reverse("wagtailadmin_login")}"') == 2  # in the note, and at the foot
    assert not get_user_model().objects.filter(username="another").exists()


def test_the_owner_of_an_account_signs_in_and_accepts(client, keeper, member):
    owner = factories.person("owner")
    secret = invite(keeper, member, email="OWNER@example.com")
    client.force_login(owner, backend=BACKEND)
    page = client.get(address(secret)).content.decode()
    assert 'name="accept"' in page
    member.refresh_from_db()
    assert member.user is None
    assert client.post(address(secret), {"accept": "1"}).status_code == 302
    member.refresh_from_db()
    assert member.user == owner


def test_whoever_had_a_term_signs_in_to_answer_and_hears_when_the_next_begins(client, keeper, school):
    leader = school.people["leader1"]
    operations.end_member(by=keeper, membership=leader.disclosure_memberships.get())
    tomorrow = clock.now() + timedelta(days=1)
    body = school.bodies[BodyKind.SUPERVISION]
    back = operations.add_member(by=keeper, body=body, name=leader.get_full_name(), since=tomorrow)
    secret = invite(keeper, back, email=leader.email)
    given = {"username": leader.username, "password": factories.PASSWORD}
    login = reverse("wagtailadmin_login")
    assert client.post(login, {**given, "next": "/admin/"}).status_code == 200
    assert client.post(login, {**given, "next": address("0" * 40)}).status_code == 200
    assert client.post(login, {**given, "next": address(secret)}).headers["Location"] == address(secret)
    assert client.post(address(secret), {"accept": "1"}).context["accepted"]
    assert rights.memberships(leader) == []


def test_whoever_else_is_signed_in_can_leave(client, keeper, member, school):
    client.force_login(school.people["office"], backend=BACKEND)
    secret = invite(keeper, member)
    assert client.post(address(secret), {"leave": "1"}).headers["Location"] == address(secret)
    assert 'name="username"' in client.get(address(secret)).content.decode()


def test_one_address_invites_one_person_of_an_organization(client, keeper, member, school):
    invite(keeper, member)
    with pytest.raises(AddressInvited, match="陆平"):
        invite(keeper, operations.add_member(by=keeper, body=member.body, name="另一", since=clock.now()))
    also = school.bodies[BodyKind.LEADING]
    invite(keeper, operations.add_member(by=keeper, body=also, name="陆平", since=clock.now()))
    client.force_login(keeper, backend=BACKEND)
    form = {"name": "第三", "role": "member", "email": NEW, "first_day": clock.today().isoformat()}
    page = client.post(reverse("disclosure_organizations:member_add", args=[school.organization.pk, also.pk]), form)
    assert "陆平" in str(page.context["form"].non_field_errors())
    assert not also.memberships.filter(name="第三").exists()


def test_no_second_account_for_a_known_address(client, keeper, member):
    owner = factories.person("owner")
    secret = invite(keeper, member, email=owner.email)
    response = answer(client, secret)
    assert response.status_code == 200
    assert get_user_model().objects.filter(email__iexact=owner.email).count() == 1
    member.refresh_from_db()
    assert member.user is None
    assert OutboxMail.objects.filter(recipient=owner.email, key__startswith="invitation-tried").count() == 1


def test_someone_else_does_not_accept_for_the_owner_of_an_account(client, keeper, member):
    owner, other = factories.person("owner"), factories.person("other")
    secret = invite(keeper, member, email=owner.email)
    client.force_login(other, backend=BACKEND)
    assert client.post(address(secret), {"accept": "1"}).status_code == 409
    with pytest.raises(AnotherAccount):
        invitations.join(secret=secret, user=other)


def test_an_account_with_another_address_may_take_an_address_nobody_has(keeper, member):
    other = factories.person("other")
    assert invitations.join(secret=invite(keeper, member), user=other).user == other


def test_first_page_and_form_are_the_same_whether_the_address_is_known(client, keeper, member, school):
    known = factories.person("owner").email
    pages, forms = [], []
    for email in (known, "nobody@example.com"):
        client.force_login(keeper, backend=BACKEND)
        form = client.post(
            reverse("disclosure_organizations:invitation", args=[school.organization.pk, member.pk]), {"email": email}
        )
        shown = client.get(form.headers["Location"]).content.decode()
        secret = invitations.token(Invitation.objects.latest("pk"))
        client.logout()
        pages.append(_plain(client.get(address(secret)).content.decode(), email, secret))
        forms.append((form.status_code, _plain(shown, email, secret)))
    assert pages[0] == pages[1]
    assert forms[0] == forms[1]


def _plain(page, email, secret):
    page = page.replace(email, "EMAIL").replace(secret, "SECRET")
    page = re.sub(r'src="data:image/svg[^"]*"', "", page)
    page = re.sub(r"<time[^>]*>.*?</time>", "", page)
    return re.sub(r'(csrfmiddlewaretoken" value="|"CSRF_TOKEN": "|csrfToken[^0-9a-zA-Z]*)[0-9A-Za-z]+', "", page)


def test_making_one_does_the_same_whether_the_address_is_known(keeper, member):
    factories.person("luping", email=NEW)
    done = []
    for email in (NEW, "nobody@example.com"):
        with CaptureQueriesContext(connection) as queries:
            invitations.invite(by=keeper, membership=member, email=email)
        done.append([query["sql"].split()[0] for query in queries.captured_queries])
    assert done[0] == done[1]


def test_a_link_ends_after_seven_days_to_the_second(keeper, member):
    with clock.moved(factories.moment("2027-01-01 09:00")) as began:
        secret = invite(keeper, member)
    with clock.moved(began + timedelta(days=7, seconds=-1)):
        assert invitations.read(secret)
    with clock.moved(began + timedelta(days=7)), pytest.raises(InvitationExpired):
        invitations.read(secret)


def test_a_link_that_was_taken_back(client, keeper, member):
    secret = invite(keeper, member)
    invitations.revoke(by=keeper, invitation=Invitation.objects.get())
    with pytest.raises(InvitationRevoked):
        invitations.read(secret)
    assert client.get(address(secret)).status_code == 410


def test_a_new_link_replaces_the_one_before(keeper, member):
    first, second = invite(keeper, member), invite(keeper, member)
    assert first != second
    with pytest.raises(InvitationRevoked):
        invitations.read(first)
    assert invitations.read(second)


def test_ending_the_term_takes_the_link_back(keeper, member):
    secret = invite(keeper, member)
    operations.end_member(by=keeper, membership=member)
    with pytest.raises(InvitationRevoked):
        invitations.read(secret)


def test_a_link_that_never_was(client):
    assert client.get(address("0" * 40)).status_code == 410
    with pytest.raises(InvitationOver):
        invitations.read("0" * 40)


def test_a_member_with_an_account_needs_none(keeper, school):
    with pytest.raises(HasAccount):
        invite(keeper, school.bodies[BodyKind.LEADING].memberships.first())


def test_only_those_who_keep_the_roster_invite(school, member):
    with pytest.raises(NotAdministrator):
        invitations.invite(by=school.people["office"], membership=member, email=NEW)


def test_nobody_is_twice_in_one_body(keeper, member, school):
    there = school.people["supervisor1"]
    there.first_name = member.name
    with pytest.raises(AlreadyMember):
        invitations.join(secret=invite(keeper, member), user=there)


def test_nobody_takes_the_place_of_one_of_another_name(client, keeper, member):
    secret, other, same = invite(keeper, member), factories.person(name="向小雨"), factories.person(name=" 陆 平")
    client.force_login(other, backend=BACKEND)
    answered = client.post(address(secret), {"accept": "1"})
    assert answered.status_code == 409
    assert "向小雨" in answered.text
    member.refresh_from_db()
    assert member.user is None
    assert invitations.join(secret=secret, user=same).user == same


def test_a_login_name_belongs_to_one_account(keeper, member):
    factories.person("taken")
    with pytest.raises(NameTaken):
        invitations.join_new(secret=invite(keeper, member), username="Taken", password=PASSWORD)


@pytest.mark.parametrize(
    ("username", "password", "again"),
    [("luping", "12345678901", None), ("luping", "short", None), ("luping", PASSWORD, "other"), ("", PASSWORD, None)],
)
def test_what_is_wrong_is_said_and_the_link_stays_open(client, keeper, member, username, password, again):
    secret = invite(keeper, member)
    response = answer(client, secret, username=username, password=password, **({"again": again} if again else {}))
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert invitations.read(secret)


def test_the_page_is_not_kept_by_caches_or_search_engines(client, keeper, member):
    response = client.get(address(invite(keeper, member)))
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_two_who_use_a_link_at_once_one_is_in():
    school = factories.school()
    keeper, body = school.people["administrator"], school.bodies[BodyKind.SUPERVISION]
    member = operations.add_member(by=keeper, body=body, name="陆平", since=clock.now())
    secret = invite(keeper, member)
    outcomes = []

    def run(username):
        try:
            invitations.join_new(secret=secret, username=username, password=PASSWORD)
            outcomes.append("in")
        except (InvitationUsed, AddressTaken):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[name]) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "refused"]
    assert get_user_model().objects.filter(email=NEW).count() == 1
