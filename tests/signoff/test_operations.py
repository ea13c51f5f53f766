"""The passage of an edition through its route."""

from datetime import timedelta

import pytest
from wagtail.models import TaskState, WorkflowState

from disclosure.core import clock, ledger
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.items.models import Edition, IndexNumber, Permit, Posting
from disclosure.organizations import rights
from disclosure.organizations.models import BodyKind, Membership
from disclosure.signoff import exceptions, operations
from disclosure.signoff.models import Intent, OutcomeKind, Submission
from tests import factories

pytestmark = pytest.mark.django_db

ALL = ["reviewer", "leader1", "leader2", "supervisor1", "supervisor2", "principal"]


@pytest.fixture
def page(school):
    return factories.item(school.column, by=school.people["office"], title="收费公示", wish_days=10)


@pytest.fixture
def submission(school, page):
    return factories.submitted(page, school.people["office"])


def sign(school, submission, *names):
    return factories.signed(submission, *[school.people[name] for name in names])


def refused(school, submission, name, **kwargs):
    with pytest.raises(exceptions.NotEligible) as caught:
        operations.sign(submission=submission, signer=school.people[name], digest=submission.edition.digest, **kwargs)
    return str(caught.value)


def test_submission_freezes_the_edition_and_the_route(school, submission):
    assert submission.edition.number == 1
    assert [step["kind"] for step in submission.route] == ["reviewers", "leading", "supervision", "principal"]
    assert submission.authors == [school.people["office"].pk]


def test_only_the_office_submits(school, page):
    page.get_workflow().start(page, school.people["leader1"])
    assert not Submission.objects.exists()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES


def test_every_signature_and_no_less_makes_the_posting(school, submission):
    for name in ALL:
        assert not Posting.objects.exists()
        sign(school, submission, name)
    posting = Posting.objects.get()
    assert posting.edition == submission.edition
    assert submission.outcome.kind == OutcomeKind.GRANTED
    assert submission.outcome.permit == posting.permit
    assert posting.index.text == f"QL07-SF-{clock.today().year}-0001"


def test_the_page_itself_is_not_published(school, submission):
    sign(school, submission, *ALL)
    submission.item.refresh_from_db()
    assert not submission.item.live


def test_the_author_cannot_sign(school, submission):
    Membership.objects.create(
        body=school.bodies["reviewers"], user=school.people["office"], name="x", since=factories.TERM_BEGAN
    )
    rights.forget(school.people["office"])
    assert refused(school, submission, "office")


def test_who_edited_the_draft_cannot_sign(school, page):
    page.title = "改过"
    page.save_revision(user=school.people["reviewer"])
    submission = factories.submitted(page, school.people["office"])
    assert refused(school, submission, "reviewer")


def test_nobody_signs_two_steps(school, submission):
    Membership.objects.create(
        body=school.bodies["supervision"], user=school.people["leader1"], name="x", since=factories.TERM_BEGAN
    )
    sign(school, submission, "reviewer", "leader1", "leader2")
    assert refused(school, submission, "leader1")


def test_the_principal_is_kept_for_the_last_step(school, submission):
    Membership.objects.create(
        body=school.bodies["leading"], user=school.people["principal"], name="x", since=factories.TERM_BEGAN
    )
    sign(school, submission, "reviewer")
    assert refused(school, submission, "principal")


def test_signing_twice_is_refused_with_a_sentence(school, submission):
    sign(school, submission, "reviewer", "leader1")
    with pytest.raises(exceptions.AlreadySigned):
        sign(school, submission, "leader1")


def test_a_step_is_not_signed_before_its_turn(school, submission):
    assert refused(school, submission, "principal")


def test_a_member_whose_term_ended_cannot_sign(school, submission):
    school.bodies["reviewers"].memberships.update(until=clock.now())
    assert refused(school, submission, "reviewer")


