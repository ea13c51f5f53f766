"""Taking down at once, and stopping what waits."""

from datetime import timedelta

import pytest

from disclosure.changes import exceptions, operations
from disclosure.core import change, clock, ledger, rows
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.items.models import Closing, Posting
from disclosure.items.phases import Phase, phase_of
from disclosure.organizations import rights
from disclosure.organizations.models import Membership
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def posting(school):
    return factories.posted(school)


@pytest.fixture
def waiting(school):
    return factories.posted(school, wish_begins_at=NOW + timedelta(days=3))


def withdraw(posting, by, explanation="附件二列有不应公开的个人信息"):
    return operations.withdraw(posting=posting, by=by, explanation=explanation)


def stop(posting, by, explanation="内容有误"):
    return operations.stop(posting=posting, by=by, explanation=explanation)


def current() -> list[Posting]:
    return list(Posting.objects.current(clock.now()))


@pytest.mark.parametrize("name", ["principal", "office"])
def test_principal_and_head_of_the_office_take_down_at_once(school, posting, name):
    withdraw(posting, school.people[name])
    assert current() == []
    assert phase_of(posting, NOW) == Phase.WITHDRAWN


@pytest.mark.parametrize("name", ["office2", "leader1", "supervisor1", "reviewer", "administrator"])
@pytest.mark.parametrize("decide", [withdraw, stop])
def test_nobody_else_does(school, posting, decide, name):
    with pytest.raises(exceptions.MayNotDecide):
        decide(posting, school.people[name])


def test_the_superior_does_not_either(school, posting):
    with pytest.raises(exceptions.MayNotDecide):
        withdraw(posting, school.bureau.bodies.get(kind="office").memberships.get().user)


def test_a_superuser_does_not_by_that(posting):
    with pytest.raises(exceptions.MayNotDecide):
        withdraw(posting, factories.person(is_superuser=True))


def test_a_principal_whose_term_ended_does_not(school, posting):
    Membership.objects.filter(user=school.people["principal"]).update(until=NOW)
    rights.forget(school.people["principal"])
    with pytest.raises(exceptions.MayNotDecide):
        withdraw(posting, school.people["principal"])


@pytest.mark.parametrize("explanation", ["", "  \r\n "])
def test_no_reason_no_decision(school, posting, waiting, explanation):
    with pytest.raises(exceptions.ExplanationMissing):
        withdraw(posting, school.people["principal"], explanation)
    with pytest.raises(exceptions.ExplanationMissing):
        stop(waiting, school.people["principal"], explanation)


def test_who_decided_and_as_what_is_kept_as_it_was(school, posting):
    Membership.objects.filter(user=school.people["principal"]).update(position="校长")
    rights.forget(school.people["principal"])
    closing = withdraw(posting, school.people["principal"])
    assert (closing.decided_name, closing.decided_as, closing.at) == ("principal", "校长", NOW)


def test_what_waits_is_stopped_and_not_withdrawn(school, waiting):
    with pytest.raises(exceptions.NotUp):
        withdraw(waiting, school.people["principal"])
    stop(waiting, school.people["principal"])
    with clock.moved(waiting.begins_at):
        assert current() == []


def test_what_is_up_is_withdrawn_and_not_stopped(school, posting):
    with pytest.raises(exceptions.NotWaiting):
        stop(posting, school.people["principal"])


@pytest.mark.parametrize("decide", [withdraw, stop])
def test_what_has_ended_is_left_alone(school, decide):
    posting = factories.posted(school, wish_days=1)
    with clock.moved(posting.ends_at), pytest.raises((exceptions.NotUp, exceptions.NotWaiting)):
        decide(posting, school.people["principal"])


def test_nothing_is_decided_twice(school, posting, waiting):
    withdraw(posting, school.people["principal"])
    stop(waiting, school.people["principal"])
    with pytest.raises(exceptions.NotUp):
        withdraw(posting, school.people["office"])
    with pytest.raises(exceptions.NotWaiting):
        stop(waiting, school.people["office"])


