"""All submissions and postings of an office, all signatures of a signer: narrowed, sorted, exported; no one else's."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.changes import operations as changes
from disclosure.desk.viewsets import state_now
from disclosure.signoff import operations
from tests import factories

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
SUBMISSIONS = reverse("disclosure_submissions:index")
POSTINGS = reverse("disclosure_postings:index")
SIGNATURES = reverse("disclosure_signatures:index")


@pytest.fixture
def enter(client, school):
    def as_(who):
        client.force_login(school.people[who], backend=MODEL_BACKEND)
        return client

    return as_


def submit(school, **fields):
    page = factories.item(school.column, by=school.people["office"], **fields)
    return factories.submitted(page, school.people["office"])


def send_back(school, submission):
    reviewer, digest = school.people["reviewer"], submission.edition.digest
    return operations.send_back(submission=submission, signer=reviewer, digest=digest, reason="重报")


def titles(response):
    return [getattr(row, "submission", row).edition.title for row in response.context["object_list"]]


def queries(client, address):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_an_office_narrows_its_submissions_by_state_and_person(school, enter):
    submit(school, title="审签中")
    send_back(school, submit(school, title="退回的"))
    client = enter("office")

    assert titles(client.get(SUBMISSIONS)) == ["退回的", "审签中"]
    assert titles(client.get(SUBMISSIONS, {"state": "returned"})) == ["退回的"]
    assert titles(client.get(SUBMISSIONS, {"state": "open"})) == ["审签中"]
    assert titles(client.get(SUBMISSIONS, {"by": "me"})) == ["退回的", "审签中"]
    assert titles(enter("office2").get(SUBMISSIONS, {"by": "me"})) == []
    assert titles(client.get(SUBMISSIONS, {"q": "退回"})) == ["退回的"]
    assert titles(client.get(SUBMISSIONS, {"ordering": "submitted_at"})) == ["审签中", "退回的"]


def test_the_export_says_how_it_ended_and_holds_no_formula(school, enter):
    send_back(school, submit(school, title="=1+1"))

    response = enter("office").get(SUBMISSIONS, {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))

    assert [(row["title"], row["state"], row["reason"]) for row in rows] == [("'=1+1", "returned", "重报")]


def test_nobody_reads_another_organizations_submissions(school, enter, client):
    submit(school)
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    client.force_login(other.people["office"], backend=MODEL_BACKEND)
    assert titles(client.get(SUBMISSIONS)) == []
    client.force_login(school.bureau.bodies.get(kind="office").memberships.get().user, backend=MODEL_BACKEND)
    assert titles(client.get(SUBMISSIONS)) == []


@pytest.mark.parametrize("address", [SUBMISSIONS, POSTINGS])
@pytest.mark.parametrize("who", ["reviewer", "leader1", "administrator"])
def test_registers_of_the_office_are_the_offices(enter, address, who):
    assert enter(who).get(address).status_code in (302, 404)


def test_a_principal_finds_what_is_up_or_waits_and_takes_it_down(school, enter):
    up = factories.posted(school, title="公示中")
    waits = factories.posted(school, title="等待", wish_begins_at=factories.moment("2030-01-01 08:00"))
    client = enter("principal")

    page = client.get(POSTINGS).content.decode()
    for posting, view in [(up, "withdraw"), (waits, "stop")]:
        decision = reverse(f"disclosure_changes:{view}", args=[posting.pk])
        assert f'href="{decision}"' in page
        assert client.get(decision).status_code == 200
    assert f'href="/{up.index.text}/"' in page
    assert client.get(SUBMISSIONS).status_code in (302, 404)


def test_the_head_of_an_office_decides_there_and_its_members_do_not(school, enter):
    up = factories.posted(school, title="公示中")
    decision = reverse("disclosure_changes:withdraw", args=[up.pk])

    assert decision in enter("office").get(POSTINGS).content.decode()
    assert decision not in enter("office2").get(POSTINGS).content.decode()


def test_a_signer_reads_what_they_signed_also_when_they_sign_no_more(school, enter):
    factories.signed(submit(school, title="签过的"), school.people["reviewer"])
    submit(school, title="没签的")
    assert titles(enter("reviewer").get(SIGNATURES)) == ["签过的"]
    assert enter("leader1").get(SIGNATURES).status_code in (302, 404)


def test_postings_by_where_they_are(school, enter):
    factories.posted(school, title="公示中")
    factories.posted(school, title="等待", wish_begins_at=factories.moment("2030-01-01 08:00"))
    client = enter("office")

    assert titles(client.get(POSTINGS, {"phase": "public"})) == ["公示中"]
    assert titles(client.get(POSTINGS, {"phase": "waiting"})) == ["等待"]
    assert "1 Jan 2030, 08:00" in client.get(POSTINGS).content.decode()
    assert b"".join(client.get(POSTINGS, {"export": "csv"}).streaming_content).decode().count("\n") == 3


@pytest.mark.parametrize("address", [SUBMISSIONS, POSTINGS, SIGNATURES])
def test_a_register_costs_as_many_queries_however_long_it_is(school, enter, address):
    client = enter("reviewer" if address == SIGNATURES else "office")
    factories.posted(school)
    send_back(school, submit(school))
    few = queries(client, address)
    for _more in range(3):
        factories.posted(school)
        send_back(school, submit(school))

    assert queries(client, address) == few


def test_a_signer_sees_where_it_is_now_what_was_signed(school, enter):
    posting = factories.posted(school)
    client = enter("principal")
    states = [row.submission for row in client.get(SIGNATURES).context["object_list"]]
    assert [state_now(submission) for submission in states] == ["up"]

    changes.withdraw(posting=posting, by=school.people["principal"], explanation="数字有误")

    states = [row.submission for row in client.get(SIGNATURES).context["object_list"]]
    assert [state_now(submission) for submission in states] == ["withdrawn"]
