"""The catalogue is kept by its administrators, entry by entry, and every change is in the ledger."""

import pytest
from django.utils import translation

from disclosure.catalog import operations
from disclosure.catalog.columns import add_column, columns_of
from disclosure.catalog.exceptions import (
    EntryClosedAlready,
    EntryInUse,
    EntryOpenAlready,
    EntryRefused,
)
from disclosure.catalog.models import CatalogEntry
from disclosure.catalog.policies import EntryPolicy, entries_kept_by, kept_by
from disclosure.core import change, clock, ledger
from disclosure.core.models import Chain, LedgerEntry
from disclosure.organizations.exceptions import NotAdministrator
from disclosure.organizations.models import BodyKind
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def keeper(school):
    return school.people["administrator"]


def kinds(school):
    return list(
        LedgerEntry.objects.filter(chain=school.organization.chain, kind__startswith="catalog.")
        .order_by("number")
        .values_list("kind", flat=True)
    )


def new(school, **fields):
    return CatalogEntry(**{"column": school.column, "number": "2", "name": "食堂收支", **fields})


class TestEachStep:
    def test_added_changed_closed_opened_and_removed_are_in_the_ledger(self, school, keeper):
        entry = operations.add(entry=new(school), organization=school.organization, by=keeper)
        entry.minimum_days = 7
        operations.alter(entry=entry, by=keeper)
        operations.close(entry=entry, by=keeper)
        operations.reopen(entry=entry, by=keeper)
        operations.remove(entry=entry, by=keeper)
        assert kinds(school) == [
            "catalog.entry_added",
            "catalog.entry_changed",
            "catalog.entry_closed",
            "catalog.entry_reopened",
            "catalog.entry_removed",
        ]
        assert not CatalogEntry.objects.filter(number="2").exists()
        assert list(ledger.faults(Chain.objects.get(pk=school.organization.chain_id))) == []

    def test_the_ledger_holds_the_digests_before_and_after(self, school, keeper):
        entry = operations.add(entry=new(school), organization=school.organization, by=keeper)
        entry.name = "食堂伙食费收支"
        operations.alter(entry=entry, by=keeper)
        added, changed = LedgerEntry.objects.filter(kind__startswith="catalog.").order_by("number")
        assert changed.data["before"] == added.data["digest"] != changed.data["digest"]
        assert (changed.actor, changed.subject) == (keeper, f"catalog-entry:{entry.pk}")

    def test_saving_without_a_change_writes_nothing(self, school, keeper):
        operations.alter(entry=school.entry, by=keeper)
        assert kinds(school) == []

    def test_the_first_entry_of_an_organization_makes_its_catalogue(self, school, keeper):
        bare = factories.organization(school.bureau, code="QL09", title="新校")
        factories.member(factories.body(bare, BodyKind.ADMINISTRATORS), keeper)
        column = factories.column(bare, code="SF")
        operations.add(entry=new(school, column=column), organization=bare, by=factories_again(keeper))
        assert bare.catalog.title == "Catalogue of 新校"

    def test_what_something_was_drafted_under_is_closed_not_removed(self, school, keeper):
        factories.item(school.column, by=school.people["office"], entry=school.entry)
        with pytest.raises(EntryInUse):
            operations.remove(entry=school.entry, by=keeper)
        assert CatalogEntry.objects.filter(pk=school.entry.pk).exists()
        assert kinds(school) == []
        assert operations.close(entry=school.entry, by=keeper).closed_at is not None

    def test_closing_stands_at_the_moment_of_the_clock(self, school, keeper):
        with clock.moved(factories.moment("2026-12-01 08:00")) as at:
            assert operations.close(entry=school.entry, by=keeper).closed_at == at

    def test_nothing_is_closed_or_opened_twice(self, school, keeper):
        with pytest.raises(EntryOpenAlready):
            operations.reopen(entry=school.entry, by=keeper)
        operations.close(entry=school.entry, by=keeper)
        with pytest.raises(EntryClosedAlready):
            operations.close(entry=school.entry, by=keeper)

    def test_a_change_raises_the_number_of_change(self, school, keeper):
        before = change.numbers(change.ALL)[change.ALL]
        operations.close(entry=school.entry, by=keeper)
        assert change.numbers(change.ALL)[change.ALL] > before


