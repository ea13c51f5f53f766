"""Steps of a route as Wagtail tasks. One task per kind of body serves the whole installation (DESIGN §7)."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from ..core import clock
from ..core.exceptions import Refusal
from ..core.models import Origin
from ..organizations.models import BodyKind
from . import operations
from .locks import SigningLock
from .models import Form, OutcomeKind, Submission


class SignatureTaskState(TaskState):
    """A step that is under way: Wagtail's row, with our submission and the number of the step in its route."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="task_states")
    step = models.PositiveSmallIntegerField(null=True)

    exclude_fields_in_copy = ["submission"]

    class Meta:
        verbose_name = _("signing step under way")
        verbose_name_plural = _("signing steps under way")

    @transaction.atomic
    def approve(self, user=None, update=True, comment=""):
        """Go on to the next step of the route as it stood at the submission, whatever became of the workflow since."""
        if self.submission is None:
            return super().approve(user=user, update=update, comment=comment)
        super().approve(user=user, update=False, comment=comment)
        if update and self.step < len(self.submission.route):
            following = SignatureStep.objects.get(pk=self.submission.route[self.step]["task"])
            self.workflow_state.update(user=user, next_task=following)
        elif update:
            self.workflow_state.finish(user=user)
        return self

    @transaction.atomic
    def cancel(self, user=None, resume=False, comment=""):
        """Whoever cancels, the submission's end is written down; a mere restart of the step does not end it."""
        if self.submission and not resume:
            operations.close(self.submission, OutcomeKind.RECALLED, by=user, step=self.step, reason=comment)
        return super().cancel(user=user, resume=resume, comment=comment)

    @transaction.atomic
    def reject(self, user=None, update=True, comment=""):
        if self.submission:
            operations.close(self.submission, OutcomeKind.RETURNED, by=user, step=self.step, reason=comment)
        return super().reject(user=user, update=update, comment=comment)


class SignatureStep(Origin, Task):
    """One step of a route: signatures of one kind of body, of the nearest organization."""

    task_state_class = SignatureTaskState
    lock_class = SigningLock

    on_the_board = True

    kind = models.CharField(_("body"), max_length=20, choices=BodyKind.choices)
    form = models.CharField(_("form"), max_length=12, choices=Form.choices, default=Form.SIGNATURE)

    admin_form_fields = [*Task.admin_form_fields, "kind", "form"]
    admin_form_readonly_on_edit_fields = [*Task.admin_form_readonly_on_edit_fields, "kind", "form"]

    class Meta:
        verbose_name = _("signing step")
        verbose_name_plural = _("signing steps")

    @classmethod
    def get_description(cls):
        return _("Members of a body of the organization sign the edition")

    def start(self, workflow_state, user=None):
        """Begin this step. At the first of a passage the edition is frozen; a passage always begins at its first step.

        Never raises: Wagtail's `resume()` would be left half done. A refusal comes back as an automatic return.
        """
        before = workflow_state.current_task_state
        try:
            with transaction.atomic():
                if before is None:
                    submission, step = operations.submit(workflow_state, user), 1
                else:
                    submission = before.specific.submission
                    operations.refuse_changed(submission)
                    step = operations.step_of(submission, self)
                    operations.refuse_broken_off(before.specific, step)
                return self._begin(workflow_state, submission, step)
        except Refusal as refusal:
            return self._returned(workflow_state, str(refusal), before)

    def _begin(self, workflow_state, submission, step):
        if step == 1:
            # a new passage: Wagtail would skip steps that were approved on the same revision in an earlier one
            workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED).update(
                status=TaskState.STATUS_CANCELLED
            )
        task = SignatureStep.objects.get(pk=submission.route[step - 1]["task"])
        state = SignatureTaskState.objects.create(
            workflow_state=workflow_state,
            revision=workflow_state.content_object.get_latest_revision(),
            task=task,
            submission=submission,
            step=step,
        )
        state.started_at = clock.now()  # Wagtail writes its own clock
        state.save(update_fields=["started_at"])
        operations.announce_step(submission, step)
        return state

    def _returned(self, workflow_state, reason, before):
        if before is not None and before.specific.submission:
            operations.close(before.specific.submission, OutcomeKind.VOID, by=None, step=None, reason=reason)
        return SignatureTaskState.objects.create(
            workflow_state=workflow_state,
            revision=workflow_state.content_object.get_latest_revision(),
            task=self,
            status=TaskState.STATUS_REJECTED,
            finished_at=clock.now(),
            comment=reason,
        )

    def on_action(self, task_state, user, action_name, **kwargs):
        """Wagtail's own action view leads here, too; it does not tie the state to the page, so all is checked again."""
        state = task_state.specific
        if action_name == "approve":
            operations.sign(
                submission=state.submission,
                signer=user,
                digest=state.submission.edition.digest,
                comment=kwargs.get("comment", ""),
            )
        elif action_name == "reject":
            operations.send_back(
                submission=state.submission,
                signer=user,
                digest=state.submission.edition.digest,
                reason=kwargs.get("comment", ""),
            )

    def get_actions(self, obj, user):
        """None in the editor: one signs on the signing page, which shows the edition itself."""
        return []

    def locked_for_user(self, obj, user):
        """Nobody edits what is being signed; the office recalls it first."""
        return True

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for `user` at this step. The desk asks `operations.waiting_for` instead, in one query."""
        mine = [submission.pk for submission in operations.waiting_for(user)]
        return TaskState.objects.filter(
            signaturetaskstate__submission__in=mine, task=self, status=TaskState.STATUS_IN_PROGRESS
        )
