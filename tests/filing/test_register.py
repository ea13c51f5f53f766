"""The superior's register in the admin."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from disclosure.core import append_only, clock
from disclosure.filing import operations
from disclosure.filing.models import Filing, Receipt
from disclosure.items.models import EditionContent
from disclosure.runner.operations import tell_due
from tests import factories
from tests.items import drafts

from .conftest import NOW

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
INDEX = reverse("disclosure_filing:index")
ACKNOWLEDGE = reverse("disclosure_filing:acknowledge")


@pytest.fixture
def bureau(school):
    return school.bureau.bodies.get(kind="office").memberships.get().user


@pytest.fixture
def as_bureau(client, bureau):
    client.force_login(bureau, backend=MODEL_BACKEND)
    return client


@pytest.fixture
def filed(school):
    def file(**fields):
        posting = factories.posted(school, **fields)
        tell_due(clock.now(), pause=0)
        return posting.filing

    return file


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def inspect(filing) -> str:
    return reverse("disclosure_filing:inspect", args=[filing.pk])


def test_the_office_above_reads_what_was_filed(as_bureau, filed):
    filing = filed(title="收费公示")
    page = text(as_bureau.get(INDEX))
    assert "收费公示" in page
    assert filing.index_text in page
    assert "榆钱巷小学" in page


def test_another_bureau_reads_its_own_alone(client, filed):
    filing = filed(title="收费公示")
    other = factories.organization(code="YY", title="别的局")
    theirs = factories.person("theirs")
    factories.member(factories.body(other, "office"), theirs)
    client.force_login(theirs, backend=MODEL_BACKEND)
    assert client.get(inspect(filing)).status_code == 404
    assert "收费公示" not in client.get(INDEX).content.decode()


@pytest.mark.parametrize("name", ["office", "leader1", "administrator"])
def test_the_subordinate_has_no_register(client, school, filed, name):
    filing = filed()
    client.force_login(school.people[name], backend=MODEL_BACKEND)
    assert client.get(INDEX).status_code in (302, 403)
    assert client.get(inspect(filing)).status_code in (302, 403, 404)
    client.post(ACKNOWLEDGE, {"filing": filing.pk})
    assert not Receipt.objects.exists()


def test_one_filing_shows_the_edition_and_its_signatures(as_bureau, school):
    posting = factories.posted(school, drafts.full(school, wish_begins_at=None))
    tell_due(NOW, pause=0)
    page = text(as_bureau.get(inspect(posting.filing)))
    assert "作业本费" in page
    assert "明细" in page
    assert "supervisor1" in page
    assert posting.filing.chain_head[:16] in page


def test_its_attachments_can_be_read_there(as_bureau, school):
    posting = factories.posted(school, drafts.full(school, wish_begins_at=None))
    tell_due(NOW, pause=0)
    page = text(as_bureau.get(inspect(posting.filing)))
    addresses = {part.split('"')[0] for part in page.split('href="/admin/disclosure/files/')[1:]}
    answers = [as_bureau.get(f"/admin/disclosure/files/{address}") for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert {"application/pdf", "image/jpeg"} <= {answer["Content-Type"] for answer in answers}


def test_a_damaged_edition_is_not_shown(as_bureau, filed):
    filing = filed(summary="原来的话")
    stored = EditionContent.objects.get(edition=filing.edition)
    with append_only.lifted():
        EditionContent._base_manager.update(content={**stored.content, "summary": "篡改的话"})
    page = text(as_bureau.get(inspect(filing)))
    assert "does not match its digest" in page
    assert "篡改的话" not in page


def test_one_click_acknowledges(as_bureau, filed):
    filing = filed()
    response = as_bureau.post(ACKNOWLEDGE, {"filing": filing.pk, "next": inspect(filing)}, follow=True)
    assert response.redirect_chain[-1][0] == inspect(filing)
    assert "局办" in text(response)
    assert Receipt.objects.get().filing == filing


def test_many_at_once(as_bureau, filed):
    filings = [filed(), filed(), filed()]
    response = as_bureau.post(ACKNOWLEDGE, {"filing": [f.pk for f in filings]}, follow=True)
    assert "3 filings acknowledged." in text(response)
    assert Receipt.objects.count() == 3


def test_one_that_is_acknowledged_already_keeps_no_other_from_it(as_bureau, bureau, filed):
    done, waiting = filed(), filed()
    operations.acknowledge(filing=done, by=bureau)
    response = as_bureau.post(ACKNOWLEDGE, {"filing": [done.pk, waiting.pk]}, follow=True)
    assert "1 filing acknowledged." in text(response)
    assert "This filing has been acknowledged already." in text(response)


@pytest.mark.parametrize("picked", [[], ["x"], ["999999"]])
def test_nothing_picked_nothing_done(as_bureau, filed, picked):
    filed()
    assert as_bureau.post(ACKNOWLEDGE, {"filing": picked}, follow=True).status_code == 200
    assert not Receipt.objects.exists()


def test_it_is_never_done_by_looking(as_bureau, filed):
    filing = filed()
    assert as_bureau.get(ACKNOWLEDGE, {"filing": filing.pk}).status_code == 405


def test_a_foreign_address_to_go_to_is_not_followed(as_bureau, filed):
    response = as_bureau.post(ACKNOWLEDGE, {"filing": filed().pk, "next": "https://evil.example/"})
    assert response["Location"] == INDEX


def test_boxes_stand_beside_what_waits_only(as_bureau, bureau, filed):
    done, waiting = filed(), filed()
    operations.acknowledge(filing=done, by=bureau)
    page = text(as_bureau.get(INDEX))
    assert f'name="filing" value="{waiting.pk}"' in page
    assert f'name="filing" value="{done.pk}"' not in page


def test_all_of_a_page_are_picked_at_once_where_one_waits(as_bureau, bureau, filed):
    filing = filed()
    assert "Pick all on this page" in text(as_bureau.get(INDEX))
    operations.acknowledge(filing=filing, by=bureau)
    assert "Pick all on this page" not in text(as_bureau.get(INDEX))


def test_one_leads_on_to_the_next_that_waits(as_bureau, filed):
    first, second, third = filed(), filed(), filed()
    assert f'name="next" value="{inspect(third)}"' in text(as_bureau.get(inspect(second)))
    assert f'name="next" value="{inspect(first)}"' in text(as_bureau.get(inspect(third)))
    as_bureau.post(ACKNOWLEDGE, {"filing": [first.pk, third.pk]})
    assert "open the next" not in text(as_bureau.get(inspect(second)))
    assert inspect(second) in text(as_bureau.get(inspect(first)))


def test_the_list_says_where_each_is_now_and_leads_to_a_month(as_bureau, filed):
    filed()
    page = text(as_bureau.get(INDEX))
    assert "on the board" in page
    assert f"{INDEX}?filed_at_from=2026-11-01&amp;filed_at_to=2026-11-24" in page
    assert f"{INDEX}?filed_at_from=2026-10-01&amp;filed_at_to=2026-10-31" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "waiting"}, {"第二件"}),
        ({"state": "received"}, {"第一件"}),
        ({"q": "第一"}, {"第一件"}),
        ({"q": "QL07-SF-2026-0002"}, {"第二件"}),
        ({"q": "没有"}, set()),
        ({"filed_at_from": "2026-11-25"}, {"第二件"}),
        ({"filed_at_to": "2026-11-24"}, {"第一件"}),
        ({"ordering": "filed_at"}, {"第一件", "第二件"}),
        ({"posting__edition__digest__startswith": "0"}, {"第一件", "第二件"}),
    ],
)
def test_it_is_narrowed(as_bureau, bureau, filed, query, found):
    operations.acknowledge(filing=filed(title="第一件"), by=bureau)
    with clock.moved(NOW + timedelta(days=1)):
        filed(title="第二件")
        page = text(as_bureau.get(INDEX, query))
    assert {title for title in ("第一件", "第二件") if title in page} == found


def test_by_organization(as_bureau, school, filed):
    other = factories.school(bureau=school.bureau, code="QL09", prefix="other-")
    filed(title="本校的")
    factories.posted(other, title="别校的")
    tell_due(pause=0)
    page = text(as_bureau.get(INDEX, {"organization": other.organization.pk}))
    assert "别校的" in page
    assert "本校的" not in page


def test_a_sheet_takes_no_cell_for_a_formula(as_bureau, filed):
    filed(title='=HYPERLINK("http://evil.example")')
    csv = b"".join(as_bureau.get(INDEX, {"export": "csv"}).streaming_content)
    assert csv.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK" in csv.decode()
    assert "2026-11-24 09:00:00" in csv.decode()
    sheet = load_workbook(io.BytesIO(b"".join(as_bureau.get(INDEX, {"export": "xlsx"}).streaming_content))).active
    cell = sheet.cell(row=2, column=2)
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://evil.example")')
    assert (sheet.freeze_panes, sheet["A1"].font.bold) == ("B2", True)
    assert sheet.auto_filter.ref.endswith("2")


def test_a_sheet_holds_what_its_reader_may_read_only(client, filed):
    filed(title="收费公示")
    other = factories.organization(code="YY")
    theirs = factories.person("theirs")
    factories.member(factories.body(other, "office"), theirs)
    client.force_login(theirs, backend=MODEL_BACKEND)
    response = client.get(INDEX, {"export": "csv"})
    assert response.status_code in (302, 403)


def test_it_has_as_many_queries_for_ten_as_for_two(as_bureau, filed, django_assert_max_num_queries):
    filed()
    filed()
    as_bureau.get(INDEX)
    with django_assert_max_num_queries(60) as two:
        as_bureau.get(INDEX)
    for _n in range(4):
        filed()
    with django_assert_max_num_queries(len(two)):
        as_bureau.get(INDEX)


def test_it_is_paged(as_bureau, filed):
    first = filed(title="最早的")
    like = {
        f.attname: getattr(first, f.attname) for f in Filing._meta.concrete_fields if f.name not in ("id", "posting")
    }
    posting = first.posting
    with append_only.lifted():
        for number in range(55):
            permit = type(posting.permit).objects.create(edition=posting.edition, granted_at=NOW)
            same = {f.attname: getattr(posting, f.attname) for f in posting._meta.concrete_fields}
            copy = type(posting).objects.create(**{**same, "id": None, "permit_id": permit.pk})
            Filing.objects.create(**{**like, "posting_id": copy.pk, "title": f"后来的{number}"})
    first_page, second_page = text(as_bureau.get(INDEX)), text(as_bureau.get(INDEX, {"p": 2}))
    assert "Page 1 of 2" in first_page
    assert "最早的" not in first_page
    assert "最早的" in second_page
