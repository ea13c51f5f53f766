"""A route, as it stands on the day of a submission."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Task

from ..items.checks import Fault, register
from ..organizations import rights
from ..organizations.models import Body
from .exceptions import RouteBroken
from .models import Submission


@dataclass(frozen=True)
class Change:
    """The steps that a route has no more, and has new, since `before` was submitted."""

    before: Submission
    gone: list[dict]
    new: list[dict]


def snapshot(workflow, organization) -> list[dict]:
    """The steps of `workflow` for `organization`, each with its body and quorum. Raises RouteBroken."""
    tasks = Task.objects.filter(workflow_tasks__workflow=workflow).order_by("workflow_tasks__sort_order")
    bodies = {body.kind: body for body in Body.objects.filter(organization=organization)}
    steps = []
    for number, task in enumerate((t.specific for t in tasks), start=1):
        kind = getattr(task, "kind", None)
        if not task.active:
            words = _("The step “%(step)s” is switched off. Switch it on again, or take it out of the route.")
            raise RouteBroken(words % {"step": task.name})
        if kind not in bodies:
            raise RouteBroken(_("The step “%(step)s” has no body to sign it.") % {"step": task.name})
        body = bodies[kind]
        steps.append(
            {
                "step": number,
                "task": task.pk,
                "kind": kind,
                "form": task.form,
                "title": task.name,
                "body": body.pk,
                "body_name": body.name,
                "quorum": body.quorum,
                "quorum_number": body.quorum_number,
            }
        )
    if not steps:
        raise RouteBroken(_("This organization has no signing route."))
    return steps


@register
def can_be_walked(page) -> Iterator[Fault]:
    """Said in the editor already: Wagtail tells who submits that it was sent, whatever became of it."""
    workflow, organization = page.get_workflow(), rights.nearest_organization(page)
    if workflow is not None and organization is not None:
        try:
            snapshot(workflow, organization)
        except RouteBroken as refusal:
            yield Fault(str(refusal))


def change(submission: Submission) -> Change | None:
    """How the route differs from that of the submission before, of the organization, in the same column, by the same
    setting of its entry; None where the same bodies sign in the same order, or there was none. One query."""
    entry = submission.item.entry
    before = (
        Submission.objects.filter(organization=submission.organization_id, pk__lt=submission.pk)
        .filter(item__entry__column=entry.column_id, item__entry__workflow=entry.workflow_id)
        .select_related("edition")
        .order_by("-submitted_at", "-pk")
        .first()
    )
    if before is None or _shape(before) == _shape(submission):
        return None
    return Change(before, _missing(before, submission), _missing(submission, before))


def _shape(submission: Submission) -> list[tuple[str, str]]:
    return [(step["kind"], step["form"]) for step in submission.route]


def _missing(one: Submission, other: Submission) -> list[dict]:
    """The steps of `one` that `other` has not; of several alike the last."""
    there = Counter(_shape(other))
    missing = []
    for step, shape in zip(one.route, _shape(one), strict=True):
        there[shape] -= 1
        if there[shape] < 0:
            missing.append(step)
    return missing


def number_of(submission, task_id: int) -> int:
    """The number of the step that task is in the route that was frozen. Raises RouteBroken."""
    for step in submission.route:
        if step["task"] == task_id:
            return step["step"]
    raise RouteBroken(_("The signing route was changed meanwhile. Please submit again."))
