"""What becomes of a submission when rosters, entries and days change while it is being signed."""

from datetime import timedelta

import pytest

from disclosure.catalog import operations as catalog
from disclosure.core import append_only, clock
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.desk.standing import standing_of
from disclosure.items.models import Posting
from disclosure.organizations import operations as rosters
from disclosure.organizations.models import BodyKind, QuorumRule
from disclosure.runner.proof.parts import prove
from disclosure.runner.proof.rosters import rosters as against_the_ledger
from disclosure.signoff import eligibility, waiting
from disclosure.signoff.exceptions import NotEligible
from disclosure.signoff.operations import settle, sign
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]

NOW = factories.moment("2026-11-24 09:00")


@pytest.fixture
def submission(school):
    page = factories.item(school.column, by=school.people["office"], title="收费公示", wish_days=10)
    return factories.submitted(page, school.people["office"])


def signs(school, submission, *names):
    return factories.signed(submission, *[school.people[name] for name in names])


def leaves(school, *names):
    """As an administrator ends terms; the factories write rosters without the ledger."""
    for name in names:
        membership = school.people[name].disclosure_memberships.get()
        rosters.end_member(by=school.people["administrator"], membership=membership)


def joins(school, kind, *names):
    keeper = school.people["administrator"]
    for name in names:
        member = rosters.add_member(by=keeper, body=school.bodies[kind], name=name, since=NOW - timedelta(days=90))
        member.user = factories.person(name)
        member.save()


def later(**span):
    return clock.moved(clock.now() + timedelta(**span))


def faults():
    return [fault for part, report in prove() if part.look is not against_the_ledger for fault in report.faults]


def told() -> set[str]:
    return set(OutboxMail.objects.exclude(key__startswith="step:").values_list("recipient", flat=True))


def addresses(school, *names) -> set[str]:
    return {school.people[name].email for name in names}


def step_of(submission) -> int:
    return eligibility.under_way(type(submission).objects.filter(pk=submission.pk)).get().step


def test_who_joins_a_body_later_does_not_undo_its_step(school, submission):
    signs(school, submission, "reviewer", "leader1", "leader2")
    with later(hours=1):
        joins(school, BodyKind.LEADING, "n1", "n2", "n3", "n4")
    with later(hours=2):
        signs(school, submission, "supervisor1", "supervisor2", "principal")
    assert Posting.objects.get().item_id == submission.item_id
    assert faults() == []


def test_who_joins_a_body_during_its_step_is_counted(school, submission):
    signs(school, submission, "reviewer", "leader1")
    with later(hours=1):
        joins(school, BodyKind.LEADING, "n1", "n2")
    with later(hours=2):
        signs(school, submission, "leader2")  # two of five
        assert step_of(submission) == 2


def test_a_step_goes_on_when_those_who_are_left_have_signed(school, submission):
    signs(school, submission, "reviewer", "leader1")
    with later(hours=1):
        leaves(school, "leader2", "leader3")
    with later(hours=2):
        waiting.look_after()
        assert step_of(submission) == 3
        assert LedgerEntry.objects.filter(kind="submission.settled", data__step=2).count() == 1
        signs(school, submission, "supervisor1", "supervisor2", "principal")
    assert Posting.objects.exists()
    assert faults() == []


def test_it_goes_on_once(school, submission):
    signs(school, submission, "reviewer", "leader1")
    leaves(school, "leader2", "leader3")
    assert settle(submission)
    assert not settle(submission)
    signs(school, submission, "supervisor1", "supervisor2", "principal")
    assert not settle(submission)


def test_a_body_that_everyone_left_signs_nothing_and_its_keepers_are_told_once_a_week(school, submission):
    signs(school, submission, "reviewer")
    leaves(school, "leader1", "leader2", "leader3")
    for _turn in range(2):
        waiting.look_after()
    assert step_of(submission) == 2
    assert told() == addresses(school, "office", "office2", "administrator")
    assert "leading group has not enough members who may sign" in [s.words for s in standing_of(submission.item).labels]
    before = OutboxMail.objects.count()
    with later(days=7):
        waiting.look_after()
    assert OutboxMail.objects.count() == before + 3


def test_a_quorum_that_nobody_can_reach_is_told(school, submission):
    body = school.bodies[BodyKind.LEADING]
    body.quorum, body.quorum_number = QuorumRule.NUMBER, 5
    body.save()
    page = factories.item(school.column, by=school.people["office"])
    other = factories.submitted(page, school.people["office"])
    signs(school, other, "reviewer")
    waiting.look_after()
    assert OutboxMail.objects.filter(key__startswith=f"lacks:{other.pk}:2:").count() == 3


def test_a_term_that_ends_at_midnight_ends_the_right_to_sign(school, submission):
    signs(school, submission, "reviewer")
    membership = school.people["leader1"].disclosure_memberships.get()
    midnight = factories.moment("2026-11-25 00:00")
    rosters.end_member(by=school.people["administrator"], membership=membership, at=midnight)
    with clock.moved(midnight), pytest.raises(NotEligible):
        sign(submission=submission, signer=school.people["leader1"], digest=submission.edition.digest)
    with clock.moved(midnight - timedelta(seconds=1)):
        sign(submission=submission, signer=school.people["leader1"], digest=submission.edition.digest)


