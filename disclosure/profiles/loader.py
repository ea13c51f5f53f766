"""From a folder of YAML to a `Profile`. All faults are collected, each with file, line and field, and told at once."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from .checks import cross_check
from .exceptions import Fault, ProfileError, UnknownProfile
from .reading import Document, read
from .reasons import reason_for
from .schema import BodySpec, ColumnSpec, EntrySpec, Header, Profile, RouteSpec

REGIMES = Path(__file__).parent / "regimes"
HEADER = "profile.yaml"

PARTS: dict[str, tuple[str, TypeAdapter]] = {
    HEADER: ("header", TypeAdapter(Header)),
    "bodies.yaml": ("bodies", TypeAdapter(tuple[BodySpec, ...])),
    "columns.yaml": ("columns", TypeAdapter(tuple[ColumnSpec, ...])),
    "catalog.yaml": ("entries", TypeAdapter(tuple[EntrySpec, ...])),
    "route.yaml": ("routes", TypeAdapter(tuple[RouteSpec, ...])),
}


def available(folder: Path = REGIMES) -> list[str]:
    """The names of the profiles that there are, sorted."""
    return sorted(entry.name for entry in folder.iterdir() if (entry / HEADER).is_file())


def load(name: str, folder: Path = REGIMES) -> Profile:
    """The profile `name`. Raises UnknownProfile, or ProfileError with every fault found."""
    known = available(folder)
    if name not in known:
        raise UnknownProfile(name, known)
    return read_profile(folder / name)


def title_of(name: str) -> str:
    """The title of the profile `name`; the name, where this release no longer has it."""
    return load(name).title if name in available() else name


def read_profile(folder: Path) -> Profile:
    """The profile in `folder`. Raises ProfileError with every fault found."""
    faults: list[Fault] = []
    documents: dict[str, Document] = {}
    parts: dict[str, Any] = {}
    for file, (part, adapter) in PARTS.items():
        try:
            documents[file] = read(folder / file)
            parts[part] = adapter.validate_python(documents[file].data)
        except ProfileError as error:
            faults.extend(error.faults)
        except ValidationError as error:
            faults.extend(_faults(documents[file], error))
    if faults:
        raise ProfileError(faults)
    profile = _whole(parts)
    faults = [documents[finding.file].fault(finding.path, finding.reason) for finding in cross_check(profile)]
    faults += _misnamed(folder, profile, documents[HEADER])
    if faults:
        raise ProfileError(sorted(faults, key=lambda fault: (list(PARTS).index(fault.file), fault.line)))
    return profile


def _whole(parts: dict[str, Any]) -> Profile:
    header = parts.pop("header")
    return Profile(**{name: getattr(header, name) for name in Header.model_fields}, **parts)


def _misnamed(folder: Path, profile: Profile, document: Document) -> list[Fault]:
    if profile.name == folder.name:
        return []
    return [document.fault(("name",), _("must be the name of its folder, “%(name)s”") % {"name": folder.name})]


def _faults(document: Document, error: ValidationError) -> list[Fault]:
    """The validator's findings with their lines; a rule over several fields names the one that is wrong."""
    found = []
    for detail in error.errors(include_url=False, include_input=False):
        context = detail.get("ctx", {})
        path = (*detail["loc"], context["field"]) if "field" in context else detail["loc"]
        found.append(document.fault(path, reason_for(detail["type"], context)))
    return sorted(found, key=lambda fault: fault.line)