def test_the_minimum_period_keeps_nobody_from_a_withdrawal(school):
    school.entry.minimum_days = 15
    school.entry.save()
    posting = factories.posted(school, wish_days=30)
    withdraw(posting, school.people["principal"])
    assert current() == []


def test_there_is_no_operation_that_ends_early():
    """I4: before its minimum period a posting is withdrawn with a reason, or it stays."""
    assert not [name for name in dir(operations) if "end" in name]


def test_the_decision_is_in_the_ledger_without_its_words(school, posting):
    closing = withdraw(posting, school.people["principal"])
    entry = LedgerEntry.objects.get(kind="posting.withdrawn")
    assert (entry.actor, entry.subject) == (school.people["principal"], f"closing:{closing.pk}")
    assert entry.data["row"] == rows.digest(Closing.objects.get(pk=closing.pk))
    assert "附件" not in str(entry.data)
    assert not list(ledger.faults(entry.chain))


def test_other_words_would_be_another_entry(school, posting):
    closing = withdraw(posting, school.people["principal"])
    before = rows.digest(closing)
    closing.explanation += "。"
    assert rows.digest(closing) != before


def test_whoever_keeps_a_page_hears_of_it(school, posting):
    before = change.numbers(change.ALL)[change.ALL]
    withdraw(posting, school.people["principal"])
    assert change.numbers(change.ALL)[change.ALL] > before


def test_both_groups_are_told_and_asked_to_confirm(school, posting):
    closing = withdraw(posting, school.people["principal"])
    told = OutboxMail.objects.filter(key__startswith=f"closing:{closing.pk}:")
    assert sorted(told.values_list("recipient", flat=True)) == [
        f"{name}{n}@example.com" for name in ("leader", "supervisor") for n in (1, 2, 3)
    ]
    assert f"/disclosure/changes/confirm/{closing.pk}/" in told[0].body
    assert "附件二列有不应公开的个人信息" in told[0].body


def test_the_office_hears_what_will_not_go_up(school, waiting):
    closing = stop(waiting, school.people["principal"])
    told = OutboxMail.objects.filter(key__startswith=f"stopped:{closing.pk}:")
    assert sorted(told.values_list("recipient", flat=True)) == ["office2@example.com", "office@example.com"]


def test_a_refused_decision_leaves_nothing_behind(school, posting):
    entries, mails = LedgerEntry.objects.count(), OutboxMail.objects.count()
    with pytest.raises(exceptions.MayNotDecide):
        withdraw(posting, school.people["leader1"])
    assert not Closing.objects.exists()
    assert (LedgerEntry.objects.count(), OutboxMail.objects.count()) == (entries, mails)


def test_a_stopped_correction_leaves_the_earlier_edition_up(school, posting):
    with clock.moved(LATER):
        correction = factories.corrected(school, posting, wish_begins_at=NOW + timedelta(days=2))
        stop(correction, school.people["principal"])
    with clock.moved(NOW + timedelta(days=30)):
        assert current() == [posting]


def test_the_correction_after_a_stopped_one_takes_its_place(school, posting):
    with clock.moved(LATER):
        stopped = factories.corrected(school, posting, title="第二稿", wish_begins_at=NOW + timedelta(days=2))
        stop(stopped, school.people["principal"])
    with clock.moved(LATER + timedelta(hours=1)):
        third = factories.corrected(school, posting, title="第三稿", wish_begins_at=None)
        assert current() == [third]
    with clock.moved(NOW + timedelta(days=30)):
        assert current() == [third]


def test_a_signed_correction_goes_up_after_a_withdrawal_all_the_same(school, posting):
    with clock.moved(LATER):
        correction = factories.corrected(school, posting, wish_begins_at=NOW + timedelta(days=2))
        withdraw(posting, school.people["principal"])
        assert current() == []
    with clock.moved(correction.begins_at):
        assert current() == [correction]


def test_what_was_withdrawn_can_be_signed_anew_under_its_number(school, posting):
    withdraw(posting, school.people["principal"])
    with clock.moved(LATER):
        anew = factories.corrected(school, posting, title="去掉证件号码后")
        assert current() == [anew]
    assert anew.index == posting.index
