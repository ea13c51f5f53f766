"""A clerk leaves: what they had begun is the office's, and whoever is there now hears of it."""

import pytest
from django.urls import reverse

from disclosure.core.models import OutboxMail
from disclosure.desk.home import parts_for
from disclosure.organizations import operations as rosters
from disclosure.signoff import operations
from tests import factories

pytestmark = pytest.mark.django_db
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def submission(school):
    """By the clerk who leaves, who has a draft besides."""
    clerk = school.people["office"]
    factories.item(school.column, by=clerk, title="没有写完的")
    return factories.submitted(factories.item(school.column, by=clerk, title="送审了的"), clerk)


@pytest.fixture
def membership(school):
    return school.people["office"].disclosure_memberships.get()


def leaves(school, membership):
    rosters.end_member(by=school.people["administrator"], membership=membership)


def returned(school, submission):
    signer = school.people["reviewer"]
    operations.send_back(submission=submission, signer=signer, digest=submission.edition.digest, reason="金额不对")


def told(submission) -> set[str]:
    mails = OutboxMail.objects.filter(key__startswith=f"outcome:{submission.outcome.pk}:")
    return set(mails.values_list("recipient", flat=True))


def test_before_the_term_is_ended_the_page_says_what_they_leave(client, school, submission, membership):
    client.force_login(school.people["administrator"], MODEL_BACKEND)
    address = reverse("disclosure_organizations:member_end", args=[school.organization.pk, membership.pk])
    said = " ".join(client.get(address).context["consequences"])
    assert [word for word in said if word.isdigit()] == ["1", "1", "0"]


def test_who_has_begun_nothing_leaves_nothing(client, school, submission):
    client.force_login(school.people["administrator"], MODEL_BACKEND)
    other = school.people["office2"].disclosure_memberships.get()
    address = reverse("disclosure_organizations:member_end", args=[school.organization.pk, other.pk])
    assert client.get(address).context["consequences"] == []


def test_a_return_goes_to_the_author_while_they_are_there(school, submission):
    returned(school, submission)
    assert told(submission) == {school.people["office"].email}


def test_a_return_to_one_who_left_goes_to_their_colleagues(school, submission, membership):
    leaves(school, membership)
    returned(school, submission)
    assert told(submission) == {school.people["office2"].email}


def test_where_nobody_is_left_it_goes_to_the_author_all_the_same(school, submission, membership):
    leaves(school, membership)
    leaves(school, school.people["office2"].disclosure_memberships.get())
    returned(school, submission)
    assert told(submission) == {school.people["office"].email}


def test_a_colleague_finds_it_on_the_desk_and_submits_it_again(school, submission, membership):
    leaves(school, membership)
    returned(school, submission)
    parts = {part.key: [row.title for row in part.rows] for part in parts_for(school.people["office2"])}
    assert parts["returned"] == ["送审了的"]
    assert parts["drafts"] == ["没有写完的"]
    state = submission.item.current_workflow_state
    state.resume(user=school.people["office2"])
    again = submission.item.submissions.get(outcome__isnull=True)
    assert again.submitted_by == school.people["office2"]


def test_who_left_reaches_nothing_of_it(client, school, submission, membership):
    leaves(school, membership)
    client.force_login(school.people["office"], MODEL_BACKEND)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[submission.item_id])).status_code in (302, 403, 404)
