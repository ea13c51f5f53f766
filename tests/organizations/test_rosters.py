"""Keeping rosters, by the operations: who may, what is written down, what is refused."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from wagtail.models import Page

from disclosure.core import change, clock
from disclosure.core.models import LedgerEntry
from disclosure.organizations import operations, rights
from disclosure.organizations.exceptions import (
    AlreadyMember,
    BodyThere,
    ChangedMeanwhile,
    CodeFixed,
    EndOutsideTerm,
    HadRights,
    NotAdministrator,
    TermOver,
    TermRefused,
)
from disclosure.organizations.models import BodyKind, Membership
from disclosure.organizations.operations import BODY_FIELDS, MEMBER_FIELDS, seen
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.moment("2026-11-24 09:00")


@pytest.fixture(autouse=True)
def now():
    with clock.moved(NOW):
        yield


@pytest.fixture
def keeper(school):
    return school.people["administrator"]


@pytest.fixture
def leading(school):
    return school.bodies[BodyKind.LEADING]


def last(organization):
    return LedgerEntry.objects.filter(chain=organization.chain).order_by("-number").first()


def add(by, body, name="梁素文", **fields):
    return operations.add_member(by=by, body=body, name=name, since=NOW, **fields)


def test_a_member_is_added_and_the_ledger_says_so_without_the_name(school, keeper, leading):
    number = change.numbers(change.FRAME)[change.FRAME]
    member = add(keeper, leading, until=NOW + timedelta(days=365))
    entry = last(school.organization)
    assert (entry.kind, entry.actor, entry.subject) == ("roster.member_added", keeper, f"membership:{member.pk}")
    assert "梁素文" not in str(entry.data)
    assert change.numbers(change.FRAME)[change.FRAME] > number


@pytest.mark.parametrize("username", ["office", "reviewer", "leader1", "principal", "bureau", "bureau-admin"])
def test_nobody_else_keeps_the_roster(school, leading, username):
    user = Membership.objects.get(user__username=username).user
    for act in (
        lambda: add(user, leading),
        lambda: operations.end_member(by=user, membership=leading.memberships.first()),
        lambda: operations.change_body(by=user, body=leading, seen_as=seen(leading, BODY_FIELDS), name="x"),
        lambda: operations.strike_out(by=user, membership=leading.memberships.first()),
    ):
        with pytest.raises(NotAdministrator):
            act()


def test_the_superiors_administrators_where_none_is_left(school, keeper, leading):
    above = Membership.objects.get(user__username="bureau-admin").user
    mine = keeper.disclosure_memberships.get()
    operations.end_member(by=keeper, membership=mine, at=NOW + timedelta(days=1))
    assert not rights.keeps_roster(above, school.organization)
    with clock.moved(NOW + timedelta(days=1)):
        assert rights.keeps_roster(above, school.organization)
        member = add(above, leading)
        assert member.pk


def test_a_closed_account_is_no_administrator_that_is_left(school, keeper):
    above = Membership.objects.get(user__username="bureau-admin").user
    keeper.is_active = False
    keeper.save()
    assert rights.keeps_roster(above, school.organization)


def test_a_form_that_is_sent_twice_adds_one(keeper, leading):
    add(keeper, leading)
    with pytest.raises(AlreadyMember):
        add(keeper, leading)


def test_who_left_can_come_again(keeper, leading):
    member = add(keeper, leading)
    with clock.moved(NOW + timedelta(days=2)):
        operations.end_member(by=keeper, membership=member)
    with clock.moved(NOW + timedelta(days=3)):
        again = operations.add_member(by=keeper, body=leading, name="梁素文", since=clock.now())
    assert again.pk != member.pk


def test_a_term_ends_after_it_begins(keeper, leading):
    with pytest.raises(TermRefused):
        add(keeper, leading, until=NOW)


def test_a_term_that_ends_now_is_over_now(school, keeper, leading):
    member = leading.memberships.get(user=school.people["leader3"])
    operations.end_member(by=keeper, membership=member)
    rights.forget(school.people["leader3"])
    assert rights.memberships(school.people["leader3"]) == []
    assert last(school.organization).kind == "roster.member_ended"
    assert member in Membership.objects.ended(clock.now() + timedelta(seconds=1))


def test_a_term_is_not_prolonged_by_ending_it(keeper, leading):
    member = add(keeper, leading, until=NOW + timedelta(days=10))
    with pytest.raises(EndOutsideTerm):
        operations.end_member(by=keeper, membership=member, at=NOW + timedelta(days=11))


def test_what_is_over_stays_as_it_was(keeper, leading):
    member = add(keeper, leading)
    with clock.moved(NOW + timedelta(days=1)):
        operations.end_member(by=keeper, membership=member)
    with clock.moved(NOW + timedelta(days=2)), pytest.raises(TermOver):
        operations.change_member(by=keeper, membership=member, seen_as=seen(member, MEMBER_FIELDS), name="别人")


def test_a_mistake_is_struck_out_and_is_nobody_who_was(school, keeper, leading):
    member = add(keeper, leading)
    operations.strike_out(by=keeper, membership=member)
    later = NOW + timedelta(days=1)
    assert member not in Membership.objects.ended(later)
    assert member not in Membership.objects.active(later)
    assert last(school.organization).kind == "roster.member_struck_out"


def test_who_had_rights_is_not_struck_out(school, keeper, leading):
    with pytest.raises(HadRights):
        operations.strike_out(by=keeper, membership=leading.memberships.get(user=school.people["leader1"]))


def test_nobody_writes_over_a_change_they_have_not_seen(keeper, leading):
    member = add(keeper, leading)
    shown = seen(member, MEMBER_FIELDS)
    operations.change_member(by=keeper, membership=member, seen_as=shown, position="总务主任")
    with pytest.raises(ChangedMeanwhile):
        operations.change_member(by=keeper, membership=member, seen_as=shown, position="工会主席")
    member.refresh_from_db()
    assert member.position == "总务主任"


def test_a_body_is_changed_and_its_duties_are_in_the_ledger_as_a_digest(school, keeper, leading):
    shown = seen(leading, BODY_FIELDS)
    operations.change_body(by=keeper, body=leading, seen_as=shown, duties="讨论", quorum="number", quorum_number=2)
    entry = last(school.organization)
    assert (entry.kind, entry.data["quorum"], entry.data["number"]) == ("roster.body_changed", "number", 2)
    with pytest.raises(ChangedMeanwhile):
        operations.change_body(by=keeper, body=leading, seen_as=shown, duties="别的")


def test_a_body_that_was_not_changed_leaves_no_entry(school, keeper, leading):
    before = last(school.organization).number if last(school.organization) else 0
    operations.change_body(by=keeper, body=leading, seen_as=seen(leading, BODY_FIELDS), name=leading.name)
    assert (last(school.organization).number if last(school.organization) else 0) == before


def test_one_body_of_a_kind(school, keeper):
    with pytest.raises(BodyThere):
        operations.make_body(by=keeper, organization=school.organization, kind=BodyKind.LEADING, name="第二个")


def test_the_frame_is_in_the_ledger_whoever_changes_it(school):
    page = school.organization
    page.telephone = "0000-1111"
    page.save()
    entry = last(page)
    assert (entry.kind, entry.subject) == ("frame.changed", f"page:{page.pk}")
    number = entry.number
    page.save()
    assert last(page).number == number
    school.column.description = "按学期"
    school.column.save()
    assert last(page).number == number + 1


def test_a_draft_of_the_frame_is_not_in_the_ledger(school):
    before = last(school.organization).number
    school.organization.telephone = "0000-2222"
    school.organization.save_revision()
    assert last(school.organization).number == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_at_once_add_one():
    school = factories.school()
    keeper, body = school.people["administrator"], school.bodies[BodyKind.LEADING]
    outcomes = []

    def run():
        try:
            operations.add_member(by=keeper, body=body, name="梁素文", since=NOW)
            outcomes.append("added")
        except AlreadyMember:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["added", "refused"]
    assert body.memberships.filter(name="梁素文").count() == 1


def test_a_code_in_use_stays(school, monkeypatch):
    page = school.column
    page.code = "SX"
    page.save()
    monkeypatch.setattr(type(page), "in_use", lambda self: True)
    page.code = "SY"
    with pytest.raises(CodeFixed):
        page.save()
    assert Page.objects.get(pk=page.pk).specific.code == "SX"
