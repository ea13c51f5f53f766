"""Who signs, returns and recalls at the same moment, each in a process of its own, by the pages that people use."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from disclosure.items.models import Permit, Posting
from disclosure.organizations import operations as rosters
from disclosure.organizations.models import QuorumRule
from disclosure.signoff import operations
from disclosure.signoff.exceptions import AlreadySigned
from disclosure.signoff.models import Submission
from tests import factories

from .people import Answer, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

ENDED = "This submission has ended"
ALL_BUT_LAST = factories.SIGNERS[:-1]


def waiting(school, *signers: str, number: int) -> list[Submission]:
    """Submissions that `signers` have signed already."""
    office = school.people["office"]
    made = [factories.submitted(factories.item(school.column, by=office), office) for _n in range(number)]
    return [factories.signed(submission, *(school.people[name] for name in signers)) for submission in made]


def signing_page(submission: Submission) -> str:
    return reverse("disclosure_signoff:sign", args=[submission.pk])


def signs(person: Person, submissions: list[Submission]) -> Callable:
    """Reads the edition, and signs it."""
    fields = {"sign-password": factories.PASSWORD, "sign-read": "on"}
    return lambda n: person.opens(signing_page(submissions[n]), "form:has([name=sign-digest])", **fields)


def returns(person: Person, submissions: list[Submission]) -> Callable:
    """Reads the edition, and returns it."""
    fields = {"return-password": factories.PASSWORD, "return-reason": "数字不符"}
    return lambda n: person.opens(signing_page(submissions[n]), "form:has([name=return-digest])", **fields)


def recalls(person: Person, submissions: list[Submission]) -> Callable:
    """Reads what a recall does, and recalls."""
    return lambda n: person.opens(
        reverse("disclosure_signoff:recall", args=[submissions[n].pk]), "form:has([name=reason])"
    )


def outcome(submission: Submission) -> str:
    found = Submission.objects.get(pk=submission.pk)
    return str(found.outcome.kind) if hasattr(found, "outcome") else "under way"


def signed(answer: Answer) -> bool:
    return answer.says("You have signed “")


def was_recalled(answer: Answer) -> bool:
    return answer.says("was recalled. You can change it and submit it again.")


def was_returned(answer: Answer) -> bool:
    return answer.says("You have returned “")


def who(*does: Callable[[Answer], bool]) -> Callable[[list[Answer]], str]:
    """For the table: which of them did what they came for."""
    return lambda turn: " + ".join("done" if did(a) else "told" for did, a in zip(does, turn, strict=True))


def test_one_more_than_is_needed(school, race, rounds):
    """Two of three are enough: of the last two one makes the step, the other is told that it is made."""
    submissions = waiting(school, "reviewer", "leader1", number=rounds)
    parts = [signs(Person(school.people[name]), submissions) for name in ("leader2", "leader3")]
    turns = race("the last two signers, one too many", *parts, rounds=rounds, told=who(signed, signed))
    for submission, turn in zip(submissions, turns, strict=True):
        [loser] = [answer for answer in turn if not signed(answer)]
        assert loser.says("It is not signed yet. “leading group” has all its signatures: yours is no longer needed.")
        assert submission.signatures.filter(step=2).count() == 2
        assert submission.task_states.filter(step=3).count() == 1


def test_both_are_needed(school, race, rounds):
    """All have to sign: both do, and the step is made once."""
    school.bodies["leading"].quorum = QuorumRule.ALL
    school.bodies["leading"].save()
    submissions = waiting(school, "reviewer", "leader1", number=rounds)
    parts = [signs(Person(school.people[name]), submissions) for name in ("leader2", "leader3")]
    for turn in race("the last two signers, both needed", *parts, rounds=rounds, told=who(signed, signed)):
        assert all(map(signed, turn))
    for submission in submissions:
        assert submission.signatures.filter(step=2).count() == 3
        assert submission.task_states.filter(step=3).count() == 1


@pytest.mark.parametrize("devices", [1, 2])
def test_the_same_signer_twice(school, race, rounds, devices):
    """A double click, or two devices: one signature, one permit, one posting; the other hears that it is signed."""
    submissions = waiting(school, *ALL_BUT_LAST, number=rounds)
    principal = school.people["principal"]
    first = Person(principal)
    second = first if devices == 1 else Person(principal)
    what = "the same signer twice, " + ("a double click" if devices == 1 else "on two devices")
    parts = [signs(person, submissions) for person in (first, second)]
    for turn in race(what, *parts, rounds=rounds, told=who(signed, signed)):
        assert sorted(map(signed, turn)) == [False, True] or devices == 1  # one browser shows both what comes first
        assert any(map(signed, turn))
        assert [a.text for a in turn if not signed(a) and not a.says(AlreadySigned.message)] == []
    assert Permit.objects.count() == Posting.objects.count() == rounds


def test_sign_and_recall(school, race, rounds):
    """Whatever comes first, it is recalled; a signature that came second is refused in words."""
    submissions = waiting(school, "reviewer", "leader1", number=rounds)
    parts = [
        signs(Person(school.people["leader2"]), submissions),
        recalls(Person(school.people["office"]), submissions),
    ]
    turns = race("sign and recall", *parts, rounds=rounds, told=who(signed, was_recalled))
    for submission, (signer, office) in zip(submissions, turns, strict=True):
        assert signed(signer) or signer.says(ENDED)
        assert was_recalled(office)
        assert outcome(submission) == "recalled"


def test_the_last_signature_and_a_recall(school, race, rounds):
    """What the principal signed first is up, and the office is told; what was recalled first never goes up."""
    submissions = waiting(school, *ALL_BUT_LAST, number=rounds)
    parts = [
        signs(Person(school.people["principal"]), submissions),
        recalls(Person(school.people["office"]), submissions),
    ]
    turns = race("the last signature and a recall", *parts, rounds=rounds, told=who(signed, was_recalled))
    for submission, (principal, office) in zip(submissions, turns, strict=True):
        granted = outcome(submission) == "granted"
        assert signed(principal) == granted != was_recalled(office)
        assert (office if granted else principal).says(ENDED)
        assert Posting.objects.filter(item=submission.item_id).count() == granted


def test_sign_and_return(school, race, rounds):
    """Either the step is made, or the edition goes back; the other reads which."""
    submissions = waiting(school, "reviewer", "leader1", number=rounds)
    parts = [
        signs(Person(school.people["leader2"]), submissions),
        returns(Person(school.people["leader3"]), submissions),
    ]
    turns = race("sign and return", *parts, rounds=rounds, told=who(signed, was_returned))
    for submission, (signer, returner) in zip(submissions, turns, strict=True):
        went_on = submission.task_states.filter(step=3).exists()
        assert signed(signer) == went_on != was_returned(returner)
        assert outcome(submission) == ("under way" if went_on else "returned")
        if went_on:
            assert returner.says("It is not returned yet. “leading group” has all its signatures")
        else:
            assert signer.says(ENDED)


def test_settling_three_times(school, race, rounds):
    """Three runners find that those who are left are enough: one step is made."""
    submissions = waiting(school, "reviewer", "leader1", number=rounds)
    for name in ("leader2", "leader3"):
        membership = school.people[name].disclosure_memberships.get()
        rosters.end_member(by=school.people["administrator"], membership=membership)

    def settle(n):
        return lambda: operations.settle(Submission.objects.get(pk=submissions[n].pk))

    turns = race("a step is settled", settle, settle, settle, rounds=rounds, told=lambda turn: f"{sum(turn)} of 3")
    assert all(sorted(turn) == [False, False, True] for turn in turns)
    assert all(submission.task_states.filter(step=3).count() == 1 for submission in submissions)
