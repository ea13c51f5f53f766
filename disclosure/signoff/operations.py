"""The use cases of sign-off: submit, sign, return, recall, complete. Each checks, changes, writes the ledger, tells."""

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from ..core import clock, ledger
from ..items import operations as items
from ..items.permits import grant
from ..organizations import rights
from ..organizations.history import History
from . import eligibility, notifications, route
from .exceptions import (
    AlreadySigned,
    BrokenOff,
    EditionChanged,
    NotEligible,
    Overtaken,
    ReasonMissing,
    ReviewIncomplete,
    SignaturesMissing,
    SubmissionEnded,
)
from .models import Form, Intent, Outcome, OutcomeKind, Signature, Submission
from .rosters import bodies_of, closed_accounts


@transaction.atomic
def submit(workflow_state: WorkflowState, user) -> Submission:
    """Freeze the draft and open its passage. Raises NotReady, NotEligible, RouteBroken (all of them Refusals)."""
    page = workflow_state.content_object.specific
    organization = rights.nearest_organization(page)
    desk = rights.drafts(user, organization) if user and organization else None
    if organization is None or desk is None:
        raise NotEligible(_("Only a member of the organization's office can submit."))
    revision = page.get_latest_revision()
    before = page.editions.order_by("-number").first()
    authors = sorted(eligibility.writers(page, before) | {user.pk})
    edition = items.freeze(page=revision.as_object(), revision=revision, by=user)
    for forgotten in page.submissions.filter(outcome__isnull=True):  # its workflow was deleted beneath it
        close(forgotten, OutcomeKind.VOID, by=None, step=None, reason=_("It was submitted again."))
    submission = Submission.objects.create(
        item=page,
        edition=edition,
        organization=organization,
        number=(page.submissions.aggregate(last=Max("number"))["last"] or 0) + 1,
        intent=Intent.CORRECT if page.postings.exists() else Intent.POST,
        workflow_state=workflow_state.pk,
        route=route.snapshot(workflow_state.workflow, organization),
        authors=authors,
        author_names=eligibility.author_names(authors, organization),
        submitted_by=user,
        submitted_name=desk.name,
        submitted_as=desk.position or desk.body.name,
        submitted_at=clock.now(),
    )
    ledger.record(
        organization.chain,
        "submission.made",
        actor=user,
        subject=f"submission:{submission.pk}",
        data={"item": page.pk, "edition": edition.number, "digest": edition.digest, "intent": submission.intent},
        rows=[submission, edition],
    )
    if changed := route.change(submission):
        ledger.record(
            organization.chain,
            "route.changed",
            actor=user,
            subject=f"submission:{submission.pk}",
            data={
                "before": changed.before.pk,
                "gone": [step["kind"] for step in changed.gone],
                "new": [step["kind"] for step in changed.new],
            },
        )
    return submission


def step_of(submission: Submission, task) -> int:
    """The number of the step that `task` is in the submission's route. Raises RouteBroken."""
    return route.number_of(submission, task.pk)


def sign(*, submission: Submission, signer, digest: str, comment: str = "", review: dict | None = None) -> Signature:
    """Sign the edition that `digest` names, as a member of the body whose step it is.

    `digest` is what the signer saw: it must be the submission's. `review` is {"attribute", "ground", "result"} at a
    step of that form. Raises SubmissionEnded, EditionChanged, AlreadySigned, NotEligible, ReviewIncomplete, and
    Overtaken where the draft was changed meanwhile (the submission is void from then on).
    """
    void_if_changed(submission)
    with transaction.atomic():
        return _sign(submission, signer, digest, comment, review)


def _sign(submission: Submission, signer, digest: str, comment: str, review: dict | None) -> Signature:
    submission = lock(submission)
    before = next((s for s in submission.signatures.all() if s.user_id == signer.pk), None)
    try:
        state = _under_way(submission, digest)
    except SubmissionEnded:
        if before:
            raise AlreadySigned() from None
        raise
    if before and (before.step == state.step or not _belongs(submission, state.step, signer)):
        raise AlreadySigned()
    membership = _membership(submission, state.step, signer)
    step = submission.route[state.step - 1]
    review = complete_review(step, review)
    signature = submission.signatures.create(
        step=state.step,
        body_id=step["body"],
        user=signer,
        name=membership.name,
        position=membership.position,
        role=membership.role,
        digest=submission.edition.digest,
        signed_at=clock.now(),
        comment=comment.strip(),
        review=review,
    )
    ledger.record(
        submission.organization.chain,
        "signature.given",
        actor=signer,
        subject=f"signature:{signature.pk}",
        data={"submission": submission.pk, "step": state.step, "body": step["body"], "digest": signature.digest},
        rows=[signature],
    )
    if eligibility.met(submission, state.step):
        state.approve(user=signer, comment=signature.comment)
    return signature


@transaction.atomic
def settle(submission: Submission) -> bool:
    """Go on from a step whose signatures are enough, now that somebody has left. Answers whether it did.

    Never without a signature: a body that nobody is left of has not signed (rules.required).
    """
    try:
        state = under_way(submission, submission.edition.digest)
    except SubmissionEnded:
        return False
    if not eligibility.met(state.submission, state.step):
        return False
    ledger.record(
        submission.organization.chain,
        "submission.settled",
        subject=f"submission:{submission.pk}",
        data={"step": state.step, "digest": submission.edition.digest},
    )
    state.approve()
    return True


