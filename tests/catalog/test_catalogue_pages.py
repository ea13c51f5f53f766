"""The catalogue's pages in the admin."""

import csv

import pytest
from django.urls import reverse

from disclosure.catalog.models import CatalogEntry
from tests import factories

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
INDEX = reverse("disclosure_catalog:index")


@pytest.fixture
def office_of_a_keeper(school, client):
    """A browser in which the school's administrator is signed in."""
    client.force_login(school.people["administrator"], backend=MODEL_BACKEND)
    return client


@pytest.fixture
def other(school):
    return factories.school(bureau=school.bureau, code="QL08", prefix="b-")


def data(school, **fields):
    return {
        "organization": school.organization.pk,
        "number": "2",
        "name": "食堂收支",
        "content": "",
        "column": school.column.pk,
        "department": "总务处",
        "attribute": "proactive",
        "ground": "",
        "legal_basis": "",
        "quote": "",
        "rhythm": "每月一次",
        "minimum_days": "7",
        "after_end": "keep",
        "retention": "30y",
        "required_blocks": ["accounts", "attachments"],
        "threshold": "5000.00",
        "workflow": "",
        **fields,
    }


def address(name, entry=None):
    return reverse(f"disclosure_catalog:{name}", args=[entry.pk] if entry else [])


class TestList:
    def test_shows_what_the_keeper_keeps_and_nothing_else(self, office_of_a_keeper, school, other):
        factories.entry(other.column, number="9", name="别校的事项")
        page = office_of_a_keeper.get(INDEX).content.decode()
        assert "收费项目和标准" in page
        assert "别校的事项" not in page
        assert other.organization.title not in page

    def test_is_searched_in_chinese(self, office_of_a_keeper, school):
        factories.entry(school.column, number="2", name="食堂伙食费收支")
        page = office_of_a_keeper.get(INDEX, {"q": "伙食"}).content.decode()
        assert "食堂伙食费收支" in page
        assert "收费项目和标准" not in page

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ({"state": "open"}, {"1", "2"}),
            ({"state": "closed"}, {"3"}),
            ({"attribute": "exempt"}, {"2"}),
            ({"column": "SFA"}, {"2", "3"}),
        ],
    )
    def test_is_filtered(self, office_of_a_keeper, school, query, shown):
        below = factories.column(school.column, code="SFA")
        factories.entry(below, number="2", attribute="exempt", ground="隐私")
        factories.entry(below, number="3", closed_at=factories.moment("2026-01-01"))
        query = {key: below.pk if value == "SFA" else value for key, value in query.items()}
        listed = office_of_a_keeper.get(INDEX, query).context["object_list"]
        assert {entry.number for entry in listed} == shown

    def test_offers_no_column_of_another_organization_as_a_filter(self, office_of_a_keeper, school, other):
        factories.column(other.organization, code="ZZ", title="别校的栏目")
        assert "别校的栏目" not in office_of_a_keeper.get(INDEX).content.decode()

    def test_stands_in_the_order_of_the_catalogue(self, office_of_a_keeper, school):
        for number in ("2", "10", "11"):
            factories.entry(school.column, number=number)
        listed = office_of_a_keeper.get(INDEX).context["object_list"]
        assert [entry.number for entry in listed] == ["1", "2", "10", "11"]

    @pytest.mark.parametrize("ordering", ["department", "-minimum_days", "attribute", "column__path", "closed_at"])
    def test_is_sorted(self, office_of_a_keeper, school, ordering):
        factories.entry(school.column, number="2", department="办公室", minimum_days=7)
        assert office_of_a_keeper.get(INDEX, {"ordering": ordering}).context["ordering"] == ordering

    def test_has_pages(self, office_of_a_keeper, school):
        for number in range(2, 60):
            factories.entry(school.column, number=str(number))
        assert len(office_of_a_keeper.get(INDEX, {"p": 2}).context["object_list"]) == 9

    def test_asks_as_many_queries_for_many_as_for_few(self, office_of_a_keeper, school, django_assert_max_num_queries):
        office_of_a_keeper.get(INDEX)
        with django_assert_max_num_queries(60) as few:
            office_of_a_keeper.get(INDEX)
        for number in range(2, 40):
            factories.entry(school.column, number=str(number))
        with django_assert_max_num_queries(len(few)):
            office_of_a_keeper.get(INDEX)

    def test_goes_out_as_csv(self, office_of_a_keeper, school, other):
        answer = office_of_a_keeper.get(INDEX, {"export": "csv"})
        rows = list(csv.reader(b"".join(answer.streaming_content).decode().splitlines()))
        assert len(rows) == 2
        assert rows[1][1:3] == ["1", "收费项目和标准"]
        assert "SF" in rows[1]


