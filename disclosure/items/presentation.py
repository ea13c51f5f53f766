"""What an edition looks like: canonical content turned into what `disclosure/items/edition.html` shows.

One rendering for public, signers, preview and superior (DESIGN §2). Where files lie is told by a callable, for their
addresses differ by reader; nothing else does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..catalog.models import AfterEnd, Attribute, Retention
from ..core import ends
from . import money
from .parts import present_block, whole_date

Address = Callable[[dict], str]

TYPES = {
    "application/pdf": "PDF",
    "application/ofd": "OFD",
    "text/csv": "CSV",
    "text/plain": "TXT",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/gif": "GIF",
}


@dataclass(frozen=True)
class Fact:
    """One line of the facts beside the summary."""

    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """One band of the page: its anchor, its label in the margin, the template that shows it, what it shows."""

    anchor: str
    heading: str
    template: str
    value: dict


@dataclass(frozen=True)
class Attachment:
    """A file as it stands in the list: title, kind and size in words, fingerprint in groups of four."""

    anchor: str
    title: str
    kind: str
    size: str
    fingerprint: str
    address: str
    name: str


@dataclass(frozen=True)
class Presentation:
    """All that the edition itself says; what is around it (posting, signatures, index number) others add."""

    title: str
    summary: str
    facts: list[Fact]
    terms: list[Fact]
    sections: list[Section]
    attachments: list[Attachment]
    content: dict

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Anchor and heading of each band, for the table of contents of a long page."""
        found = [("summary", _("Summary")), *((s.anchor, s.heading) for s in self.sections)]
        return [*found, ("files", _("Attachments"))] if self.attachments else found


def present(content: dict, address: Address) -> Presentation:
    """The content of an edition, ready to be shown; `address` answers where a file of it can be read."""
    return Presentation(
        title=content["title"],
        summary=content["summary"],
        facts=facts(content),
        terms=terms(content),
        sections=_sections(content["blocks"], address),
        attachments=[_attachment(n, file, address) for n, file in enumerate(content["files"], start=1)],
        content=content,
    )


def facts(content: dict) -> list[Fact]:
    """What the entry and the clerk say about the matter."""
    entry, attribute = content["entry"], Attribute(content["attribute"]).label
    found = [
        (_("Responsible department"), content["department"]),
        (_("Catalogue entry"), f"{entry['number']} {entry['name']}"),
        (_("Attribute"), f"{attribute}{_(': ') + content['ground'] if content['ground'] else ''}"),
        (_("Legal basis"), content["legal_basis"]),
        (_("Formed on"), whole_date(content["formed_on"])),
        (_("Amount"), _("%(amount)s yuan") % {"amount": money.shown(content["amount"])} if content["amount"] else ""),
        (_("Topics"), _(", ").join(content["topics"])),
    ]
    return [Fact(label, str(value)) for label, value in found if value]


def terms(content: dict) -> list[Fact]:
    """From when, until when and to whom: signed like the text (DESIGN §2)."""
    said = content["terms"]
    found = [
        (_("Goes up"), _instant(said["from"]) or _("when the last signature is given")),
        (_("Comes down"), _end(said)),
        (_("Minimum period"), _days(said["minimum_days"])),
        (_("After the end"), AfterEnd(said["after_end"]).label if said["until"] or said["days"] else ""),
        (_("Retention"), Retention(said["retention"]).label),
    ]
    return [Fact(label, str(value)) for label, value in found if value] + _correction(content.get("correction"))


def _correction(said: dict | None) -> list[Fact]:
    if not said:
        return []
    period = _("begins anew") if said["anew"] else _("runs on: only the form is mended")
    earlier = _("stay readable") if said["earlier"] == "readable" else _("are only named")
    return [
        Fact(_("What was corrected"), said["note"]),
        Fact(_("The period"), period),
        Fact(_("Earlier editions"), earlier),
    ]


def _end(said: dict) -> str:
    if said["until"]:
        return ends.in_words(datetime.fromisoformat(said["until"]), _("j M Y, H:i"))
    return _("%(period)s after it goes up") % {"period": _days(said["days"])} if said["days"] else _("stays up")


def _days(days: int | None) -> str:
    return _("%(days)d days") % {"days": days} if days else ""


def _instant(text: str | None) -> str:
    """An instant in words, in the time zone of the site."""
    return formats.date_format(timezone.localtime(datetime.fromisoformat(text)), _("j M Y, H:i")) if text else ""


def _sections(blocks: list[dict], address: Address) -> list[Section]:
    """A band each. Text that follows text without a heading of its own stays in the same band."""
    sections: list[Section] = []
    for number, block in enumerate(blocks, start=1):
        shown = present_block(block["type"], block["value"], f"part-{number}", address)
        if block["type"] == "text" and not shown.heading and sections and sections[-1].template == shown.template:
            sections[-1].value["html"].append(shown.value["html"][0])
            continue
        heading = _unlike(shown.heading or _("Body text"), [section.heading for section in sections])
        sections.append(Section(f"part-{number}", heading, shown.template, shown.value))
    return sections


def _unlike(heading: str, others: list[str]) -> str:
    """`heading`, or with a number behind it: two bands of the same name cannot be told apart by ear."""
    others, number, found = [*others, _("Summary"), _("Attachments")], 1, heading
    while found in others:
        number += 1
        found = _("%(heading)s (%(number)d)") % {"heading": heading, "number": number}
    return found


def _attachment(number: int, file: dict, address: Address) -> Attachment:
    sha = file["sha256"]
    return Attachment(
        anchor=f"file-{number}",
        title=file["title"],
        kind=TYPES.get(file["type"]) or file["name"].rsplit(".", 1)[-1].upper(),
        size=size(file["size"]),
        fingerprint=" ".join(sha[n : n + 4] for n in range(0, 64, 4)),
        address=address(file),
        name=file["name"],
    )


def size(bytes: int) -> str:
    """A number of bytes in words: 412 kB, 1.2 MB."""
    if bytes < 1000:
        return _("%(number)d bytes") % {"number": bytes}
    if bytes < 1_000_000:
        return f"{bytes / 1000:.0f} kB"
    return f"{bytes / 1_000_000:.1f} MB"
