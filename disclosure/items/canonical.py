"""The canonical content of a draft: all that the public will see, with the terms (DESIGN §7, findings §5).

A whitelist, the same from form, revision and reload. `content` is what is signed, with files by their SHA-256;
`source` is a hash of the draft's own part with files by number, which opens no file and serves the guard.
"""

from datetime import UTC

from ..catalog.models import CatalogEntry
from ..core import canonical
from ..organizations import rights
from .attached import ByNumber, Kept
from .streams import stored
from .values import value

FORM = 1


def content(page, attached=None) -> dict:
    """Everything that is signed, as plain JSON. Its files are kept from now on. Raises FileRefused, FileGone.

    A draft that is not ready has content, too: a preview shows what there is (`checks` say what is missing).
    """
    organization = rights.nearest_organization(page)
    column = page.get_parent().specific
    entry = page.entry or CatalogEntry()
    return {
        "form": FORM,
        "organization": {"code": organization.code, "name": organization.title},
        "column": {"code": column.code, "title": column.title},
        "entry": {"number": entry.number, "name": entry.name},
        "attribute": entry.attribute,
        "ground": entry.ground,
        "department": entry.department,
        "legal_basis": entry.legal_basis,
        **_own(page, attached or Kept.of(page)),
        "terms": _wish(page)
        | {
            "minimum_days": entry.minimum_days,
            "audience": "public",
            "after_end": entry.after_end,
            "retention": entry.retention,
        },
        "correction": _correction(page),
    }


def source(page) -> str:
    """A hash of what the draft itself says; names of its organization, column and entry may change without it."""
    own = _own(page, ByNumber()) | {"entry": page.entry_id, "terms": _wish(page), "correction": _words_of_change(page)}
    return canonical.digest(own)


def files(frozen: dict) -> list[dict]:
    """The kept files that this content names, as fields of EditionFile."""
    sizes = [
        size
        for block in frozen["blocks"]
        if block["type"] == "pictures"
        for picture in block["value"]["pictures"]
        for size in picture["sizes"]
    ]
    return [
        {
            "sha256": file["sha256"],
            "name": file["name"],
            "content_type": file["type"],
            "size": file["size"],
            "attachment": "width" not in file,
        }
        for file in [*frozen["files"], *sizes]
    ]


def _own(page, attached) -> dict:
    """What the clerk typed; `attached` answers what stands for a document or an image."""
    return {
        "salt": page.salt,
        "title": line(page.title),
        "formed_on": page.formed_on.isoformat() if page.formed_on else "",
        "summary": "\n".join(line(part) for part in page.summary.splitlines()).strip(),
        "amount": f"{page.amount:.2f}" if page.amount is not None else None,
        "topics": sorted({topic.name for topic in page.topics.all()}),
        "blocks": [_block(block, attached) for block in stored(page.body)],
        "files": attached.files([block["value"] for block in stored(page.attachments)]),
    }


def _block(block: dict, attached) -> dict:
    content = value(block["type"], block["value"]).content
    if block["type"] == "pictures":
        pictures = (attached.picture(picture) for picture in content["pictures"])
        content = content | {"pictures": [picture for picture in pictures if picture]}
    return {"type": block["type"], "value": content}


def _wish(page) -> dict:
    return {
        "from": _instant(page.wish_begins_at),
        "until": _instant(page.wish_ends_at),
        "days": page.wish_days,
    }


def _instant(moment) -> str | None:
    """An instant in UTC: a form gives it in the zone of the site, the database in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _correction(page) -> dict | None:
    """What a correction says of itself; nothing for an item that was never posted (DESIGN §7)."""
    return _words_of_change(page) if page.pk and page.postings.exists() else None


def _words_of_change(page) -> dict:
    return {
        "note": line(page.change_note),
        "anew": not page.mends_form_only,
        "earlier": "readable" if page.earlier_readable else "named",
    }


def line(text: str) -> str:
    """A text of one line, its spaces as readers see them."""
    return " ".join(text.split())
