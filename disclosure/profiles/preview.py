"""Comparing a profile with an organization, row by row."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from ..catalog.columns import columns_of
from ..catalog.models import Catalog, CatalogEntry
from ..catalog.values import of_entry
from ..core.models import Origin
from ..organizations.models import Body, OrganizationPage
from . import loader, routes, values
from .exceptions import AnotherProfileHere
from .lines import Action, Line, Part, Preview
from .schema import BodySpec, EntrySpec, Profile, StepSpec
from .values import Values


def plan(profile: Profile, organization: OrganizationPage, by=None) -> Preview:
    """What installing would make, keep and leave different, each with its reason.

    `by` decides how far up a route may hang; None is the operator. Raises AnotherProfileHere.
    """
    others = followed_by(organization) - {profile.name}
    if others:
        raise AnotherProfileHere(loader.title_of(others.pop()))
    catalog = catalog_of(organization)
    lines = [
        *_bodies(profile, organization),
        *_columns(profile, organization),
        *_steps(profile),
        *_routes(profile, organization, by),
        _catalog(profile, catalog),
        *_entries(profile, catalog),
    ]
    return Preview(profile, organization, lines)


def catalog_of(organization: OrganizationPage) -> Catalog | None:
    return Catalog.objects.filter(organization=organization).first()


def followed_by(organization: OrganizationPage) -> set[str]:
    """The names of the profiles that entries of the organization's catalogue came from: none or one."""
    entries = CatalogEntry.objects.filter(catalog__organization=organization).exclude(origin_profile="")
    return set(entries.order_by().values_list("origin_profile", flat=True).distinct())


def steps_of(profile: Profile) -> list[StepSpec]:
    """Each step that the routes use, once."""
    return list({(step.body, step.form): step for route in profile.routes for step in route.steps}.values())


def step_key(step: StepSpec) -> str:
    return f"{step.body}:{step.form}"


def parents_of(profile: Profile) -> dict[str, str]:
    """The code of the column above, by the code of each column; empty for those of the first level."""
    nested = {child.code: column.code for column in profile.columns for child in column.children}
    return {column.code: "" for column in profile.columns} | nested


def _bodies(profile: Profile, organization: OrganizationPage) -> Iterator[Line]:
    rows = {body.kind: body for body in Body.objects.of(organization)}
    for spec in profile.bodies:
        row = rows.get(spec.kind)
        line = _line(Part.BODY, str(spec.kind), spec.name, values.of_body(spec), row, values.in_body)
        yield _quoting(line, spec)


def _columns(profile: Profile, organization: OrganizationPage) -> Iterator[Line]:
    columns = columns_of(organization)
    rows = {column.code: column for column in columns}
    above = {column.path: column.code for column in columns}
    parents = parents_of(profile)

    def current(row):
        return values.in_column(row, above.get(row.path[: -row.steplen], ""))

    for column in profile.columns:
        for spec in (column, *column.children):
            wanted = values.of_column(spec, parents[spec.code])
            yield _line(Part.COLUMN, spec.code, spec.title, wanted, rows.get(spec.code), current)


def _steps(profile: Profile) -> Iterator[Line]:
    for spec in steps_of(profile):
        row = routes.step(spec)
        if row is None:
            reason = _("does not exist yet; serves all organizations")
            yield Line(Part.STEP, step_key(spec), spec.title, Action.MAKE, reason)
        else:
            reason = _("serves all organizations, named “%(name)s”") % {"name": row.name}
            yield Line(Part.STEP, step_key(spec), spec.title, Action.KEEP, reason)


def _routes(profile: Profile, organization: OrganizationPage, by) -> Iterator[Line]:
    before = profile.name in followed_by(organization)
    for spec in profile.routes:
        judgement = routes.judge(spec, organization, installed_before=before, by=by)
        yield Line(Part.ROUTE, spec.name, spec.title, judgement.action, judgement.reason)


def _catalog(profile: Profile, catalog: Catalog | None) -> Line:
    wanted = values.of_catalog(profile)
    return _line(Part.CATALOG, profile.name, profile.catalog, wanted, catalog, values.in_catalog)


def _entries(profile: Profile, catalog: Catalog | None) -> Iterator[Line]:
    rows = CatalogEntry.objects.filter(catalog=catalog).select_related("column", "workflow") if catalog else ()
    by_number = {row.number: row for row in rows}
    titles = {route.name: route.title for route in profile.routes}
    for spec in profile.entries:
        wanted = values.of_entry(spec, titles)
        row = by_number.get(spec.number)
        yield _quoting(_line(Part.ENTRY, spec.number, spec.name, wanted, row, of_entry), spec)


def _line(part: Part, key: str, title: str, wanted: Values, row: Origin | None, current) -> Line:
    if row is None:
        return Line(part, key, title, Action.MAKE, _("does not exist yet"))
    found = current(row)
    if found == wanted:
        return Line(part, key, title, Action.KEEP, _("is as the profile says"))
    changed = [_label(row, name) for name in wanted if found[name] != wanted[name]]
    words = {"why": _why(row, found), "fields": _(", ").join(changed)}
    return Line(part, key, title, Action.DIFFERS, _("%(why)s; what differs: %(fields)s") % words)


def _quoting(line: Line, spec: BodySpec | EntrySpec) -> Line:
    return replace(line, quote=spec.quote or "", plan_ref=spec.plan_ref or "")


def _why(row: Origin, found: Values) -> str:
    if not row.origin_profile:
        return _("was made here by hand")
    if values.digest(found) != row.origin_hash:
        return _("was changed here since it was installed")
    return _("was installed in version %(version)d of the profile") % {"version": row.origin_version}


def _label(row: Origin, name: str) -> str:
    names = {field.name: field.verbose_name for field in row._meta.get_fields() if hasattr(field, "verbose_name")}
    return str(names.get(name, _("column above")))