def factories_again(user):
    """The account as the next request reads it."""
    return type(user).objects.get(pk=user.pk)


class TestRight:
    @pytest.mark.parametrize("who", ["office", "principal", "leader1", "bureau-admin", "stranger"])
    def test_nobody_but_its_administrators_keeps_a_catalogue(self, school, who):
        users = {user.username: user for user in factories.get_user_model().objects.all()}
        user = users.get(who) or factories.person("stranger")
        for attempt in (
            lambda: operations.add(entry=new(school), organization=school.organization, by=user),
            lambda: operations.alter(entry=school.entry, by=user),
            lambda: operations.close(entry=school.entry, by=user),
            lambda: operations.remove(entry=school.entry, by=user),
        ):
            with pytest.raises(NotAdministrator):
                attempt()
        assert kinds(school) == []

    def test_the_right_is_asked_of_the_row_and_not_of_what_was_handed_in(self, school, keeper):
        other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
        forged = CatalogEntry.objects.get(pk=other.entry.pk)
        forged.catalog = school.entry.catalog
        with pytest.raises(NotAdministrator):
            operations.alter(entry=forged, by=keeper)

    def test_a_right_ends_with_its_term(self, school, keeper):
        membership = keeper.disclosure_memberships.get()
        membership.until = factories.moment("2026-11-24 00:00")
        membership.save()
        with clock.moved(factories.moment("2026-11-23 23:59")):
            assert list(kept_by(factories_again(keeper))) == [school.organization]
        with clock.moved(factories.moment("2026-11-24 00:00")):
            assert not kept_by(factories_again(keeper))
            with pytest.raises(NotAdministrator):
                operations.close(entry=school.entry, by=factories_again(keeper))

    def test_the_policy_answers_alike_for_lists_and_single_entries(self, school, keeper):
        other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
        policy = EntryPolicy(CatalogEntry)
        root = factories.person("root", is_superuser=True)
        for user in [root, *[person for made in (school, other) for person in made.people.values()]]:
            listed = set(entries_kept_by(user))
            single = {
                e for e in CatalogEntry.objects.all() if policy.user_has_permission_for_instance(user, "change", e)
            }
            assert listed == single
            assert policy.user_has_permission(user, "add") == bool(listed)
        assert set(policy.users_with_any_permission_for_instance(["change"], school.entry)) == {keeper, root}


class TestRefused:
    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"number": "第一"}, "Write the number as 3 or 3.2."),
            ({"number": "1"}, "Another entry of this catalogue has the number already."),
            ({"attribute": "exempt"}, "What is exempt needs its ground"),
            ({"ground": "隐私"}, "What is disclosed proactively has no ground."),
        ],
    )
    def test_an_entry_that_contradicts_itself(self, school, keeper, fields, sentence):
        with pytest.raises(EntryRefused, match=sentence):
            operations.add(entry=new(school, **fields), organization=school.organization, by=keeper)
        assert CatalogEntry.objects.count() == 1

    def test_an_entry_in_a_column_of_another_organization(self, school, keeper):
        elsewhere = factories.column(school.bureau)
        with pytest.raises(EntryRefused, match="a column of the same organization"):
            operations.add(entry=new(school, column=elsewhere), organization=school.organization, by=keeper)

    def test_a_number_changed_to_one_that_is_taken(self, school, keeper):
        entry = operations.add(entry=new(school), organization=school.organization, by=keeper)
        entry.number = "1"
        with pytest.raises(EntryRefused):
            operations.alter(entry=entry, by=keeper)


class TestColumns:
    def test_are_found_in_two_levels_and_without_those_of_organizations_below(self, school):
        below = factories.column(school.column, code="SFA")
        branch = factories.organization(school.organization, code="QL10")
        factories.column(branch, code="XX")
        assert [column.code for column in columns_of(school.organization)] == ["SF", below.code]

    def test_are_found_in_two_queries_at_most(self, school, django_assert_max_num_queries):
        for number in range(5):
            factories.column(school.column, code=f"S{number}")
        with django_assert_max_num_queries(2):
            columns_of(school.organization)

    def test_get_a_slug_that_is_free(self, school):
        made = add_column(school.organization, code="SF", title="收费二", description="")
        assert (made.slug, made.live) == ("sf-2", True)
