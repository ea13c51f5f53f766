"""The page on which one signs, as it is read: by whom, and what it shows."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from disclosure.core import append_only, clock
from disclosure.signoff import operations
from tests import factories
from tests.signoff.posted import MODEL_BACKEND, address, answer

pytestmark = pytest.mark.django_db


# Who may read


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("office", 200),
        ("office2", 200),
        ("reviewer", 200),
        ("leader1", 404),
        ("principal", 404),
        ("administrator", 404),
    ],
)
def test_read_by_the_office_and_by_those_whose_step_it_is(client, school, submission, who, status):
    client.force_login(school.people[who], backend=MODEL_BACKEND)

    assert client.get(address(submission)).status_code == status


def test_read_on_by_those_whose_step_it_was(client, school, submission):
    factories.signed(submission, school.people["reviewer"])
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    response = client.get(address(submission))

    assert response.status_code == 200
    assert "You signed this on" in response.content.decode()


def test_nothing_for_another_organization_or_the_superior(client, school, submission):
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    for stranger in (other.people["reviewer"], other.people["office"]):
        client.force_login(stranger, backend=MODEL_BACKEND)
        assert client.get(address(submission)).status_code == 404
    client.force_login(school.bureau.bodies.get(kind="office").memberships.get().user, backend=MODEL_BACKEND)
    assert client.get(address(submission)).status_code == 404


def test_whoever_left_reads_nothing(client, school, submission):
    school.bodies["reviewers"].memberships.update(until=clock.now() - timedelta(seconds=1))
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    assert client.get(address(submission)).status_code != 200


def test_the_text_is_shown_as_the_public_reads_it(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    html = client.get(address(submission)).content.decode()

    assert "十月收支" in html and "disclosure/edition.css" in html
    assert submission.edition.digest in html


def test_the_next_round_shows_the_changes_and_the_reason(client, school, submission):
    reviewer, office = school.people["reviewer"], school.people["office"]
    factories.signed(submission, reviewer)
    operations.send_back(
        submission=submission, signer=school.people["leader1"], digest=submission.edition.digest, reason="改成十一月"
    )
    page = submission.item.get_latest_revision_as_object()
    page.summary = "十一月收支"
    page.save_revision(user=office)
    page.current_workflow_state.resume(office)
    again = page.submissions.get(number=2)
    client.force_login(reviewer, backend=MODEL_BACKEND)

    response = client.get(address(again))

    assert [e.key for e in response.context["earlier"]] == ["mine"]
    assert [(d.was, d.now) for d in response.context["changes"]] == [("十月收支", "十一月收支")]
    assert "改成十一月" in response.content.decode()


# The whole page


def test_queries_do_not_grow_with_signatures(client, school, submission, django_assert_max_num_queries):
    factories.signed(submission, *[school.people[name] for name in ("reviewer", "leader1", "leader2", "supervisor1")])
    client.force_login(school.people["supervisor2"], backend=MODEL_BACKEND)

    with django_assert_max_num_queries(47):
        client.get(address(submission))


def test_what_is_damaged_is_neither_shown_nor_signed(client, school, submission):
    damaged = submission.edition.stored.content | {"title": "十一月"}
    with append_only.lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_editioncontent SET content = %s", [json.dumps(damaged)])
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    for response in (client.get(address(submission)), client.post(address(submission), answer(submission))):
        html = response.content.decode()
        assert "does not match its digest" in html and "十一月" not in html
    assert not submission.signatures.exists()


def test_an_edition_is_not_compared_with_itself_once_it_is_up(client, school):
    posting = factories.posted(school)
    client.force_login(school.people["principal"], backend=MODEL_BACKEND)

    response = client.get(address(posting.item.submissions.get()))

    assert response.context["earlier"] == []


def test_the_only_member_of_a_body_is_not_called_its_head(client, school, submission):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)

    html = client.get(address(submission)).content.decode()

    assert "you sign for “" in html and "you sign as" not in html
    assert "Step 2 of 5" in html
