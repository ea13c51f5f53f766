"""Sign-off: permits rest on submissions, submissions on signatures, of those who could sign, on that digest (I2)."""

from django.utils.translation import gettext as _
from wagtail.models import TaskState

from ...items.models import Permit
from ...organizations.history import History, State, is_absent
from ...signoff import eligibility
from ...signoff.models import OutcomeKind, Signature, Submission
from ...signoff.rosters import closed_accounts
from ...signoff.rules import Person, among, same
from .report import Report


def submissions(report: Report) -> None:
    """Each submission with its signatures and its outcome."""
    history, closed = History(), closed_accounts()
    rows = Submission.objects.select_related("edition", "outcome__permit").prefetch_related("signatures", "task_states")
    for submission in rows.order_by("pk").iterator(chunk_size=200):
        report.count(_("submissions"))
        _signatures(report, submission, history)
        _outcome(report, submission, history, closed)


def permits(report: Report) -> None:
    """No permit without the submission that was granted."""
    for permit in Permit.objects.select_related("outcome").order_by("pk").iterator(chunk_size=500):
        report.count(_("permits"))
        if getattr(permit, "outcome", None) is None:
            report.fault(f"permit {permit.pk}", _("no submission was granted for it"))


def _signatures(report: Report, submission: Submission, history: History) -> None:
    steps = {step["step"]: step for step in submission.route}
    people = [eligibility.signer_of(signature) for signature in submission.signatures.all()]
    for signature in submission.signatures.all():
        report.count(_("signatures"))
        for sentence in _wrong(signature, submission, steps.get(signature.step), people, history):
            report.fault(f"signature {signature.pk}", sentence)


def _wrong(signature: Signature, submission: Submission, step: dict | None, people: list[Person], history: History):
    if signature.digest != submission.edition.digest:
        yield _("is on another digest than the edition submitted")
    them = eligibility.signer_of(signature)
    if among(them, eligibility.authors_of(submission)):
        yield _("was given by an author of the edition")
    if sum(same(them, other) for other in people) > 1:
        yield _("the same person signed this submission twice")
    if step is None or step["body"] != signature.body_id:
        yield _("belongs to no step of the route as it was submitted")
    elif any(is_absent(m, signature.signed_at) for m in _memberships(signature, step, history)):
        yield _("was given by one who was away at that time")
    elif not _memberships(signature, step, history):
        yield _("was given by one who was no member of “%(body)s” at that time") % {"body": step["body_name"]}


def _memberships(signature: Signature, step: dict, history: History) -> list[State]:
    there = history.members(step["body"], signature.signed_at)
    if signature.paper is not None:
        return [state for pk, state in there.items() if pk == signature.paper.membership_id]
    return [state for state in there.values() if state["user"] == signature.user_id]


def _outcome(report: Report, submission: Submission, history: History, closed: frozenset[int]) -> None:
    place = f"submission {submission.pk}"
    outcome = getattr(submission, "outcome", None)
    if outcome is None:
        if not any(state.status == TaskState.STATUS_IN_PROGRESS for state in submission.task_states.all()):
            report.fault(place, _("is open, and no step of it is under way"))
        return
    if (outcome.kind == OutcomeKind.GRANTED) != (outcome.permit_id is not None):
        report.fault(place, _("its outcome and its permit contradict each other"))
    if outcome.permit_id is None:
        return
    if outcome.permit is None or outcome.permit.edition_id != submission.edition_id:
        report.fault(place, _("was permitted for another edition than was submitted"))
    for step in submission.route:
        if not eligibility.was_met(submission, step["step"], history, closed):
            words = {"step": step["title"], "number": step["step"]}
            report.fault(place, _("step %(number)s (%(step)s) lacks signatures, and it was granted") % words)
