"""Two people at the same moment, on real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from disclosure.changes import operations as changes
from disclosure.core import clock, ledger
from disclosure.core.exceptions import Refusal
from disclosure.items.models import IndexNumber, ItemPage, Permit, Posting
from disclosure.organizations import operations as rosters
from disclosure.signoff import operations
from disclosure.signoff.exceptions import AlreadySigned, SubmissionEnded
from disclosure.signoff.models import Signature, Submission
from tests import factories
from tests.items import drafts, posting_forms

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*calls):
    """What each call answers or raises, all begun at the same moment, each on a connection of its own."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def signing(submission, user):
    return lambda: operations.sign(
        submission=Submission.objects.get(pk=submission.pk), signer=user, digest=submission.edition.digest
    )


@pytest.fixture
def school():
    return factories.school()


@pytest.fixture
def submission(school):
    page = factories.item(school.column, by=school.people["office"], title="同时签字")
    submission = factories.submitted(page, school.people["office"])
    return factories.signed(submission, school.people["reviewer"], school.people["leader1"])


def test_the_last_two_signers_of_a_step_make_one_step_of_it(school, submission):
    people = school.people
    answers = at_once(signing(submission, people["leader2"]), signing(submission, people["leader3"]))
    signed = [answer for answer in answers if isinstance(answer, Signature)]
    refused = [answer for answer in answers if not isinstance(answer, Signature)]
    assert len(signed) == 1
    assert str(refused[0])
    assert submission.task_states.filter(step=3).count() == 1


def test_the_same_signer_twice_signs_once(school, submission):
    factories.signed(submission, *[school.people[name] for name in ("leader2", "supervisor1", "supervisor2")])
    principal = school.people["principal"]
    answers = at_once(signing(submission, principal), signing(submission, principal))
    assert sum(isinstance(answer, Signature) for answer in answers) == 1
    assert sum(isinstance(answer, AlreadySigned) for answer in answers) == 1
    assert Permit.objects.count() == Posting.objects.count() == 1


def test_sign_and_recall_have_one_winner(school, submission):
    answers = at_once(
        signing(submission, school.people["leader2"]),
        lambda: operations.recall(submission=Submission.objects.get(pk=submission.pk), by=school.people["office"]),
    )
    assert not any(isinstance(a, Exception) and not isinstance(a, SubmissionEnded) for a in answers)
    assert Submission.objects.get(pk=submission.pk).outcome.kind == "recalled"


def test_index_numbers_given_at_once_are_unique_and_without_gap(school):
    ready = []
    for _number in range(4):
        page = factories.item(school.column, by=school.people["office"])
        names = ("reviewer", "leader1", "leader2", "supervisor1", "supervisor2")
        submission = factories.submitted(page, school.people["office"])
        ready.append(factories.signed(submission, *[school.people[name] for name in names]))
    answers = at_once(*[signing(submission, school.people["principal"]) for submission in ready])
    assert all(isinstance(answer, Signature) for answer in answers), answers
    assert sorted(IndexNumber.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    chain = school.organization.chain
    chain.refresh_from_db()
    assert list(ledger.faults(chain)) == []


def test_sign_and_return_have_one_winner(school, submission):
    digest, people = submission.edition.digest, school.people
    answers = at_once(
        signing(submission, people["leader2"]),
        lambda: operations.send_back(
            submission=Submission.objects.get(pk=submission.pk), signer=people["leader3"], digest=digest, reason="不符"
        ),
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], Refusal)
    assert str(refused[0])
    went_on = submission.task_states.filter(step=3).exists()
    assert went_on != hasattr(Submission.objects.get(pk=submission.pk), "outcome")


def test_settling_and_signing_make_one_step_of_it(school, submission):
    for name in ("leader2", "leader3"):
        membership = school.people[name].disclosure_memberships.get()
        rosters.end_member(by=school.people["administrator"], membership=membership)

    def settle():
        return operations.settle(Submission.objects.get(pk=submission.pk))

    assert sorted(at_once(settle, settle, settle)) == [False, False, True]
    assert submission.task_states.filter(step=3).count() == 1


def test_two_who_submit_one_draft_make_one_submission(school):
    """By the editor, as two clerks press the button: the second reads a page, no fault."""
    page = drafts.full(school)
    data = posting_forms.of_item(page.get_latest_revision_as_object()) | {"action-submit": "1"}

    def submit(user):
        client = Client(raise_request_exception=False)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return lambda: client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code

    answers = at_once(submit(school.people["office"]), submit(school.people["office2"]))
    assert set(answers) <= {200, 302}, answers
    assert page.submissions.count() == 1
    assert page.editions.count() == 1


def test_a_correction_and_a_withdrawal_at_once_leave_one_answer(school):
    posting = factories.posted(school)
    page = ItemPage.objects.get(pk=posting.item_id).get_latest_revision_as_object()
    page.title, page.change_note = "更正", "更正数字"
    page.save_revision(user=school.people["office"])
    correction = factories.submitted(ItemPage.objects.get(pk=page.pk), school.people["office"])
    factories.signed(correction, *[school.people[name] for name in factories.SIGNERS[:-1]])
    answers = at_once(
        signing(correction, school.people["principal"]),
        lambda: changes.withdraw(
            posting=Posting.objects.get(pk=posting.pk), by=school.people["office"], explanation="附件有误"
        ),
    )
    assert not [a for a in answers if isinstance(a, Exception) and not isinstance(a, Refusal)], answers
    assert isinstance(answers[0], Signature)
    standing = Posting.objects.current(clock.now()).filter(item=posting.item_id)
    assert [each.edition.number for each in standing] == [2]
    chain = school.organization.chain
    chain.refresh_from_db()
    assert list(ledger.faults(chain)) == []
