"""What becomes of a submission when its workflow, its steps or what stands around it are changed in mid-route."""

from pathlib import Path

import pytest
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Task, TaskState, WorkflowState, WorkflowTask

from disclosure.board.addresses import item_address
from disclosure.catalog.models import ColumnPage
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.files.operations import open_kept
from disclosure.items.models import ItemPage, Permit, Posting
from disclosure.organizations.models import BodyKind
from disclosure.runner.proof.parts import prove
from disclosure.runner.proof.rosters import rosters as against_the_ledger
from disclosure.signoff import eligibility
from disclosure.signoff.exceptions import BrokenOff
from disclosure.signoff.models import Form, Outcome, OutcomeKind, Submission
from disclosure.signoff.tasks import SignatureStep
from tests import factories
from tests.items import drafts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]

BEFORE, AFTER = ["reviewer", "leader1", "leader2"], ["supervisor1", "supervisor2", "principal"]


@pytest.fixture
def submission(school):
    """Signed as far as the supervision's step, which is under way."""
    page = factories.item(school.column, by=school.people["office"], title="收费公示")
    return signs(school, factories.submitted(page, school.people["office"]), BEFORE)


def signs(school, submission, names):
    return factories.signed(submission, *[school.people[name] for name in names])


def step(school, kind):
    return school.workflow.tasks.get(signaturestep__kind=kind).specific


def title_of_step(submission) -> str:
    state = eligibility.under_way(Submission.objects.filter(pk=submission.pk)).get()
    return state.route[state.step - 1]["kind"]


def goes_on_as_it_began(school, submission):
    assert title_of_step(submission) == BodyKind.SUPERVISION
    signs(school, submission, AFTER)
    assert submission.outcome.kind == OutcomeKind.GRANTED
    assert Posting.objects.get().item_id == submission.item_id
    faults = [fault for part, report in prove() if part.look is not against_the_ledger for fault in report.faults]
    assert faults == []


def can_be_submitted_again(school, submission):
    """The draft is free, and one who submits it anew begins at the first step."""
    page = ItemPage.objects.get(pk=submission.item_id)
    assert page.get_lock() is None
    state = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES).first()
    if state:  # as the editor goes on with it
        state.resume(user=school.people["office"])
        again = page.submissions.get(outcome__isnull=True)
    else:
        again = factories.submitted(page, school.people["office"])
    assert eligibility.under_way(Submission.objects.filter(pk=again.pk)).get().step == 1
    return again


def ended(submission) -> Outcome:
    """The outcome: nothing is permitted, nothing can be signed, the office heard of it."""
    outcome = Submission.objects.get(pk=submission.pk).outcome
    assert not Permit.objects.exists()
    assert not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()
    assert not WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).exists()
    assert OutboxMail.objects.filter(key__startswith=f"outcome:{outcome.pk}:").exists()
    return outcome


@pytest.fixture
def superuser():
    return factories.person("root", is_superuser=True, is_staff=True)


def test_a_route_that_is_switched_off_ends_what_walks_it(school, submission, superuser):
    school.workflow.deactivate(user=superuser)
    outcome = ended(submission)
    assert (outcome.kind, outcome.by) == (OutcomeKind.RECALLED, superuser)
    assert ItemPage.objects.get(pk=submission.item_id).get_lock() is None


@pytest.mark.parametrize("kind", [BodyKind.SUPERVISION, BodyKind.PRINCIPAL])
@pytest.mark.parametrize("model", [Task, SignatureStep])  # Wagtail's view has the former in hand
def test_a_step_that_is_switched_off_while_it_is_signed_ends_the_passage(school, submission, superuser, kind, model):
    signs(school, submission, [] if kind == BodyKind.SUPERVISION else AFTER[:2])
    model.objects.get(pk=step(school, kind).pk).deactivate(user=superuser)
    outcome = ended(submission)
    assert (outcome.kind, outcome.reason) == (OutcomeKind.VOID, str(BrokenOff.message))
    assert says_why(school, submission) == (
        f"The step “{step(school, kind).name}” is switched off. Switch it on again, or take it out of the route."
    )
    WorkflowTask.objects.get(workflow=school.workflow, task=step(school, kind)).delete()
    again = can_be_submitted_again(school, submission)
    assert kind not in [step["kind"] for step in again.route]


def says_why(school, submission) -> str:
    """What the office reads that submits it now, in vain."""
    page = ItemPage.objects.get(pk=submission.item_id)
    state = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES).first()
    state.resume(user=school.people["office"]) if state else page.get_workflow().start(page, school.people["office"])
    assert not page.submissions.filter(outcome__isnull=True).exists()
    return TaskState.objects.latest("pk").comment


def test_no_route_is_shorter_for_a_step_that_is_switched_off(school):
    step(school, BodyKind.SUPERVISION).deactivate()
    page = factories.item(school.column, by=school.people["office"])
    page.get_workflow().start(page, school.people["office"])
    assert not page.submissions.exists()
    assert "is switched off" in TaskState.objects.latest("pk").comment


