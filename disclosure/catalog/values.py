"""A catalogue entry as plain values: what its digest in the ledger, and a profile's comparison, are taken over."""

from typing import Any

from .models import CatalogEntry

FIELDS = (
    "number",
    "name",
    "content",
    "attribute",
    "ground",
    "department",
    "legal_basis",
    "quote",
    "minimum_days",
    "after_end",
    "retention",
    "rhythm",
)


def of_entry(entry: CatalogEntry) -> dict[str, Any]:
    """All that an entry says; column and route by what they are called, not by their rows."""
    return {field: getattr(entry, field) for field in FIELDS} | {
        "threshold": f"{entry.threshold:.2f}" if entry.threshold is not None else None,
        "required_blocks": list(entry.required_blocks),
        "column": entry.column.code,
        "workflow": entry.workflow.name if entry.workflow else "",
    }
