"""The digest of rows as they were written: the ledger holds no free text, so it holds this of every decision (I5)."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from . import canonical


def digest(*rows: models.Model) -> str:
    """SHA-256 over every column of `rows`, in this order.

    Empty columns are left out, so that a column which a later version adds changes no digest written before it.
    """
    return canonical.digest([_filled(row) for row in rows])


def _filled(row: models.Model) -> dict[str, Any]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: _plain(value) for name, value in values.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