def test_a_closed_account_is_not_waited_for(school, submission):
    signs(school, submission, "reviewer", "leader1")
    for name in ("leader2", "leader3"):
        school.people[name].is_active = False
        school.people[name].save()
    waiting.look_after()
    assert step_of(submission) == 3


def test_signing_that_is_long_in_coming_is_told_to_more_and_more(school, submission):
    def heard(days):
        OutboxMail.objects.all().delete()
        with later(days=days):
            waiting.look_after()
            waiting.look_after()
        return told()

    assert heard(1) == set()
    assert heard(2) == addresses(school, "reviewer")
    assert heard(5) == addresses(school, "reviewer", "office", "office2")
    overseers = addresses(school, "reviewer", "office", "office2", "principal", "administrator")
    assert [heard(days) for days in (10, 20)] == [overseers, overseers]


def test_each_reminder_comes_once(school, submission):
    with later(days=2):
        waiting.look_after()
    before = OutboxMail.objects.count()
    with later(days=4):
        waiting.look_after()
    assert OutboxMail.objects.count() == before


def test_the_name_of_a_body_is_that_of_the_day_of_submission(school, submission):
    body = school.bodies[BodyKind.LEADING]
    body.name = "新领导小组"
    body.save()
    posting = signs(school, submission, *factories.SIGNERS).outcome.permit.posting
    assert posting.pk and submission.route[1]["body_name"] == "leading group"


def test_an_entry_that_is_closed_meanwhile_stops_nothing_that_was_submitted(school, submission):
    catalog.close(by=school.people["administrator"], entry=school.entry)
    assert signs(school, submission, *factories.SIGNERS).outcome.permit.posting.entry == school.entry


def test_a_number_bears_the_year_in_which_it_goes_up(school):
    page = factories.item(
        school.column, by=school.people["office"], wish_begins_at=factories.moment("2027-01-01 00:00")
    )
    with clock.moved(factories.moment("2026-12-31 23:59")):
        posting = factories.posted(school, page)
    assert posting.index.text == "QL07-SF-2027-0001"


def test_a_moment_that_passed_before_the_last_signature_is_that_of_the_signature(school):
    page = factories.item(school.column, by=school.people["office"], wish_begins_at=NOW + timedelta(hours=1))
    submission = factories.submitted(page, school.people["office"])
    with later(hours=3):
        signs(school, submission, *factories.SIGNERS)
    assert Posting.objects.get().begins_at == NOW + timedelta(hours=3)


def test_looking_after_many_asks_as_much_as_looking_after_few(school, submission, django_assert_num_queries):
    def open_another():
        page = factories.item(school.column, by=school.people["office"])
        factories.submitted(page, school.people["office"])

    open_another()
    with django_assert_num_queries(3):
        waiting.look_after()
    for _turn in range(5):
        open_another()
    with django_assert_num_queries(3):
        waiting.look_after()


def away(school, name, *, since, until):
    membership = school.people[name].disclosure_memberships.get()
    was = rosters.seen(membership, rosters.MEMBER_FIELDS)
    by, span = school.people["administrator"], {"absent_since": since, "absent_until": until}
    rosters.change_member(by=by, membership=membership, seen_as=was, **span)


def test_who_is_away_does_not_sign_and_is_not_waited_for(school, submission):
    until = factories.moment("2026-12-01 00:00")
    away(school, "leader1", since=NOW, until=until)
    away(school, "leader2", since=NOW, until=until)
    signs(school, submission, "reviewer")
    with pytest.raises(NotEligible, match="away until"):
        sign(submission=submission, signer=school.people["leader1"], digest=submission.edition.digest)
    signs(school, submission, "leader3")  # the majority of those who are there
    assert step_of(submission) == 3
    with clock.moved(until):
        signs(school, submission, "supervisor1", "supervisor2", "principal")
    assert faults() == []


def test_a_deputy_stands_in_while_the_head_is_away(school, submission):
    body = school.bodies[BodyKind.LEADING]
    body.quorum, body.quorum_number = QuorumRule.HEAD_PLUS, 1
    body.save()
    page = factories.item(school.column, by=school.people["office"])
    other = factories.submitted(page, school.people["office"])
    signs(school, other, "reviewer", "leader2", "leader3")
    assert step_of(other) == 2  # the head has not signed
    with later(hours=1):
        away(school, "leader1", since=NOW, until=NOW + timedelta(days=3))
        waiting.look_after()
        assert step_of(other) == 3
        assert "roster.member_changed" in LedgerEntry.objects.values_list("kind", flat=True)


def test_back_again_one_signs_to_the_second(school, submission):
    back = NOW + timedelta(days=1)
    away(school, "reviewer", since=NOW, until=back)
    assert "confidentiality reviewers has not enough" in standing_of(submission.item).labels[0].words
    with clock.moved(back):
        signs(school, submission, "reviewer")
    assert step_of(submission) == 2


def test_a_signature_of_who_was_away_is_found(school, submission):
    signs(school, submission, "reviewer")
    with later(hours=1):
        away(school, "reviewer", since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    assert not any("away" in str(fault) for fault in faults())  # not known yet when it was given
    row = LedgerEntry.objects.get(kind="roster.member_changed")
    with append_only.lifted():
        LedgerEntry._base_manager.filter(pk=row.pk).update(at=NOW - timedelta(days=2))
    assert any("away" in str(fault) for fault in faults())
