"""A signature on paper that two register, or decide, at the same moment: one does, the other reads a sentence."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.core import clock
from disclosure.organizations import operations as rosters
from disclosure.signoff import paper
from disclosure.signoff.models import PaperEnd, PaperSignature, Submission
from tests import factories
from tests.items.library import picture_bytes

from .people import Answer, Person
from .test_signing import outcome, recalls, was_recalled, who

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture
def member(school):
    admin, body = school.people["administrator"], school.bodies["reviewers"]
    return rosters.add_member(by=admin, body=body, name="石老师", since=clock.now())


@pytest.fixture
def submissions(school, member, rounds) -> list[Submission]:
    office = school.people["office"]
    return [factories.submitted(factories.item(school.column, by=office), office) for _n in range(rounds)]


@pytest.fixture
def papers(school, member, submissions) -> list[PaperSignature]:
    return [factories.registered(submission, member, school.people["office"]) for submission in submissions]


def registers(person: Person, member, submissions: list[Submission]) -> Callable:
    """Enters what stands on the sheet, with its scan."""

    def prepare(n: int):
        address = reverse("disclosure_signoff:register", args=[submissions[n].pk])
        said = {
            "member": member.pk,
            "signed_on": clock.today().isoformat(),
            "code": paper.code_of(submissions[n].edition.digest),
            "attribute": "proactive",
            "result": "clear",
            "scan": SimpleUploadedFile("签字页.jpg", picture_bytes(), "image/jpeg"),
        }
        return lambda: person.presses(address, said)

    return prepare


def confirms(person: Person, papers: list[PaperSignature]) -> Callable:
    """Compares the sheet, and stands for it."""
    fields = {"confirm-password": factories.PASSWORD, "confirm-seen": "on"}
    return lambda n: person.opens(address(papers[n]), "form:has([name=confirm-digest])", **fields)


def takes_back(person: Person, papers: list[PaperSignature]) -> Callable:
    """Takes the registration back."""
    return lambda n: person.opens(address(papers[n]), "form:has([name=withdraw])", withdraw="1")


def address(registration: PaperSignature) -> str:
    return reverse("disclosure_signoff:paper", args=[registration.pk])


def registered(answer: Answer) -> bool:
    return answer.says("is registered. It counts once a witness has confirmed it.")


def confirmed(answer: Answer) -> bool:
    return answer.says("You have witnessed the signature of")


def taken_back(answer: Answer) -> bool:
    return answer.says("It is taken back.")


def test_registered_twice(school, race, rounds, member, submissions):
    """By two clerks: one registration."""
    clerks = [Person(school.people[name]) for name in ("office", "office2")]
    parts = [registers(clerk, member, submissions) for clerk in clerks]
    turns = race("a sheet is registered twice", *parts, rounds=rounds, told=who(registered, registered))
    for submission, turn in zip(submissions, turns, strict=True):
        [loser] = [answer for answer in turn if not registered(answer)]
        assert loser.says("is registered already") or loser.says("waits for a witness"), loser.text
        assert submission.papers.count() == 1


def test_two_witnesses(school, race, rounds, papers):
    """One signature, with one witness."""
    parts = [confirms(Person(school.people[name]), papers) for name in ("leader1", "leader2")]
    turns = race("a sheet is witnessed twice", *parts, rounds=rounds, told=who(confirmed, confirmed))
    for registration, turn in zip(papers, turns, strict=True):
        [loser] = [answer for answer in turn if not confirmed(answer)]
        assert loser.says("This registration is decided already") or loser.says("no longer needed"), loser.text
        assert registration.submission.signatures.count() == 1


def test_witnessed_and_taken_back(school, race, rounds, papers):
    """Either it counts, or it is gone."""
    parts = [confirms(Person(school.people["leader1"]), papers), takes_back(Person(school.people["office"]), papers)]
    turns = race("a sheet is witnessed, and taken back", *parts, rounds=rounds, told=who(confirmed, taken_back))
    for registration, (witness, office) in zip(papers, turns, strict=True):
        assert confirmed(witness) != taken_back(office)
        loser = office if confirmed(witness) else witness
        assert loser.says("This registration is decided already") or loser.says("no longer needed"), loser.text
        assert PaperEnd.objects.get(paper=registration).kind == ("confirmed" if confirmed(witness) else "withdrawn")
        assert registration.submission.signatures.count() == confirmed(witness)


def test_witnessed_and_recalled(school, race, rounds, papers):
    """No signature comes after the end."""
    submissions = [registration.submission for registration in papers]
    parts = [confirms(Person(school.people["leader1"]), papers), recalls(Person(school.people["office"]), submissions)]
    turns = race("a sheet is witnessed, a recall", *parts, rounds=rounds, told=who(confirmed, was_recalled))
    for submission, (witness, office) in zip(submissions, turns, strict=True):
        assert was_recalled(office), office.text
        assert outcome(submission) == "recalled"
        assert confirmed(witness) or witness.says("This submission has ended"), witness.text
        assert submission.signatures.count() == confirmed(witness)
