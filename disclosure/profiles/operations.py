"""Installing a profile: one transaction, once. What is there already is never overwritten (DESIGN §7)."""

from dataclasses import dataclass, field

from django.db import transaction
from wagtail.log_actions import LogContext
from wagtail.models import Page, Workflow

from ..catalog.columns import add_column, columns_of
from ..catalog.models import Catalog, CatalogEntry, ColumnPage
from ..core import canonical, ledger
from ..core.models import LedgerEntry
from ..organizations import rights
from ..organizations.exceptions import NotAdministrator
from ..organizations.models import Body, OrganizationPage
from . import routes, values
from .lines import Part, Preview
from .preview import catalog_of, followed_by, parents_of, plan, step_key, steps_of
from .schema import Profile, RouteSpec

INSTALLED = "profile.installed"
ROUTE_HUNG = "route.hung"


@dataclass
class Installer:
    """Makes what `preview` says will be made, and remembers the ids, part by part."""

    preview: Preview
    by: object
    ids: dict[str, list[int]] = field(default_factory=lambda: {part.value: [] for part in Part})
    hashes: dict[str, str] = field(default_factory=dict)

    def origin(self, part: Part, key: str, wanted: values.Values) -> dict:
        """Where a row comes from: the fields of `Origin`."""
        digest = values.digest(wanted)
        self.hashes[f"{part}:{key}"] = digest
        profile = self.preview.profile
        return {
            "origin_profile": profile.name,
            "origin_key": f"{part}:{key}",
            "origin_version": profile.version,
            "origin_hash": digest,
        }

    def made(self, part: Part, row) -> None:
        self.ids[part].append(row.pk)


@transaction.atomic
def install(profile: Profile, organization: OrganizationPage, by=None) -> LedgerEntry | None:
    """Install `profile` in `organization`; its entry in the ledger, or None where there was nothing to make.

    `by` is who asked for it, an administrator of the organization; None is the operator, at the command line.
    Raises NotAdministrator, AnotherProfileHere.
    """
    if by is not None and not rights.administers(by, organization):
        raise NotAdministrator()
    _one_at_a_time(organization)
    preview = plan(profile, organization, by)
    if not preview.changes_anything:
        return None
    installer = Installer(preview, by)
    _make_bodies(installer)
    with LogContext(user=by):  # the frame's own entries in the ledger name who made it
        columns = _make_columns(installer)
    workflows = _make_routes(installer)
    _make_catalog(installer, columns, workflows)
    return _record(installer)


def _one_at_a_time(organization: OrganizationPage) -> None:
    """Steps and routes serve the whole installation: two installations wait for each other.

    Its chain and those above, where a route may be hung, are held from the beginning, the nearest first, as a filing
    takes them: who held one of them and waited for what changes here would wait for ever.
    """
    ledger.lock(ledger.installation())
    for place in reversed(routes.chain_of(organization)):
        ledger.lock(place.chain)


def _make_bodies(installer: Installer) -> None:
    preview = installer.preview
    for spec in preview.profile.bodies:
        if spec.kind in preview.makes(Part.BODY):
            wanted = values.of_body(spec)
            origin = installer.origin(Part.BODY, str(spec.kind), wanted)
            row = Body(organization=preview.organization, **wanted, **origin)
            row.full_clean()
            row.save()
            installer.made(Part.BODY, row)


def _make_columns(installer: Installer) -> dict[str, ColumnPage]:
    """All columns of the organization by their codes, those that were made among them."""
    preview = installer.preview
    organization = OrganizationPage.objects.get(pk=preview.organization.pk)
    columns = {column.code: column for column in columns_of(organization)}
    parents = parents_of(preview.profile)
    for top in preview.profile.columns:
        for spec in (top, *top.children):
            if spec.code not in preview.makes(Part.COLUMN):
                continue
            above = parents[spec.code]
            parent = _parent(organization, columns.get(above))
            origin = installer.origin(Part.COLUMN, spec.code, values.of_column(spec, above))
            said = {"code": spec.code, "title": spec.title, "description": spec.description}
            columns[spec.code] = add_column(parent, owner=installer.by, **said, **origin)
            installer.made(Part.COLUMN, columns[spec.code])
    return columns


def _parent(organization: OrganizationPage, above: ColumnPage | None) -> Page:
    """The column above; the organization where there is none, or where it would make a third level (P6.3)."""
    return above if above and above.depth == organization.depth + 1 else organization


def _make_routes(installer: Installer) -> dict[str, Workflow]:
    """The workflows that serve as the profile's routes, by name."""
    preview = installer.preview
    for spec in steps_of(preview.profile):
        if step_key(spec) in preview.makes(Part.STEP):
            origin = installer.origin(Part.STEP, step_key(spec), values.of_step(spec))
            installer.made(Part.STEP, routes.make_step(spec, **origin))
    before = preview.profile.name in followed_by(preview.organization)
    found = {}
    for route in preview.profile.routes:
        judged = routes.judge(route, preview.organization, installed_before=before, by=installer.by)
        found[route.name] = judged.workflow or _make_route(installer, route, judged.place)
    return found


def _make_route(installer: Installer, spec: RouteSpec, place: OrganizationPage | None) -> Workflow:
    workflow = routes.make_route(spec, place)
    installer.made(Part.ROUTE, workflow)
    if place is not None:
        data = {"workflow": workflow.pk, "profile": installer.preview.profile.name}
        ledger.record(place.chain, ROUTE_HUNG, actor=installer.by, subject=f"organization:{place.pk}", data=data)
    return workflow


def _make_catalog(installer: Installer, columns: dict[str, ColumnPage], workflows: dict[str, Workflow]) -> None:
    preview = installer.preview
    profile = preview.profile
    catalog = catalog_of(preview.organization)
    if catalog is None:
        wanted = values.of_catalog(profile)
        origin = installer.origin(Part.CATALOG, profile.name, wanted)
        catalog = Catalog.objects.create(organization=preview.organization, **wanted, **origin)
        installer.made(Part.CATALOG, catalog)
    makes = preview.makes(Part.ENTRY)
    titles = {route.name: route.title for route in profile.routes}
    rows = []
    for spec in profile.entries:
        if spec.number in makes:
            wanted = values.of_entry(spec, titles)
            origin = installer.origin(Part.ENTRY, spec.number, wanted)
            linked = {"column": columns[spec.column], "workflow": workflows[spec.route] if spec.route else None}
            rows.append(CatalogEntry(catalog=catalog, **{**wanted, **linked}, **origin))
            rows[-1].clean_fields()
    for row in CatalogEntry.objects.bulk_create(rows):
        installer.made(Part.ENTRY, row)


def _record(installer: Installer) -> LedgerEntry:
    preview = installer.preview
    profile = preview.profile
    data = {
        "profile": profile.name,
        "version": profile.version,
        "digest": canonical.digest(profile.model_dump(mode="json")),
        "values": canonical.digest(installer.hashes),
        **installer.ids,
    }
    subject = f"organization:{preview.organization.pk}"
    return ledger.record(preview.organization.chain, INSTALLED, actor=installer.by, subject=subject, data=data)
