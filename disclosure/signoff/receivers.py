"""Wagtail's own mails of a workflow are not sent for items: they would go out within the transaction of a signature.

A message that is owed is a row of that transaction (core/outbox.py); the other pages of the site go Wagtail's way.
"""

from django.dispatch import Signal
from wagtail.admin.mail import (
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from ..items.models import ItemPage


class OtherPages:
    """Mixed into a notifier of Wagtail's: all but items."""

    def can_handle(self, instance: WorkflowState, **kwargs) -> bool:
        ours = issubclass(instance.content_type.model_class() or object, ItemPage)
        return super().can_handle(instance, **kwargs) and not ours


class Submitted(OtherPages, WorkflowStateSubmissionEmailNotifier):
    pass


class Rejected(OtherPages, WorkflowStateRejectionEmailNotifier):
    pass


class Approved(OtherPages, WorkflowStateApprovalEmailNotifier):
    pass


NOTIFIERS = [
    (workflow_submitted, Submitted(), "workflow_state_submitted_email_notification"),
    (workflow_rejected, Rejected(), "workflow_state_rejected_email_notification"),
    (workflow_approved, Approved(), "workflow_state_approved_email_notification"),
]


def connect() -> None:
    """Once the app is ready; under the names of Wagtail's own, whichever app is ready first."""
    for signal, notifier, name in NOTIFIERS:
        _take_the_place(signal, notifier, name)


def _take_the_place(signal: Signal, notifier, name: str) -> None:
    signal.disconnect(sender=WorkflowState, dispatch_uid=name)
    signal.connect(notifier, sender=WorkflowState, dispatch_uid=name)