class TestForm:
    def test_adds_an_entry(self, office_of_a_keeper, school):
        office_of_a_keeper.post(address("add"), data(school))
        entry = CatalogEntry.objects.get(number="2")
        assert entry.catalog.organization == school.organization
        assert (entry.required_blocks, str(entry.threshold)) == (["accounts", "attachments"], "5000.00")

    def test_does_not_ask_for_the_organization_where_there_is_one(self, office_of_a_keeper, school):
        page = office_of_a_keeper.get(address("add")).content.decode()
        assert f'<input type="hidden" name="organization" value="{school.organization.pk}"' in page

    def test_changes_an_entry(self, office_of_a_keeper, school):
        office_of_a_keeper.post(address("edit", school.entry), data(school, number="1", name="收费标准"))
        assert CatalogEntry.objects.get(pk=school.entry.pk).name == "收费标准"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"number": "1"}, "number"),
            ({"number": "一"}, "number"),
            ({"attribute": "exempt"}, "ground"),
            ({"ground": "隐私"}, "ground"),
            ({"minimum_days": "-1"}, "minimum_days"),
            ({"threshold": "很多"}, "threshold"),
            ({"required_blocks": ["pie"]}, "required_blocks"),
            ({"name": ""}, "name"),
        ],
    )
    def test_says_what_is_wrong_beside_the_field(self, office_of_a_keeper, school, fields, field):
        answer = office_of_a_keeper.post(address("add"), data(school, **fields))
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == [field]
        assert CatalogEntry.objects.count() == 1

    def test_takes_no_column_and_no_organization_of_others(self, office_of_a_keeper, school, other):
        forged = data(school, column=other.column.pk)
        assert "column" in office_of_a_keeper.post(address("add"), forged).context["form"].errors
        forged = data(other)
        assert "organization" in office_of_a_keeper.post(address("add"), forged).context["form"].errors
        assert CatalogEntry.objects.count() == 2


class TestClosing:
    def test_asks_then_closes_and_opens_again(self, office_of_a_keeper, school):
        assert office_of_a_keeper.get(address("close", school.entry)).status_code == 200
        office_of_a_keeper.post(address("close", school.entry))
        assert CatalogEntry.objects.get(pk=school.entry.pk).closed_at is not None
        assert office_of_a_keeper.get(address("close", school.entry)).status_code == 200
        office_of_a_keeper.post(address("close", school.entry))
        assert CatalogEntry.objects.get(pk=school.entry.pk).closed_at is None

    def test_removes_what_was_never_used(self, office_of_a_keeper, school):
        assert office_of_a_keeper.get(address("delete", school.entry)).status_code == 200
        office_of_a_keeper.post(address("delete", school.entry))
        assert not CatalogEntry.objects.exists()

    def test_says_that_what_was_used_can_only_be_closed(self, office_of_a_keeper, school):
        factories.item(school.column, by=school.people["office"])
        answer = office_of_a_keeper.post(address("delete", school.entry), follow=True)
        assert answer.redirect_chain == [(address("edit", school.entry), 302)]
        assert address("close", school.entry) in answer.content.decode()
        assert CatalogEntry.objects.exists()


class TestDoor:
    @pytest.mark.parametrize("name", ["edit", "delete", "close"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_an_entry_of_another_organization_answers_404(self, office_of_a_keeper, other, name, method):
        answer = getattr(office_of_a_keeper, method)(address(name, other.entry))
        assert answer.status_code == 404
        assert CatalogEntry.objects.get(pk=other.entry.pk).closed_at is None

    @pytest.mark.parametrize("who", ["office", "principal", "reviewer"])
    @pytest.mark.parametrize("name", ["index", "index_results", "add", "edit", "delete", "close"])
    def test_who_keeps_no_catalogue_sees_none(self, client, school, who, name):
        client.force_login(school.people[who], backend=MODEL_BACKEND)
        entry = school.entry if name in ("edit", "delete", "close") else None
        answer = client.get(address(name, entry))
        assert answer.status_code in (302, 404)
        assert "收费项目和标准" not in answer.content.decode()
