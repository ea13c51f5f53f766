"""Where an item stands: every state has its words, and many cost as many queries as one."""

import pytest

from disclosure.changes import operations as changes
from disclosure.desk import office
from disclosure.desk.standing import State, standing_of, standings
from disclosure.signoff import operations
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


def draft(school, **fields):
    return factories.item(school.column, by=school.people["office"], **fields)


def words(item, at=None):
    return [label.words for label in standing_of(item, at).labels]


def states(item, at=None):
    return [label.state for label in standing_of(item, at).labels]


def change(page, school, summary="改过"):
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    page.summary = summary
    page.change_note = "更正数字"
    page.save_revision(user=school.people["office"])
    return type(page).objects.get(pk=page.pk)


def test_a_draft(school):
    assert words(draft(school)) == ["draft"]


def test_being_signed_says_by_whom_and_how_far(school):
    page = draft(school)
    submission = factories.submitted(page, school.people["office"])
    assert words(page) == ["being signed by confidentiality reviewers (0 of 1)"]

    factories.signed(submission, school.people["reviewer"], school.people["leader1"])
    assert words(page) == ["being signed by leading group (1 of 2)"]


def test_returned_until_it_is_submitted_again(school):
    page = draft(school)
    submission = factories.submitted(page, school.people["office"])
    operations.send_back(
        submission=submission, signer=school.people["reviewer"], digest=submission.edition.digest, reason="重报"
    )
    assert standing_of(page).returned and states(page) == [State.RETURNED]

    page = type(page).objects.get(pk=page.pk)
    page.current_workflow_state.resume(school.people["office"])
    assert states(page) == [State.SIGNING]
    operations.recall(submission=page.submissions.get(outcome=None), by=school.people["office"])
    assert standing_of(page).outcome.reason == "重报"  # a recall answers no return
    assert [row.reason for row in office.returned([school.organization]).rows] == ["重报"]


def test_recalled(school):
    page = draft(school)
    operations.recall(submission=factories.submitted(page, school.people["office"]), by=school.people["office"])

    assert states(page) == [State.RECALLED]


def test_waits_then_is_up_then_ends(school):
    page = draft(school, wish_begins_at=factories.moment("2026-11-25 08:00"), wish_days=2)
    factories.posted(school, page)

    assert words(page) == ["waits until 25 Nov, 08:00"]
    assert words(page, factories.moment("2026-11-25 08:00")) == ["up until 27 Nov, 24:00"]
    assert words(page, factories.moment("2026-11-28 00:00")) == ["ended on 27 Nov, 24:00"]


def test_up_without_an_end(school):
    page = draft(school)
    factories.posted(school, page)

    assert words(page) == ["up, without an end"]


def test_up_while_its_correction_is_drafted_and_signed(school):
    page = draft(school)
    factories.posted(school, page)
    page = change(page, school)
    assert words(page) == ["up, without an end", "draft of a correction"]

    factories.submitted(page, school.people["office"])
    assert states(page) == [State.SIGNING, State.UP]


def test_a_correction_that_waits_beside_what_is_up(school):
    page = draft(school)
    factories.posted(school, page)
    page = type(page).objects.get(pk=page.pk)
    page.wish_begins_at = factories.moment("2026-12-01 08:00")
    page.change_note = "更正"
    page.save_revision(user=school.people["office"])
    factories.posted(school, type(page).objects.get(pk=page.pk))

    assert sorted(states(page)) == sorted([State.UP, State.WAITING])


def test_withdrawn_and_stopped(school):
    page, other = draft(school), draft(school, wish_begins_at=factories.moment("2026-12-01 08:00"))
    posting, waiting = factories.posted(school, page), factories.posted(school, other)
    changes.withdraw(posting=posting, by=school.people["principal"], explanation="数字有误")
    changes.stop(posting=waiting, by=school.people["principal"], explanation="重新核对")

    assert words(page) == ["withdrawn on 24 Nov, 09:00"]
    assert states(other) == [State.STOPPED]


def test_many_cost_as_many_queries_as_one(school, django_assert_num_queries, django_assert_max_num_queries):
    def one_of_each():
        up, signing, returned = draft(school), draft(school), draft(school)
        factories.posted(school, up)
        factories.signed(factories.submitted(signing, school.people["office"]), school.people["reviewer"])
        submission = factories.submitted(returned, school.people["office"])
        operations.send_back(
            submission=submission, signer=school.people["reviewer"], digest=submission.edition.digest, reason="重报"
        )
        return [up.pk, signing.pk, returned.pk, draft(school).pk]

    few = one_of_each()
    with django_assert_max_num_queries(10) as counted:
        standings(few)
    many = few + one_of_each() + one_of_each()
    with django_assert_num_queries(len(counted)):
        found = standings(many)
    assert len(found) == 12