def test_who_submits_by_another_route_than_the_time_before_says_so(client, school, submission):
    WorkflowTask.objects.get(workflow=school.workflow, task=step(school, BodyKind.SUPERVISION)).delete()
    added = SignatureStep.objects.create(name="再看一遍", kind=BodyKind.OFFICE, form=Form.SIGNATURE)
    WorkflowTask.objects.create(workflow=school.workflow, task=added, sort_order=9)
    page = factories.item(school.column, by=school.people["office"])
    later = factories.submitted(page, school.people["office"])
    entry = LedgerEntry.objects.get(kind="route.changed")
    assert entry.data == {"before": submission.pk, "gone": ["supervision"], "new": ["office"]}
    assert entry.subject == f"submission:{later.pk}"
    client.force_login(school.people["reviewer"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("disclosure_signoff:sign", args=[later.pk])).text
    assert "It no longer has: “监督小组审核”" in answer
    assert "It has new: “再看一遍”" in answer
    page = factories.item(school.column, by=school.people["office"])
    factories.submitted(page, school.people["office"])
    assert LedgerEntry.objects.filter(kind="route.changed").count() == 1


@pytest.mark.parametrize("kind", [BodyKind.LEADING, BodyKind.PRINCIPAL])
def test_another_step_that_is_switched_off_changes_nothing_under_way(school, submission, superuser, kind):
    step(school, kind).deactivate(user=superuser)
    goes_on_as_it_began(school, submission)


@pytest.mark.parametrize("kind", [BodyKind.LEADING, BodyKind.SUPERVISION, BodyKind.PRINCIPAL])
def test_a_step_that_is_taken_out_of_the_route_is_signed_all_the_same(school, submission, kind):
    WorkflowTask.objects.get(workflow=school.workflow, task=step(school, kind)).delete()
    goes_on_as_it_began(school, submission)


def test_a_step_that_is_put_in_is_for_those_who_come_later(school, submission):
    task = SignatureStep.objects.create(name="再看一遍", kind=BodyKind.LEADING, form=Form.SIGNATURE)
    WorkflowTask.objects.create(workflow=school.workflow, task=task, sort_order=-1)
    goes_on_as_it_began(school, submission)


def test_the_order_is_that_of_the_submission(school):
    page = factories.item(school.column, by=school.people["office"])
    submission = signs(school, factories.submitted(page, school.people["office"]), BEFORE[:1])
    WorkflowTask.objects.filter(workflow=school.workflow, task=step(school, BodyKind.PRINCIPAL)).update(sort_order=-1)
    signs(school, submission, BEFORE[1:])
    goes_on_as_it_began(school, submission)


def test_a_step_that_is_given_to_another_body_stays_with_the_first(school, submission):
    SignatureStep.objects.filter(pk=step(school, BodyKind.PRINCIPAL).pk).update(kind=BodyKind.LEADING)
    goes_on_as_it_began(school, submission)


def test_another_route_for_the_organization_is_for_those_who_come_later(school, submission):
    factories.route(school.organization, [(BodyKind.PRINCIPAL, "签发", Form.SIGNATURE)])
    goes_on_as_it_began(school, submission)


def test_a_route_that_is_taken_from_the_organization_ends_nothing(school, submission):
    school.workflow.workflow_pages.all().delete()
    goes_on_as_it_began(school, submission)


def test_a_route_that_is_deleted_leaves_a_draft_that_can_be_submitted(school, submission):
    school.workflow.delete()
    assert not Permit.objects.exists()
    factories.route(school.bureau)
    can_be_submitted_again(school, submission)
    assert submission.outcome.kind == OutcomeKind.VOID


# What stands around it


@pytest.fixture
def with_files(school):
    """Under way at the supervision's step, with a document and a picture."""
    page = drafts.full(school, wish_begins_at=None)
    return signs(school, factories.submitted(page, school.people["office"]), BEFORE)


def kept_bytes(edition) -> dict[str, bytes]:
    bytes_of = {}
    for file in edition.files.all():
        with open_kept(file.sha256) as kept:
            bytes_of[file.sha256] = kept.read()
    return bytes_of


@pytest.mark.parametrize("what_happens", ["deleted", "written over"])
def test_the_files_are_those_of_the_submission_whatever_becomes_of_the_library(school, with_files, what_happens):
    before = kept_bytes(with_files.edition)
    assert len(before) > 1
    for model in (get_document_model(), get_image_model()):
        for row in model.objects.all():
            if what_happens == "deleted":
                row.delete()
            else:
                Path(row.file.path).write_bytes(b"something else")
    goes_on_as_it_began(school, with_files)
    assert kept_bytes(Posting.objects.get().edition) == before


def test_a_column_that_is_renamed_or_hidden_stops_nothing(client, school, submission):
    column = ColumnPage.objects.get(pk=school.column.pk)
    column.title, column.live = "改了名的栏目", False
    column.save()
    goes_on_as_it_began(school, submission)
    assert client.get(item_address(submission.item.index.text)).status_code == 200


def test_before_a_step_is_switched_off_its_page_says_what_becomes_of_items(client, school, submission, superuser):
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    said = "becomes void, its office hears of it"

    def page(kind):
        return client.get(reverse("wagtailadmin_workflows:disable_task", args=[step(school, kind).pk])).text

    assert said in page(BodyKind.SUPERVISION)
    assert said not in page(BodyKind.LEADING)  # nothing is at that step
