"""A route, as it stands on the day of a submission."""

from django.utils.translation import gettext as _
from wagtail.models import Task

from ..organizations.models import Body
from .exceptions import RouteBroken


def snapshot(workflow, organization) -> list[dict]:
    """The steps of `workflow` for `organization`, each with its body and quorum. Raises RouteBroken."""
    tasks = Task.objects.filter(workflow_tasks__workflow=workflow, active=True).order_by("workflow_tasks__sort_order")
    bodies = {body.kind: body for body in Body.objects.filter(organization=organization)}
    steps = []
    for number, task in enumerate((t.specific for t in tasks), start=1):
        kind = getattr(task, "kind", None)
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


def number_of(submission, task_id: int) -> int:
    """The number of the step that task is in the route that was frozen. Raises RouteBroken."""
    for step in submission.route:
        if step["task"] == task_id:
            return step["step"]
    raise RouteBroken(_("The signing route was changed meanwhile. Please submit again."))
