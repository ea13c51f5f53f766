"""Who is told of a passage: by rows that are owed, in its transaction. Wagtail's own mails go to other pages only."""

import pytest
from django.core import mail
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from disclosure.core.models import OutboxMail
from disclosure.signoff import operations
from home.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_signature_sends_nothing_by_itself(school):
    factories.posted(school)
    assert mail.outbox == []
    assert OutboxMail.objects.filter(key__startswith="outcome:").count() == 1


def test_a_return_sends_nothing_by_itself(school):
    submission = factories.submitted(factories.item(school.column, by=school.people["office"]), school.people["office"])
    digest = submission.edition.digest
    operations.send_back(submission=submission, signer=school.people["reviewer"], digest=digest, reason="数字不符")
    assert mail.outbox == []
    assert OutboxMail.objects.filter(key__startswith="outcome:").count() == 1


def test_other_pages_go_wagtails_way():
    author, editor = factories.person(), factories.person(is_superuser=True)
    workflow = Workflow.objects.create(name="news")
    task = GroupApprovalTask.objects.create(name="editors")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    page = HomePage.objects.get()
    page.save_revision(user=author)
    workflow.start(page, author).current_task_state.reject(user=editor, comment="no")
    assert [message.to for message in mail.outbox] == [[author.email]]
