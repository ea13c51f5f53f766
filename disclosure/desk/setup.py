"""The set-up page of an organization: what is there, what is missing, what cannot work; each with the way to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.models import Task, Workflow

from ..catalog.columns import columns_of
from ..catalog.models import CatalogEntry
from ..organizations import rights
from ..organizations.concerns import Concern, concerns
from ..organizations.models import OrganizationPage
from ..organizations.views.base import OrganizationView
from ..signoff import route
from ..signoff.exceptions import RouteBroken

CONTACT = ("telephone", "office_name", "address", "opening_hours", "email")


@dataclass(frozen=True)
class Point:
    """One thing that an organization needs: whether it is there, in words, and where it is done."""

    title: str
    done: bool
    says: str
    address: str = ""
    action: str = ""
    concerns: tuple[Concern, ...] = ()


def points(organization: OrganizationPage) -> list[Point]:
    """All that is to be set up, in the order in which one does it."""
    entries = CatalogEntry.objects.filter(catalog__organization=organization, closed_at=None).select_related("workflow")
    entries = list(entries)
    return [
        _contact(organization),
        _superior(organization),
        _profile(organization, entries),
        _roster(organization),
        _columns(organization),
        _catalogue(entries),
        _route(organization, entries),
    ]


def _contact(organization: OrganizationPage) -> Point:
    missing = [
        str(organization._meta.get_field(name).verbose_name) for name in CONTACT if not getattr(organization, name)
    ]
    says = _("Still missing: %(fields)s.") % {"fields": _(", ").join(missing)} if missing else _("Complete.")
    edit = reverse("wagtailadmin_pages:edit", args=[organization.pk])
    return Point(_("Contact data"), not missing, says, edit, _("Edit contact data"))


def _superior(organization: OrganizationPage) -> Point:
    superior = rights.superior_of(organization)
    if superior is None:
        return Point(_("Superior"), True, _("None: this is the topmost organization. Filings end here."))
    says = _("%(superior)s. Its supervision telephone stands on every page, and what goes up is filed with it.")
    return Point(_("Superior"), True, says % {"superior": superior.title})


def _profile(organization: OrganizationPage, entries: list[CatalogEntry]) -> Point:
    made = {body.origin_profile for body in organization.bodies.all()} | {e.origin_profile for e in entries}
    choose = reverse("disclosure_profiles:choose", args=[organization.pk])
    if made - {""}:
        return Point(_("Disclosure profile"), True, _("It is installed."), choose, _("Compare with the profile"))
    says = _("None is installed. A profile makes bodies, columns, catalogue and signing route in one step.")
    return Point(_("Disclosure profile"), False, says, choose, _("Choose a profile"))


def _roster(organization: OrganizationPage) -> Point:
    found = concerns(organization, steps=kinds_of(organization.get_workflow()) or ())
    blocking = [concern for concern in found if concern.blocks]
    says = _("Every body can do its work.") if not blocking else _("Something cannot work yet.")
    roster = reverse("disclosure_organizations:roster", args=[organization.pk])
    return Point(_("Roster"), not blocking, says, roster, _("To the roster"), tuple(found))


def _columns(organization: OrganizationPage) -> Point:
    number = len(columns_of(organization))
    says = ngettext("%(number)s column.", "%(number)s columns.", number) % {"number": number}
    explorer = reverse("wagtailadmin_explore", args=[organization.pk])
    return Point(_("Columns"), number > 0, says if number else _("There is none yet."), explorer, _("To the columns"))


def _catalogue(entries: list[CatalogEntry]) -> Point:
    number = len(entries)
    says = ngettext("%(number)s entry in use.", "%(number)s entries in use.", number) % {"number": number}
    says = says if number else _("It is empty. Nothing can be drafted without an entry.")
    return Point(_("Catalogue"), number > 0, says, reverse("disclosure_catalog:index"), _("To the catalogue"))


def _route(organization: OrganizationPage, entries: list[CatalogEntry]) -> Point:
    main = organization.get_workflow()
    if main is None:
        return Point(_("Signing route"), False, _("There is none. It comes with a profile, or from the superior."))
    broken = list(
        _broken(organization, [main, *{e.workflow_id: e.workflow for e in entries if e.workflow_id}.values()])
    )
    says = _("“%(name)s”: %(steps)s.") % {"name": main.name, "steps": " → ".join(titles_of(main))}
    return Point(_("Signing route"), not broken, " ".join([says, *broken]))


def _broken(organization: OrganizationPage, workflows: list[Workflow]) -> Iterator[str]:
    for workflow in workflows:
        try:
            route.snapshot(workflow, organization)
        except RouteBroken as refusal:
            yield str(refusal)


def tasks_of(workflow: Workflow) -> list[Task]:
    found = Task.objects.filter(workflow_tasks__workflow=workflow, active=True).order_by("workflow_tasks__sort_order")
    return [task.specific for task in found]


def kinds_of(workflow: Workflow | None) -> list[str]:
    """The kinds of body that sign a route, in its order."""
    return [task.kind for task in tasks_of(workflow) if hasattr(task, "kind")] if workflow else []


def titles_of(workflow: Workflow) -> list[str]:
    return [task.name for task in tasks_of(workflow)]


class SetupView(OrganizationView, TemplateView):
    """For those who keep the organization's roster."""

    template_name = "disclosure/desk/setup.html"
    header_icon = "cogs"
    page_title = gettext_lazy("Set-up")

    def get_page_subtitle(self):
        return self.organization.title

    def get_context_data(self, **kwargs):
        found = points(self.organization)
        done = sum(point.done for point in found)
        return super().get_context_data(points=found, done=done, **kwargs)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("disclosure/setup/<int:organization>/", SetupView.as_view(), name="disclosure_setup")]