def test_who_joins_can_sign_at_that_moment(school, submission):
    newcomer = factories.person("newcomer")
    factories.member(school.bodies["reviewers"], newcomer, since=clock.now())
    school.people["newcomer"] = newcomer
    assert sign(school, submission, "newcomer").signatures.count() == 1


def test_another_digest_than_the_submission_s_is_refused(school, submission):
    with pytest.raises(exceptions.EditionChanged):
        operations.sign(submission=submission, signer=school.people["reviewer"], digest="0" * 64)


def test_a_review_needs_attribute_and_result(school, submission):
    with pytest.raises(exceptions.ReviewIncomplete):
        operations.sign(
            submission=submission,
            signer=school.people["reviewer"],
            digest=submission.edition.digest,
            review={"attribute": "exempt", "ground": "", "result": "不公开"},
        )


def test_a_return_says_why(school, submission):
    with pytest.raises(exceptions.ReasonMissing):
        operations.send_back(
            submission=submission, signer=school.people["reviewer"], digest=submission.edition.digest, reason="  "
        )


@pytest.fixture
def returned(school, submission):
    sign(school, submission, "reviewer", "leader1", "leader2")
    operations.send_back(
        submission=submission,
        signer=school.people["supervisor1"],
        digest=submission.edition.digest,
        reason="请补充依据",
    )
    return submission


def test_a_returned_submission_is_over_and_its_author_is_told(school, returned):
    assert returned.outcome.kind == OutcomeKind.RETURNED
    assert returned.outcome.step == 3
    assert OutboxMail.objects.filter(recipient="office@example.com", key__startswith="outcome:").count() == 1
    with pytest.raises(exceptions.SubmissionEnded):
        sign(school, returned, "supervisor2")


def test_resubmitting_the_same_content_walks_every_step_again(school, returned):
    WorkflowState.objects.get().resume(school.people["office"])
    again = Submission.objects.get(outcome__isnull=True)
    assert again.edition == returned.edition
    assert not again.signatures.exists()
    sign(school, again, *ALL)
    assert again.outcome.kind == OutcomeKind.GRANTED


def test_the_office_recalls(school, submission):
    sign(school, submission, "reviewer")
    operations.recall(submission=submission, by=school.people["office2"])
    assert submission.outcome.kind == OutcomeKind.RECALLED
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert submission.signatures.count() == 1


def test_nobody_else_recalls(school, submission):
    with pytest.raises(exceptions.NotEligible):
        operations.recall(submission=submission, by=school.people["leader1"])


def test_wagtail_s_own_cancel_is_written_down_as_a_recall(school, submission):
    WorkflowState.objects.get().cancel(user=school.people["office"])
    assert submission.outcome.kind == OutcomeKind.RECALLED


def test_a_draft_changed_meanwhile_makes_the_submission_void(school, submission):
    draft = submission.item.get_latest_revision_as_object()
    draft.title = "悄悄改了"
    draft.save_revision(user=school.people["office"])
    with pytest.raises(exceptions.Overtaken):
        sign(school, submission, "reviewer")
    assert submission.outcome.kind == OutcomeKind.VOID
    assert not submission.signatures.exists()


def test_approving_by_code_without_signatures_grants_nothing(school, submission):
    state = WorkflowState.objects.get()
    with pytest.raises(exceptions.SignaturesMissing):
        while state.status == WorkflowState.STATUS_IN_PROGRESS:
            state.current_task_state.specific.approve(user=school.people["office"])
            state.refresh_from_db()
    assert not Permit.objects.exists()


def test_deactivating_a_task_in_mid_route_grants_nothing(school, submission):
    sign(school, submission, "reviewer", "leader1", "leader2")
    school.workflow.tasks.get(signaturestep__kind=BodyKind.SUPERVISION).specific.deactivate()
    assert not Permit.objects.exists()
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() <= 1