@transaction.atomic
def send_back(*, submission: Submission, signer, digest: str, reason: str) -> Outcome:
    """Return the edition to its author with reasons. Raises as `sign` does, and ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing()
    state = under_way(submission, digest)
    _membership(state.submission, state.step, signer)
    state.reject(user=signer, comment=reason.strip())
    return submission.outcome


@transaction.atomic
def recall(*, submission: Submission, by, reason: str = "") -> Outcome:
    """Take the submission back, by the office; signatures given stay, and count for naught."""
    state = under_way(submission, submission.edition.digest)
    if rights.drafts(by, submission.organization) is None:
        raise NotEligible(_("Only a member of the organization's office can recall it."))
    close(submission, OutcomeKind.RECALLED, by=by, step=state.step, reason=reason)
    state.workflow_state.cancel(user=by)
    return submission.outcome


def complete(state, user) -> None:
    """The finish action: every required step is signed on this edition, so it is permitted and posted (DESIGN §7).

    Wagtail comes here, too, where the last step was switched off: then the submission is void.
    """
    submission = getattr(state, "submission", None)
    if submission is None or Outcome.objects.filter(submission=submission).exists():
        raise SignaturesMissing()
    if state.status == TaskState.STATUS_CANCELLED:
        close(submission, OutcomeKind.VOID, by=None, step=state.step, reason=str(BrokenOff.message))
        WorkflowState.objects.filter(pk=state.workflow_state_id).update(status=WorkflowState.STATUS_CANCELLED)
        return
    prefetch_related_objects([submission], "signatures")
    history, closed = History(bodies_of([submission])), closed_accounts()
    if not all(eligibility.was_met(submission, step["step"], history, closed) for step in submission.route):
        raise SignaturesMissing()
    posting = grant(submission.edition, actor=user)
    close(submission, OutcomeKind.GRANTED, by=user, step=state.step, permit=posting.permit)


def refuse_changed(submission: Submission) -> None:
    """A changed page is another edition: what was submitted can no longer be signed (DESIGN §7). Raises Overtaken."""
    if items.overtaken(submission.edition):
        raise Overtaken()


def refuse_broken_off(before: TaskState, step: int) -> None:
    """A step that was switched off is not passed over: Wagtail would go on with the one after it. Raises BrokenOff."""
    if before.status == TaskState.STATUS_CANCELLED and before.step != step:
        raise BrokenOff()


def void_if_changed(submission: Submission) -> None:
    """The same, written down: the submission is void from now on, whatever becomes of the signer's transaction."""
    if Outcome.objects.filter(submission=submission).exists():
        return  # its end is said under the lock: who signed it themselves reads that
    try:
        refuse_changed(submission)
    except Overtaken:
        with transaction.atomic():
            state = under_way(submission, submission.edition.digest)
            close(submission, OutcomeKind.VOID, by=None, step=state.step)
            state.workflow_state.cancel()
        raise


def close(submission: Submission, kind: str, *, by, step: int | None, reason: str = "", permit=None) -> Outcome:
    """Write down how the submission ended, once; whoever comes later finds the first end."""
    known = Outcome.objects.filter(submission=submission).first()
    if known:
        return known
    outcome = Outcome.objects.create(
        submission=submission,
        kind=kind,
        step=step,
        permit=permit,
        by=by,
        by_name=eligibility.name_of(by, submission.organization),
        reason=reason,
        at=clock.now(),
    )
    ledger.record(
        submission.organization.chain,
        f"submission.{kind}",
        actor=by,
        subject=f"submission:{submission.pk}",
        data={"step": step, "digest": submission.edition.digest},
        rows=[outcome],
    )
    notifications.ended(submission, outcome)
    return outcome


def announce_step(submission: Submission, step: int) -> None:
    """Owe a message to each who may sign the step that begins."""
    notifications.step_began(submission, step, eligibility.signers(submission, step))


def waiting_for(user) -> list[Submission]:
    """Submissions that `user` may sign now, longest waiting first; each has `step` and `step_since`."""
    return eligibility.waiting_for(user)


def under_way(submission: Submission, digest: str):
    """The step under way, with the submission as `lock` read it. Raises SubmissionEnded, EditionChanged."""
    return _under_way(lock(submission), digest)


def _under_way(submission: Submission, digest: str):
    state = submission.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).order_by("-pk").first()
    if state is None or Outcome.objects.filter(submission=submission).exists():
        raise SubmissionEnded()
    if digest != submission.edition.digest:
        raise EditionChanged()
    return state


def lock(submission: Submission) -> Submission:
    """The submission read anew, with its signatures: two who sign at once do so one after the other."""
    rows = Submission.objects.select_for_update(of=["self"]).select_related("edition", "organization")
    return rows.prefetch_related("signatures").get(pk=submission.pk)


def _belongs(submission: Submission, step: int, user) -> bool:
    plan = submission.route[step - 1]
    return rights.holds(user, submission.organization, plan["kind"]) is not None


def _membership(submission: Submission, step: int, signer):
    reason = eligibility.refusal(submission, step, signer)
    if reason:
        raise NotEligible(reason)
    return rights.holds(signer, submission.organization, submission.route[step - 1]["kind"])


def complete_review(step: dict, review: dict | None) -> dict:
    if step["form"] != Form.REVIEW:
        return {}
    review = {key: str((review or {}).get(key, "")).strip() for key in ("attribute", "ground", "result")}
    if not review["attribute"] or not review["result"] or (review["attribute"] != "proactive" and not review["ground"]):
        raise ReviewIncomplete()
    return review
