"""A decision taken at once is confirmed afterwards by both groups, or it is flagged (I8)."""

from datetime import timedelta

import pytest

from disclosure.changes import confirming, exceptions, operations
from disclosure.changes.rules import CONFIRM_WITHIN
from disclosure.core import clock
from disclosure.core.models import LedgerEntry
from disclosure.items.models import Closing
from disclosure.organizations import rights
from disclosure.organizations.models import Membership
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def closing(school):
    posting = factories.posted(school)
    return operations.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")


def confirm(school, closing, kind, name):
    return operations.confirm(closing=closing, body=school.bodies[kind], by=school.people[name])


def waiting(school, name) -> list[str]:
    return [w.body.kind for w in confirming.waiting_for(school.people[name])]


def test_each_group_has_it_on_its_desk(school, closing):
    assert waiting(school, "leader2") == ["leading"]
    assert waiting(school, "supervisor1") == ["supervision"]
    assert waiting(school, "office") == waiting(school, "principal") == []


def test_one_member_confirms_for_the_group(school, closing):
    confirmation = confirm(school, closing, "leading", "leader2")
    assert (confirmation.by_name, confirmation.at) == ("leader2", NOW)
    assert waiting(school, "leader1") == []
    assert waiting(school, "supervisor1") == ["supervision"]


def test_it_is_in_the_ledger(school, closing):
    confirm(school, closing, "leading", "leader2")
    entry = LedgerEntry.objects.get(kind="closing.confirmed")
    assert (entry.actor, entry.subject) == (school.people["leader2"], f"closing:{closing.pk}")


def test_a_group_confirms_once(school, closing):
    confirm(school, closing, "leading", "leader2")
    with pytest.raises(exceptions.AlreadyConfirmed):
        confirm(school, closing, "leading", "leader1")


@pytest.mark.parametrize(
    ("kind", "name"),
    [("leading", "supervisor1"), ("supervision", "leader1"), ("office", "office"), ("leading", "office")],
)
def test_only_members_confirm_and_only_for_their_group(school, closing, kind, name):
    with pytest.raises(exceptions.NotAsked):
        confirm(school, closing, kind, name)


def test_another_schools_group_does_not(school, closing):
    other = factories.school(bureau=school.bureau, code="QL09", prefix="other-")
    with pytest.raises(exceptions.NotAsked):
        operations.confirm(closing=closing, body=other.bodies["leading"], by=other.people["leader1"])


def test_who_left_the_group_does_not(school, closing):
    Membership.objects.filter(user=school.people["leader1"]).update(until=NOW)
    rights.forget(school.people["leader1"])
    with pytest.raises(exceptions.NotAsked):
        confirm(school, closing, "leading", "leader1")


def test_nobody_confirms_their_own_decision(school):
    factories.member(school.bodies["leading"], school.people["principal"])
    posting = factories.posted(school)
    closing = operations.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    assert waiting(school, "principal") == []
    with pytest.raises(exceptions.OwnDecision):
        confirm(school, closing, "leading", "principal")
    assert waiting(school, "leader1") == ["leading"]


def test_a_replacement_by_a_correction_is_nothing_to_confirm(school):
    posting = factories.posted(school)
    with clock.moved(NOW + timedelta(hours=1)):
        factories.corrected(school, posting)
    closing = Closing.objects.get()
    assert confirming.waiting_in([school.organization]) == []
    with pytest.raises(exceptions.NotAsked):
        confirm(school, closing, "leading", "leader1")


def test_it_is_overdue_after_its_days(school, closing):
    with clock.moved(NOW + CONFIRM_WITHIN - timedelta(seconds=1)):
        assert confirming.overdue_in([school.organization]) == []
    with clock.moved(NOW + CONFIRM_WITHIN):
        assert [w.body.kind for w in confirming.overdue_in([school.organization])] == ["leading", "supervision"]
        confirm(school, closing, "leading", "leader1")
        assert [w.body.kind for w in confirming.overdue_in([school.organization])] == ["supervision"]


def test_the_states_say_who_confirmed(school, closing):
    confirm(school, closing, "leading", "leader2")
    states = {body.kind: confirmation for body, confirmation in confirming.states(closing)}
    assert states["leading"].by_name == "leader2"
    assert states["supervision"] is None


def test_the_desk_asks_in_as_many_queries_however_much_waits(school, django_assert_num_queries):
    posting = [factories.posted(school) for _n in range(3)]
    for one in posting:
        operations.withdraw(posting=one, by=school.people["principal"], explanation="附件有误")
    with django_assert_num_queries(3):
        assert len(confirming.waiting_in([school.organization])) == 6
