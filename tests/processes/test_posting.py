"""What goes up, is replaced and comes down at the same moment: numbers, corrections, withdrawals."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from disclosure.changes.exceptions import AlreadyConfirmed, NotUp
from disclosure.core import clock
from disclosure.items.models import Closing, IndexNumber, ItemPage, Posting
from disclosure.signoff.models import Submission
from tests import factories
from tests.standing import NOW

from .conftest import ROUNDS
from .people import Answer, Person
from .test_drafting import LOCKED, NOT_SAVED, edits, submitted
from .test_signing import ALL_BUT_LAST, outcome, signed, signs, who

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

AT_ONCE = 200 if ROUNDS else 8  # numbers that are asked for at one moment


def withdraws(person: Person, postings: list[Posting]) -> Callable:
    """Looks at what it does, says why, and decides."""
    data = {"explanation": "附件有误", "password": factories.PASSWORD, "decide": "1"}

    def prepare(n: int):
        address = reverse("disclosure_changes:withdraw", args=[postings[n].pk])
        person.get(address)
        return lambda: person.presses(address, data)

    return prepare


def taken_down(answer: Answer) -> bool:
    return answer.says("is taken down. The leading and the supervision group are asked to confirm it.")


def confirms(person: Person, closings: list[Closing]) -> Callable:
    """Reads what was decided, and confirms it for their group."""
    return lambda n: person.opens(reverse("disclosure_changes:confirm", args=[closings[n].pk]), "form:has([name=body])")


def corrections(school, postings: list[Posting]) -> list[Submission]:
    """The next edition of each, signed by all but the principal."""
    office, made = school.people["office"], []
    for posting in postings:
        page = ItemPage.objects.get(pk=posting.item_id).get_latest_revision_as_object()
        page.title, page.change_note = "更正后的", "更正数字"
        page.save_revision(user=office)
        submission = factories.submitted(ItemPage.objects.get(pk=page.pk), office)
        made.append(factories.signed(submission, *(school.people[name] for name in ALL_BUT_LAST)))
    return made


@pytest.fixture
def postings(school, rounds) -> list[Posting]:
    return [factories.posted(school, title=f"第{n}件") for n in range(rounds)]


def patiently(part: Callable) -> Callable:
    """Who is asked to wait presses again. How often they were, and what they read in the end."""

    def prepare(n: int):
        press = part(n)

        def act() -> tuple[int, Answer]:
            asked, answer = 0, press()
            while answer.asks_to_wait:
                asked, answer = asked + 1, press()
            return asked, answer

        return act

    return prepare


def test_index_numbers(school, race):
    """Each a process with its own signer: every number once, and none left out."""
    for task in school.workflow.workflow_tasks.exclude(task__signaturestep__kind="principal"):
        task.delete()
    school.organization.sign_with_password = False  # so many tries of one account at one moment would be refused
    school.organization.save()
    office, principal = school.people["office"], school.people["principal"]
    pages = [factories.item(school.column, by=office) for _n in range(AT_ONCE)]
    submissions = [factories.submitted(page, office) for page in pages]
    parts = [patiently(signs(Person(principal), [submission])) for submission in submissions]
    [turn] = race("index numbers", *parts, told=lambda turn: f"asked to wait {sum(asked for asked, _a in turn)}")
    assert [answer.text for _asked, answer in turn if not signed(answer)] == []
    assert sorted(IndexNumber.objects.values_list("serial", flat=True)) == [*range(1, AT_ONCE + 1)]


def test_a_correction_and_a_withdrawal(school, race, rounds, postings):
    """Whichever comes first, the correction stands alone. What is down cannot be taken down, and that is said."""
    signing = corrections(school, postings)
    principal, office = Person(school.people["principal"]), Person(school.people["office"])
    parts = [signs(principal, signing), withdraws(office, postings)]
    turns = race("a correction replaces, and a withdrawal", *parts, rounds=rounds, told=who(signed, taken_down))
    for posting, (signer, decider) in zip(postings, turns, strict=True):
        assert signed(signer)
        assert taken_down(decider) or decider.says(NotUp.message), decider.text
        standing = Posting.objects.current(clock.now()).filter(item=posting.item_id)
        assert [each.edition.number for each in standing] == [2]
        assert posting.closings.filter(kind="withdrawn").count() == taken_down(decider)


def test_a_correction_replaces_while_the_next_is_submitted(school, race, rounds, postings):
    """The next is submitted once the first correction is up; before, its clerk reads that it is being signed."""
    signing = corrections(school, postings)
    pages = [ItemPage.objects.get(pk=posting.item_id) for posting in postings]
    principal, office = Person(school.people["principal"]), Person(school.people["office"])
    parts = [signs(principal, signing), edits(office, pages, "action-submit", "再更正")]
    turns = race("a correction replaces, the next is submitted", *parts, rounds=rounds, told=who(signed, submitted))
    for page, submission, (signer, clerk) in zip(pages, signing, turns, strict=True):
        assert signed(signer)
        assert outcome(submission) == "granted"
        assert submitted(clerk) or clerk.says(LOCKED) or clerk.says(NOT_SAVED), clerk.text
        assert submitted(clerk) or clerk.says("再更正")
        assert page.submissions.filter(outcome=None).count() == submitted(clerk)


def test_two_corrections_of_two_items(school, race, rounds, postings):
    """Different items of one school go up at once, by the same principal: neither waits for ever for the other."""
    others = [factories.posted(school) for _n in range(rounds)]
    principal = school.people["principal"]
    parts = [signs(Person(principal), corrections(school, each)) for each in (postings, others)]
    race("corrections of two items", *parts, rounds=rounds, told=who(signed, signed))
    with clock.moved(NOW):
        standing = Posting.objects.current(NOW).values_list("edition__number", flat=True)
    assert [*standing] == [2] * 2 * rounds


def test_withdrawn_twice(school, race, rounds, postings):
    """By the principal and by the head of the office: one withdrawal, with one explanation."""
    parts = [withdraws(Person(school.people[name]), postings) for name in ("principal", "office")]
    turns = race("a withdrawal twice", *parts, rounds=rounds, told=who(taken_down, taken_down))
    for posting, turn in zip(postings, turns, strict=True):
        [loser] = [answer for answer in turn if not taken_down(answer)]
        assert loser.says(NotUp.message)
        assert posting.closings.count() == 1


def test_confirmed_twice_by_one_group(school, race, rounds, postings):
    """Two members of the leading group: one confirms, the other reads that the group has."""
    principal = Person(school.people["principal"])
    for n in range(rounds):
        withdraws(principal, postings)(n)()
    closings = [posting.closings.get() for posting in postings]
    confirmed = who(*[lambda answer: answer.says("You have confirmed it for")] * 2)
    parts = [confirms(Person(school.people[name]), closings) for name in ("leader1", "leader2")]
    turns = race("a decision confirmed twice", *parts, rounds=rounds, told=confirmed)
    for closing, turn in zip(closings, turns, strict=True):
        assert confirmed(turn) in {"done + told", "told + done"}
        assert any(answer.says(AlreadyConfirmed.message) for answer in turn)
        assert closing.confirmations.count() == 1
