"""The ledger in the admin: only read, each in its own organization."""

import ast
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder

from disclosure.core import append_only, clock, kinds, ledger, registers
from disclosure.core.models import LedgerEntry
from disclosure.items.models import ClosingKind
from disclosure.profiles import operations as profiles
from disclosure.runner.models import What
from disclosure.runner.operations import tell_due
from disclosure.signoff.models import OutcomeKind
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
INDEX = reverse("disclosure_ledger_modeladmin_index")
RESULTS = reverse("disclosure_ledger_modeladmin_results")


@pytest.fixture
def posting(school):
    posting = factories.posted(school)
    tell_due(NOW, pause=0)
    return posting


@pytest.fixture
def as_(client, school):
    def sign_in(who):
        client.force_login(school.people[who] if isinstance(who, str) else who, backend=MODEL_BACKEND)
        return client

    return sign_in


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def inspect(entry) -> str:
    return reverse("disclosure_ledger_modeladmin_inspect", args=[entry.pk])


@pytest.mark.parametrize("name", ["office", "administrator", "supervisor1", "principal"])
def test_those_who_keep_and_watch_read_it(as_, posting, name):
    page = text(as_(name).get(INDEX))
    assert "went up" in page
    assert posting.index.text in page


@pytest.mark.parametrize("name", ["leader1", "reviewer"])
def test_others_do_not(as_, posting, name):
    client = as_(name)
    assert client.get(INDEX).status_code in (302, 403)
    assert client.get(inspect(LedgerEntry.objects.first())).status_code in (302, 403, 404)


def test_a_superior_reads_its_own_chain_and_not_its_subordinates(as_, school, posting):
    bureau = school.bureau.bodies.get(kind="office").memberships.get().user
    client = as_(bureau)
    rows = listed(text(client.get(RESULTS)))
    assert "filing received" in rows
    assert "submitted for signing" not in rows
    own = LedgerEntry.objects.filter(chain=school.organization.chain).first()
    assert client.get(inspect(own)).status_code == 404


def test_another_organization_is_not_reached_by_a_filter(as_, school, posting):
    other = factories.school(bureau=school.bureau, code="QL09", prefix="other-")
    page = text(as_(other.people["office"]).get(INDEX, {"chain": school.organization.chain.pk}))
    assert posting.index.text not in page


def test_a_superuser_reads_every_chain_and_the_installations(as_, school, posting):
    with transaction.atomic():
        ledger.record(ledger.installation(), "runner.silent", data={"seconds": 600})
    page = text(as_(factories.person(is_superuser=True)).get(INDEX))
    assert "runner was silent" in page
    assert "filing received" in page


def test_one_entry_says_what_its_hash_is_made_of(as_, school, posting):
    entry = LedgerEntry.objects.get(kind="posting.made")
    page = text(as_("office").get(inspect(entry)))
    assert "This entry matches its hash." in page
    for value in (entry.hash, entry.previous, posting.edition.digest, "principal"):
        assert value in page


def test_one_that_was_changed_says_so(as_, posting):
    entry = LedgerEntry.objects.get(kind="posting.made")
    with append_only.lifted():
        LedgerEntry._base_manager.filter(pk=entry.pk).update(data={**entry.data, "edition": 7})
    assert "does not match its hash" in text(as_("office").get(inspect(entry)))


def test_it_names_people_bodies_and_what_the_public_could_read(as_, school):
    factories.posted(school, title="收费公示")
    tell_due(NOW, pause=0)
    member = school.organization.bodies.get(kind="leading").memberships.first()
    with transaction.atomic():
        ledger.record(school.organization.chain, "roster.member_changed", subject=f"membership:{member.pk}")
    rows = listed(text(as_("office").get(RESULTS)))
    assert f"{member.name} · {member.body.name} · membership {member.pk}" in rows
    assert "收费公示 · QL07-SF-2026-0001 · signature" in rows


def test_it_names_no_title_that_the_public_could_not_read(as_, school):
    factories.posted(school, title="还没到时候", wish_begins_at=NOW + timedelta(days=1))
    rows = listed(text(as_("administrator").get(RESULTS)))
    assert "QL07-SF-2026-0001" in rows
    assert "还没到时候" not in rows


def test_one_entry_says_its_data_in_words(as_, school, posting):
    entry = LedgerEntry.objects.filter(kind="signature.given").first()
    page = text(as_("office").get(inspect(entry)))
    body = school.organization.bodies.get(pk=entry.data["body"])
    assert "<dt>Body</dt>" in page
    assert f">{body.name} ({body.pk})</dd>" in page
    assert f'href="/{posting.index.text}/"' in page


def test_a_changed_setting_is_said_by_its_name(as_, school):
    school.organization.require_second_factor = True
    school.organization.save()
    page = text(as_("administrator").get(inspect(LedgerEntry.objects.latest("pk"))))
    assert "<dt>Switched on</dt>" in page
    assert ">who signs needs a second factor</dd>" in page


@pytest.mark.parametrize("way", ["create", "new", "add", "edit", "delete", "history"])
def test_there_is_no_way_to_change_it(as_, posting, way):
    client = as_(factories.person(is_superuser=True))
    pk = LedgerEntry.objects.first().pk
    for address in (f"{INDEX}{way}/", f"{INDEX}{way}/{pk}/", f"{INDEX}{pk}/{way}/"):
        assert client.get(address).status_code == 404
    assert client.post(INDEX).status_code == 405


def test_nothing_about_it_is_given_to_a_group(posting):
    offered = [permission for fn in hooks.get_hooks("register_permissions") for permission in fn()]
    assert [permission for permission in offered if permission.content_type.model == "ledgerentry"] == []


