"""The canonical content of a draft: a whitelist of what the public will see, with the terms (DESIGN §7, findings §5)."""

from ..core import canonical
from ..organizations import rights

FORM = 1


def content(page) -> dict:
    """Everything that is signed, as plain JSON: same from form, revision and reload."""
    organization = rights.nearest_organization(page)
    column = page.get_parent().specific
    entry = page.entry
    return {
        "form": FORM,
        "salt": page.salt,
        "title": page.title.strip(),
        "organization": {"code": organization.code, "name": organization.title},
        "column": {"code": column.code, "title": column.title},
        "entry": {"number": entry.number, "name": entry.name},
        "attribute": entry.attribute,
        "ground": entry.ground,
        "department": entry.department,
        "legal_basis": entry.legal_basis,
        "formed_on": page.formed_on.isoformat(),
        "summary": page.summary.replace("\r\n", "\n").strip(),
        "amount": str(page.amount) if page.amount is not None else None,
        "topics": sorted(topic.name for topic in page.topics.all()),
        "blocks": [],
        "files": [],
        "terms": _terms(page),
        "correction": None,
    }


def _terms(page) -> dict:
    return {
        "from": page.wish_begins_at.isoformat() if page.wish_begins_at else None,
        "until": page.wish_ends_at.isoformat() if page.wish_ends_at else None,
        "days": page.wish_days,
        "minimum_days": page.entry.minimum_days,
        "audience": "public",
        "after_end": page.entry.after_end,
        "retention": page.entry.retention,
    }


def source(page) -> str:
    """Hash of the draft's content with files by primary key: opens no file, serves the guard."""
    return canonical.digest(content(page))


def files(frozen: dict) -> list[dict]:
    """The kept files that this content names, as fields of EditionFile."""
    return []
