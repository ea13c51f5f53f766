"""Steps and routes of a profile among Wagtail's tasks and workflows.

One step per kind of body serves the whole installation; one workflow hangs on the topmost organization and is inherited
by all below it. Where the superior's route has other steps, an organization gets its own (DESIGN §7).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from ..organizations import rights
from ..organizations.models import OrganizationPage
from ..signoff.tasks import SignatureStep
from .lines import Action
from .schema import DEFAULT_ROUTE, RouteSpec, StepSpec

Shape = list[tuple[str, str]]


@dataclass(frozen=True)
class Standing:
    """The route that stands for an organization: the workflow, and the organization it hangs on."""

    workflow: Workflow
    place: OrganizationPage


@dataclass(frozen=True)
class Judgement:
    """The workflow that serves as a route, or (MAKE) the organization on which a new one is hung; None for nowhere."""

    action: Action
    reason: str
    workflow: Workflow | None = None
    place: OrganizationPage | None = None


def step(spec: StepSpec) -> SignatureStep | None:
    """The step of this kind and form that the installation has already."""
    return SignatureStep.objects.filter(kind=spec.body, form=spec.form, active=True).order_by("pk").first()


def shape_of(spec: RouteSpec) -> Shape:
    return [(str(step.body), step.form) for step in spec.steps]


def shape(workflow: Workflow) -> Shape | None:
    """Kind and form of each step of `workflow`; None where one of its tasks is not ours."""
    found = list(
        SignatureStep.objects.filter(workflow_tasks__workflow=workflow, active=True)
        .order_by("workflow_tasks__sort_order")
        .values_list("kind", "form")
    )
    return found if len(found) == workflow.workflow_tasks.filter(task__active=True).count() else None


def chain_of(organization: OrganizationPage) -> list[OrganizationPage]:
    """The organization and those above it, topmost first."""
    return list(OrganizationPage.objects.ancestor_of(organization, inclusive=True).order_by("depth"))


def standing(organization: OrganizationPage) -> Standing | None:
    """The nearest route on the organization or above it. Routes of pages that are no organization do not count."""
    places = {place.pk: place for place in chain_of(organization)}
    hung = WorkflowPage.objects.filter(page__in=places, workflow__active=True).select_related("workflow")
    nearest = hung.order_by("-page__depth").first()
    return Standing(nearest.workflow, places[nearest.page_id]) if nearest else None


def place_for(organization: OrganizationPage, found: Standing | None, by) -> OrganizationPage:
    """Where a new route belongs: on the topmost organization, unless another stands there, or `by` has no say there."""
    topmost = chain_of(organization)[0]
    if found is not None or (by is not None and not rights.administers(by, topmost)):
        return organization
    return topmost


def beside(spec: RouteSpec) -> Workflow | None:
    """A route that hangs nowhere and is named by entries, if the installation has it already."""
    named = Workflow.objects.active().filter(name=spec.title, workflow_pages__isnull=True)
    return next((workflow for workflow in named if shape(workflow) == shape_of(spec)), None)


def judge(spec: RouteSpec, organization: OrganizationPage, *, installed_before: bool, by) -> Judgement:
    """What becomes of `spec` in `organization`. A route that was changed since it was installed stays changed."""
    if spec.name != DEFAULT_ROUTE:
        known = beside(spec)
        if known:
            return Judgement(Action.KEEP, _("is here already"), known)
        return Judgement(Action.MAKE, _("does not exist yet; entries name it"))
    found = standing(organization)
    named = {"place": found.place.title} if found else {}
    if found and shape(found.workflow) == shape_of(spec):
        return Judgement(Action.KEEP, _("the route of “%(place)s” has the same steps") % named, found.workflow)
    if found and (found.place == organization or installed_before):
        reason = _("the route of “%(place)s” has other steps; it stays") % named
        return Judgement(Action.DIFFERS, reason, found.workflow)
    place = place_for(organization, found, by)
    return Judgement(Action.MAKE, _("for “%(place)s” and all below it") % {"place": place.title}, place=place)


def make_step(spec: StepSpec, **origin) -> SignatureStep:
    row = SignatureStep(name=spec.title, kind=spec.body, form=spec.form, **origin)
    row.full_clean()
    row.save()
    return row


def make_route(spec: RouteSpec, place: OrganizationPage | None) -> Workflow:
    """The workflow of `spec`, from steps that exist, hung on `place`."""
    workflow = Workflow.objects.create(name=spec.title)
    for order, part in enumerate(spec.steps):
        WorkflowTask.objects.create(workflow=workflow, task=step(part), sort_order=order)
    if place is not None:
        WorkflowPage.objects.create(page=place, workflow=workflow)
    return workflow