def test_a_workflow_without_steps_grants_nothing(school, page):
    school.workflow.workflow_tasks.all().delete()
    with pytest.raises(exceptions.SignaturesMissing):
        page.get_workflow().start(page, school.people["office"])
    assert not Permit.objects.exists()


def test_each_signer_of_a_step_is_told_once(school, submission):
    sign(school, submission, "reviewer")
    keys = OutboxMail.objects.filter(key__startswith=f"step:{submission.pk}:2:")
    assert keys.count() == 3


def test_every_decision_is_in_the_chain_and_the_chain_is_whole(school, submission):
    sign(school, submission, *ALL)
    chain = school.organization.chain
    kinds = list(chain.entries.order_by("number").values_list("kind", flat=True))
    assert kinds[kinds.index("submission.made") :] == [
        "submission.made",
        *["signature.given"] * 6,
        "permit.granted",
        "posting.made",
        "submission.granted",
    ]
    chain.refresh_from_db()
    assert list(ledger.faults(chain)) == []
    assert LedgerEntry.objects.filter(chain=chain, data__digest=submission.edition.digest).exists()


def test_waiting_for_lists_what_one_may_sign_longest_first(school, submission):
    with clock.moved(clock.now() + timedelta(hours=1)):
        second = factories.submitted(
            factories.item(school.column, by=school.people["office"], title="第二件"), school.people["office"]
        )
        assert [s.pk for s in operations.waiting_for(school.people["reviewer"])] == [submission.pk, second.pk]
        assert operations.waiting_for(school.people["leader1"]) == []


def test_waiting_for_asks_as_many_queries_for_ten_as_for_one(school, submission, django_assert_num_queries):
    rights.memberships(school.people["reviewer"])
    with django_assert_num_queries(3):
        operations.waiting_for(school.people["reviewer"])
    for _number in range(9):
        factories.submitted(factories.item(school.column, by=school.people["office"]), school.people["office"])
    with django_assert_num_queries(3):
        assert len(operations.waiting_for(school.people["reviewer"])) == 10


@pytest.fixture
def posted(school, submission):
    sign(school, submission, *ALL)
    return Posting.objects.get()


def correct(school, posted, **fields):
    draft = posted.item.get_latest_revision_as_object()
    for name, value in {"title": "更正后的收费公示", "change_note": "改标准", **fields}.items():
        setattr(draft, name, value)
    draft.save_revision(user=school.people["office"])
    return factories.submitted(type(draft).objects.get(pk=draft.pk), school.people["office"])


def test_a_correction_takes_the_place_of_the_earlier_edition_in_one_moment(school, posted):
    correction = correct(school, posted)
    assert correction.intent == Intent.CORRECT
    sign(school, correction, *ALL)
    now = clock.now()
    assert Posting.objects.current(now).get().edition == correction.edition
    assert IndexNumber.objects.count() == 1
    second = Posting.objects.get(edition=correction.edition)
    assert posted.closings.get().at == second.begins_at
    just_before = second.begins_at - timedelta(microseconds=1)
    assert Posting.objects.current(just_before).get() == posted


def test_mending_the_form_lets_the_period_run_on(school, posted):
    with clock.moved(clock.now() + timedelta(days=3)):
        sign(school, correct(school, posted, mends_form_only=True), *ALL)
    assert Posting.objects.latest("pk").ends_at == posted.ends_at


def test_a_correction_begins_the_period_anew(school, posted):
    with clock.moved(clock.now() + timedelta(days=3)):
        sign(school, correct(school, posted), *ALL)
    assert Posting.objects.latest("pk").ends_at == posted.ends_at + timedelta(days=3)


def test_serials_run_without_gap_in_a_column_and_year(school):
    for _number in range(3):
        page = factories.item(school.column, by=school.people["office"])
        sign(school, factories.submitted(page, school.people["office"]), *ALL)
    assert list(IndexNumber.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2, 3]


def test_editions_are_numbered_within_their_item(school, posted):
    correct(school, posted)
    assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
