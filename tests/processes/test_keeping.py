"""What administrators do while others work: nobody waits for somebody who waits for them (a deadlock of PostgreSQL)."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from wagtail.models import Locale, WorkflowPage

from disclosure.catalog import operations as catalogue
from disclosure.catalog.models import CatalogEntry
from disclosure.core import clock
from disclosure.core.exceptions import Refusal
from disclosure.core.models import LedgerEntry
from disclosure.items.models import ItemPage, Posting
from disclosure.organizations import invitations, opening
from disclosure.organizations import operations as rosters
from disclosure.organizations.exceptions import TermOver
from disclosure.organizations.models import BodyKind, Membership
from disclosure.runner.mirror import follow
from disclosure.signoff.tasks import SignatureStep
from tests import factories

from .people import Answer, Person
from .test_drafting import edits, saved
from .test_posting import corrections
from .test_signing import ALL_BUT_LAST, signed, signs, waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

INVITED = "lu@example.com"


def does(act: Callable[[int], object]) -> Callable:
    """Somebody who does it in code; the answer is "done", or the sentence of a refusal."""

    def prepare(n: int):
        def answer() -> str:
            try:
                act(n)
            except Refusal as refusal:
                return str(refusal)
            return "done"

        return answer

    return prepare


def both(turn: list) -> str:
    """For the table."""
    return " + ".join("done" if answer == "done" or isinstance(answer, Answer) else "told" for answer in turn)


@pytest.fixture
def root():
    return factories.person("root", is_superuser=True, is_staff=True)


def installs(person: Person, organizations: list, profile: str) -> Callable:
    """Looks at what it will make, and installs it."""
    return lambda n: person.opens(
        reverse("disclosure_profiles:preview", args=[organizations[n].pk, profile]), "main form[method=post]"
    )


def bureaus(number: int) -> list:
    made = []
    for _n in range(number):
        bureau = factories.organization()
        factories.body(bureau, BodyKind.OFFICE)
        made.append(bureau)
    return made


def installed(answer: Answer) -> str:
    """For the table."""
    return "done" if answer.says("was installed in") else "told"


def test_the_same_profile_twice(race, rounds, root):
    """Installed once; the other reads that there is nothing to make."""
    organizations = [factories.organization(bureau) for bureau in bureaus(rounds)]
    parts = [installs(Person(root), organizations, "high-school") for _n in range(2)]
    turns = race("a profile twice", *parts, rounds=rounds, told=lambda turn: " + ".join(map(installed, turn)))
    for organization, turn in zip(organizations, turns, strict=True):
        assert sorted(map(installed, turn)) == ["done", "told"]
        assert any(answer.says("Nothing to make:") for answer in turn)
        assert CatalogEntry.objects.filter(catalog__organization=organization).count() == 30


def test_profiles_of_two_schools(race, root):
    """Steps serve the whole installation, and the route both schools: each is made once."""
    [bureau] = bureaus(1)
    first, second = factories.organization(bureau), factories.organization(bureau)
    parts = [
        installs(Person(root), [first], "principal-school"),
        installs(Person(root), [second], "high-school"),
    ]
    [turn] = race("profiles of two schools", *parts)
    assert all(answer.says("was installed in") for answer in turn)
    assert SignatureStep.objects.count() == 4
    assert WorkflowPage.objects.filter(page__in=[bureau, first, second]).get().page_id == bureau.pk
    assert CatalogEntry.objects.count() == 65 + 30


def test_a_profile_and_the_superiors_roster(race, rounds, root):
    """The route is hung on the superior, whose roster changes."""
    places = bureaus(rounds)
    organizations = [factories.organization(bureau) for bureau in places]

    def change(n):
        for name in ("示例甲", "示例乙", "示例丙"):
            rosters.add_member(by=root, body=places[n].bodies.get(), name=name, since=clock.now())

    race("a profile, and the superior's roster", installs(Person(root), organizations, "high-school"), does(change),
         rounds=rounds, told=both)  # fmt: skip
    assert LedgerEntry.objects.filter(kind="profile.installed").count() == rounds


def test_an_organization_opened_and_the_superiors_roster(race, rounds, root):
    Locale.objects.get_or_create(language_code="en")  # of these tests
    places = bureaus(rounds)

    def opens(n):
        opening.open_organization(
            by=root, parent=places[n], code=f"NEU{n}", title=f"新单位{n}", administrator="示例丁",
            administrator_email=f"n{n}@example.com", supervision_telephone="0000-6001 2345",
        )  # fmt: skip

    def change(n):
        for name in ("示例甲", "示例乙", "示例丙"):
            rosters.add_member(by=root, body=places[n].bodies.get(), name=name, since=clock.now())

    turns = race("an organization opened, the superior's roster", does(opens), does(change), rounds=rounds, told=both)
    assert turns == [["done", "done"]] * rounds


def test_an_entry_changed_while_something_of_it_goes_up(school, race, rounds):
    submissions = waiting(school, *ALL_BUT_LAST, number=rounds)

    def change(n):
        entry = CatalogEntry.objects.get(pk=school.entry.pk)
        entry.name = f"收费项目和标准{n}"
        catalogue.alter(entry=entry, by=school.people["administrator"])

    parts = [signs(Person(school.people["principal"]), submissions), does(change)]
    turns = race("an entry changed, something of it goes up", *parts, rounds=rounds, told=both)
    assert all(signed(answer) and done == "done" for answer, done in turns)


def test_a_draft_saved_while_its_page_follows(school, race, rounds):
    """The runner brings the page to what is posted, while its clerk writes the next edition."""
    postings = [factories.posted(school, title=f"第{n}件") for n in range(rounds)]
    pages = [ItemPage.objects.get(pk=posting.item_id) for posting in postings]
    parts = [
        edits(Person(school.people["office"]), pages, title="下一版"),
        does(lambda n: follow(pages[n].pk)),
    ]
    turns = race("a draft saved, its page follows", *parts, rounds=rounds, told=both)
    assert all(saved(answer) for answer, _told in turns), [a.text for a, _t in turns]
    for page in pages:
        now = ItemPage.objects.get(pk=page.pk)
        assert now.live
        assert now.get_latest_revision_as_object().title == "下一版"


def test_who_joins_while_their_term_is_ended(school, race, rounds):
    """Either they are in and the term ends, or the link is over."""
    keeper, secrets, members = school.people["administrator"], [], []
    for n in range(rounds):
        members.append(rosters.add_member(by=keeper, body=school.bodies["office"], name=f"示例{n}", since=clock.now()))
        made = invitations.invite(by=keeper, membership=members[-1], email=f"{n}{INVITED}")
        secrets.append(invitations.token(made))

    def join(n):
        invitations.join_new(secret=secrets[n], username=f"neu{n}", password=factories.PASSWORD)

    def end(n):
        rosters.end_member(by=keeper, membership=Membership.objects.get(pk=members[n].pk))

    turns = race("a member joins, the term is ended", does(join), does(end), rounds=rounds, told=both)
    assert all(ended in ("done", str(TermOver.message)) for _joined, ended in turns), turns


def test_a_column_renamed_while_something_of_it_goes_up(school, race, rounds):
    submissions = corrections(school, [factories.posted(school) for _n in range(rounds)])

    def rename(n):
        column = type(school.column).objects.get(pk=school.column.pk)
        column.title = f"收费{n}"
        column.save()

    parts = [signs(Person(school.people["principal"]), submissions), does(rename)]
    turns = race("a column renamed, something of it goes up", *parts, rounds=rounds, told=both)
    assert all(signed(answer) and done == "done" for answer, done in turns)
    assert Posting.objects.count() == 2 * rounds
