"""What the parts of a profile must know of each other. Pure: takes a profile, gives what is wrong and where."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..organizations.models import SIGNING
from .reading import Place
from .schema import DEFAULT_ROUTE, Profile, RouteSpec


class Finding(NamedTuple):
    file: str
    path: Place
    reason: str


def cross_check(profile: Profile) -> Iterator[Finding]:
    """Everything that is wrong between the parts of `profile`."""
    yield from _unique("bodies.yaml", "kind", enumerate(body.kind for body in profile.bodies))
    yield from _unique("catalog.yaml", "number", enumerate(entry.number for entry in profile.entries))
    yield from _unique("route.yaml", "name", enumerate(route.name for route in profile.routes))
    yield from _columns(profile)
    yield from _entries(profile)
    yield from _routes(profile)


def _unique(file: str, key: str, values: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for position, value in values:
        if value in seen:
            reason = _("“%(value)s” is used already, by item %(number)d") % {"value": value, "number": seen[value] + 1}
            yield Finding(file, (position, key), reason)
        seen.setdefault(value, position)


def _columns(profile: Profile) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, column in enumerate(profile.columns):
        inner = [((position, "children", n, "code"), child.code) for n, child in enumerate(column.children)]
        for path, code in [((position, "code"), column.code), *inner]:
            if code in seen:
                yield Finding("columns.yaml", path, _("the code “%(code)s” is used already") % {"code": code})
            seen.add(code)


def _entries(profile: Profile) -> Iterator[Finding]:
    columns = {column.code for column in profile.columns}
    columns |= {child.code for column in profile.columns for child in column.children}
    routes = {route.name for route in profile.routes}
    for position, entry in enumerate(profile.entries):
        if entry.column not in columns:
            reason = _("there is no column “%(code)s”") % {"code": entry.column}
            yield Finding("catalog.yaml", (position, "column"), reason)
        if entry.route and entry.route not in routes:
            reason = _("there is no route “%(name)s”") % {"name": entry.route}
            yield Finding("catalog.yaml", (position, "route"), reason)


def _routes(profile: Profile) -> Iterator[Finding]:
    if profile.routes and DEFAULT_ROUTE not in {route.name for route in profile.routes}:
        yield Finding("route.yaml", (), _("one route must be named “%(name)s”") % {"name": DEFAULT_ROUTE})
    kinds = {body.kind for body in profile.bodies}
    for position, route in enumerate(profile.routes):
        yield from _steps(position, route, kinds)


def _steps(position: int, route: RouteSpec, kinds: set[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, step in enumerate(route.steps):
        path = (position, "steps", number, "body")
        if step.body not in SIGNING:
            yield Finding("route.yaml", path, _("“%(kind)s” does not sign") % {"kind": step.body})
        elif step.body not in kinds:
            yield Finding("route.yaml", path, _("there is no body “%(kind)s” in bodies.yaml") % {"kind": step.body})
        if step.body in seen:  # I2: nobody signs two steps
            yield Finding("route.yaml", path, _("“%(kind)s” has a step of this route already") % {"kind": step.body})
        seen.add(step.body)
    if route.steps[0].form != "review":  # P8.5, art 17: 先审查、后公开
        reason = _("the first step must be the confidentiality review")
        yield Finding("route.yaml", (position, "steps", 0, "form"), reason)
