"""What is installed, as plain values: of a part of a profile, and of the row that stands for it.

The same keys in both, so that two digests tell whether a row is still what was installed.
"""

from typing import Any

from ..catalog.models import Catalog, ColumnPage
from ..core import canonical
from ..organizations.models import Body
from ..signoff.tasks import SignatureStep
from .schema import BodySpec, EntrySpec, Profile, StepSpec, SubColumn

Values = dict[str, Any]

BODY_FIELDS = ("kind", "name", "duties", "quorum", "quorum_number")


def digest(values: Values) -> str:
    return canonical.digest(values)


def of_body(spec: BodySpec) -> Values:
    return {
        "kind": str(spec.kind),
        "name": spec.name,
        "duties": spec.duties,
        "quorum": str(spec.quorum.rule),
        "quorum_number": spec.quorum.number or 1,
    }


def in_body(row: Body) -> Values:
    return {field: getattr(row, field) for field in BODY_FIELDS}


def of_column(spec: SubColumn, parent: str) -> Values:
    return {"code": spec.code, "title": spec.title, "description": spec.description, "parent": parent}


def in_column(row: ColumnPage, parent: str) -> Values:
    return {"code": row.code, "title": row.title, "description": row.description, "parent": parent}


def of_step(spec: StepSpec) -> Values:
    return {"name": spec.title, "kind": str(spec.body), "form": spec.form}


def in_step(row: SignatureStep) -> Values:
    return {"name": row.name, "kind": row.kind, "form": row.form}


def of_catalog(profile: Profile) -> Values:
    return {"title": profile.catalog}


def in_catalog(row: Catalog) -> Values:
    return {"title": row.title}


def of_entry(spec: EntrySpec, routes: dict[str, str]) -> Values:
    """`routes`: the titles of the profile's routes by their names."""
    return {
        "number": spec.number,
        "name": spec.name,
        "content": spec.content,
        "attribute": str(spec.attribute),
        "ground": spec.ground or "",
        "department": spec.department,
        "legal_basis": spec.legal_basis or "",
        "quote": spec.quote,
        "minimum_days": spec.minimum.days if spec.minimum else 0,
        "after_end": str(spec.after_end),
        "retention": str(spec.retention),
        "rhythm": spec.rhythm or "",
        "threshold": f"{spec.threshold.amount:.2f}" if spec.threshold else None,
        "required_blocks": [str(block) for block in spec.required_blocks],
        "column": spec.column,
        "workflow": routes[spec.route] if spec.route else "",
    }
