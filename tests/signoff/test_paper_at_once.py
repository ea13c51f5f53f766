"""A registration that two decide at the same moment: one wins, the other reads a sentence."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from disclosure.core.exceptions import Refusal
from disclosure.signoff import operations, paper
from disclosure.signoff.models import PaperEnd, PaperSignature, Signature, Submission
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


@pytest.fixture
def school():
    return factories.school()


@pytest.fixture
def registration(school):
    member = factories.member(school.bodies["reviewers"], name="石老师")
    page = factories.item(school.column, by=school.people["office"])
    submission = factories.submitted(page, school.people["office"])
    return factories.registered(submission, member, school.people["office"])


def read(registration) -> PaperSignature:
    return PaperSignature.objects.get(pk=registration.pk)


def confirming(registration, user):
    return lambda: paper.confirm(paper=read(registration), witness=user, digest=registration.digest)


def one_wins(answers) -> None:
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 1, answers
    assert isinstance(refused[0], Refusal), answers
    assert str(refused[0])


def test_two_witnesses_make_one_signature(school, registration):
    one_wins(at_once(*[confirming(registration, school.people[name]) for name in ("leader1", "leader2")]))
    assert Signature.objects.count() == PaperEnd.objects.count() == 1


def test_confirming_and_taking_back_have_one_winner(school, registration):
    office, witness = school.people["office"], school.people["leader1"]
    one_wins(at_once(confirming(registration, witness), lambda: paper.withdraw(paper=read(registration), by=office)))
    assert PaperEnd.objects.count() == 1
    assert Signature.objects.exists() == (PaperEnd.objects.get().kind == "confirmed")


def test_confirming_and_recalling_leave_no_signature_after_the_end(school, registration):
    def recall():
        submission = Submission.objects.get(pk=registration.submission_id)
        return operations.recall(submission=submission, by=school.people["office"])

    answers = at_once(confirming(registration, school.people["leader1"]), recall)
    assert not [a for a in answers if isinstance(a, Exception) and not isinstance(a, Refusal)], answers
    outcome = Submission.objects.get(pk=registration.submission_id).outcome
    assert all(signature.signed_at <= outcome.at for signature in Signature.objects.all())
