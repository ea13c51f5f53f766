"""Two people at the same moment, on real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from disclosure.core import ledger
from disclosure.items.models import IndexNumber, Permit, Posting
from disclosure.signoff import operations
from disclosure.signoff.exceptions import AlreadySigned, SubmissionEnded
from disclosure.signoff.models import Signature, Submission
from tests import factories

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