def test_nobody_is_led_to_an_address_where_it_is_edited(posting):
    assert AdminURLFinder().get_edit_url(LedgerEntry.objects.first()) is None


def listed(page: str) -> str:
    """The rows of the list, without filters and furniture."""
    return page.split("<tbody")[1] if "<tbody" in page else ""


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ({"kind": "signature.given"}, "signed", "posting made"),
        ({"who": "leader1"}, "signed", "posting made"),
        ({"who": "nobody"}, "", "signed"),
        ({"at_from": "2026-11-25"}, "came down at its end", "signed"),
        ({"at_to": "2026-11-24"}, "signed", "came down at its end"),
        ({"q": "posting:"}, "posting made", "submitted for signing"),
        ({"q": "QL07-SF-2026-0001"}, "posting made", "submitted for signing"),
        ({"actor__password__startswith": "x"}, "signed", "no such thing"),
        ({"q": "leader1 signature:"}, "signed", "posting made"),
        ({"q": "\0"}, "signed", "no such thing"),
        ({"o": "0.99.x", "p": "x"}, "signed", "no such thing"),
    ],
)
def test_it_is_narrowed(as_, school, query, inside, outside):
    posting = factories.posted(school, wish_days=3)
    tell_due(NOW, pause=0)
    with clock.moved(posting.ends_at + timedelta(days=1)):
        tell_due(pause=0)
    rows = listed(text(as_("office").get(RESULTS, query)))
    assert inside in rows
    assert outside not in rows


def shown(client, **query) -> list[int]:
    return [int(pk) for pk in re.findall(r'data-object-pk="(\d+)"', text(client.get(RESULTS, query)))]


@pytest.mark.parametrize("lookup", ["actor__password__startswith", "chain__name", "kind__startswith", "nothing"])
def test_an_address_asks_only_what_the_filters_ask(as_, posting, lookup):
    """Who could ask anything would read accounts' passwords letter by letter."""
    client = as_("office")
    assert shown(client, **{lookup: "x"}) == shown(client) != []


def test_the_latest_comes_first_and_entries_of_one_moment_keep_their_order(as_, school, posting):
    own = LedgerEntry.objects.filter(chain=school.organization.chain)
    entries = sorted(own, key=lambda e: (e.at, e.pk), reverse=True)
    assert shown(as_("office")) == [entry.pk for entry in entries]


def test_it_is_sorted_by_what_happened(as_, posting):
    found = [LedgerEntry.objects.get(pk=pk).kind for pk in shown(as_("office"), o="0")]
    assert found == sorted(found)
    assert len(set(found)) > 2


def test_a_sheet_holds_what_its_reader_may_read(as_, school, posting):
    csv = b"".join(as_("office").get(INDEX, {"export": "csv"}).streaming_content).decode()
    assert csv.startswith("\ufeff")
    assert "—" not in csv
    assert "posting.begun" in csv
    assert posting.edition.digest in csv
    assert "filing.received" not in csv


def test_a_workbook_holds_moments_as_the_site_tells_them(as_, posting):
    data = b"".join(as_("office").get(INDEX, {"export": "xlsx"}).streaming_content)
    heads, *rows = load_workbook(BytesIO(data)).active.iter_rows(values_only=True)
    assert len(heads) == 10
    at = timezone.localtime(LedgerEntry.objects.get(kind="posting.made").at).replace(tzinfo=None, microsecond=0)
    assert at in [row[2].replace(microsecond=0) for row in rows if row[3] == "posting.made"]


def test_a_long_list_is_counted_no_further_than_its_cap(as_, posting, monkeypatch):
    monkeypatch.setattr(registers, "CAP", 5)
    page = text(as_("office").get(INDEX))
    assert "the first 5; narrow the list to reach more" in page.lower()


def test_no_more_rows_are_counted_than_the_cap(as_, posting, django_assert_max_num_queries):
    client = as_("office")
    with django_assert_max_num_queries(60) as asked:
        client.get(INDEX)
    counts = [q["sql"] for q in asked if "COUNT(" in q["sql"] and "disclosure_ledgerentry" in q["sql"]]
    assert counts
    assert all("LIMIT" in sql for sql in counts)


def test_as_many_queries_for_many_entries_as_for_few(as_, school, posting, django_assert_max_num_queries):
    client = as_("office")
    client.get(INDEX)
    with django_assert_max_num_queries(60) as few:
        client.get(INDEX)
    for _n in range(2):
        factories.posted(school)
    with django_assert_max_num_queries(len(few)):
        client.get(INDEX)


def written_kinds() -> set[str]:
    """Every kind that the add-on writes: texts like "posting.made" that are handed to something named record."""
    found = set()
    for path in Path(kinds.__file__).parents[1].rglob("*.py"):
        calls = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
        for call in calls:
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name.endswith("record") or name.startswith("_end"):
                texts = (n.value for n in call.args if isinstance(n, ast.Constant) and isinstance(n.value, str))
                found |= {text for text in texts if re.fullmatch(r"[a-z]+\.[a-z_]+", text)}
    families = [("submission", OutcomeKind), ("posting", ClosingKind), ("posting", What)]
    found |= {f"{family}.{kind}" for family, choices in families for kind in choices.values}
    return found | {profiles.INSTALLED, profiles.ROUTE_HUNG}


def test_every_kind_that_is_written_has_its_words():
    assert len(written_kinds()) > 25
    assert written_kinds() - set(kinds.KINDS) == set()


def test_no_words_are_kept_for_what_nobody_writes():
    assert set(kinds.KINDS) - written_kinds() == set()
