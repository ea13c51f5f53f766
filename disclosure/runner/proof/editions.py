"""Editions: content and columns as their digest says; kept files as their names say (I1)."""

import hashlib

from django.utils.translation import gettext as _

from ...core import canonical as json
from ...files import store
from ...files.models import KeptFile
from ...items import canonical
from ...items.models import Edition, EditionFile
from .report import Report


def editions(report: Report) -> None:
    """Content, the columns beside it, and the files it names; numbers without a gap."""
    expected: dict[int, int] = {}
    rows = Edition.objects.select_related("stored", "organization", "column", "entry").prefetch_related("files")
    for edition in rows.order_by("item", "number").iterator(chunk_size=200):
        report.count(_("editions"))
        number = expected.get(edition.item_id, 1)
        expected[edition.item_id] = edition.number + 1
        place = f"edition {edition.pk} ({edition.title[:40]})"
        if edition.number != number:
            report.fault(place, _("edition %(number)s of the item is missing") % {"number": number})
        for sentence in _wrong(edition):
            report.fault(place, sentence)


def trusted(edition: Edition) -> dict | None:
    """The content of `edition`; None where there is none, or it does not match the digest."""
    stored = getattr(edition, "stored", None)
    return stored.content if stored is not None and json.digest(stored.content) == edition.digest else None


def _wrong(edition: Edition):
    content = trusted(edition)
    if content is None:
        there = getattr(edition, "stored", None) is not None
        yield _("its content does not match its digest") if there else _("its content is missing")
        return
    named = (content["title"], content["organization"]["code"], content["column"]["code"], content["entry"]["number"])
    if named != (edition.title, edition.organization.code, edition.column.code, edition.entry.number):
        yield _("title, organization, column or entry beside the content are not those of the content")
    if _files_of(edition) != {tuple(sorted(file.items())) for file in canonical.files(content)}:
        yield _("its files are not those that its content names")


def _files_of(edition: Edition) -> set[tuple]:
    fields = ("attachment", "content_type", "name", "sha256", "size")
    return {tuple((field, getattr(file, field)) for field in fields) for file in edition.files.all()}


def files(report: Report) -> None:
    """Every kept file is there, with the bytes that its name says; and every file of an edition is kept."""
    known = set()
    for file in KeptFile.objects.order_by("pk").iterator(chunk_size=1000):
        report.count(_("kept files"))
        known.add(file.sha256)
        sentence = _wrong_file(file)
        if sentence:
            report.fault(f"kept file {file.sha256}", sentence)
    for sha256, size, name, edition in (
        EditionFile.objects.order_by("pk").values_list("sha256", "size", "name", "edition").iterator(chunk_size=1000)
    ):
        report.count(_("files of editions"))
        if sha256 not in known:
            report.fault(f"edition {edition}, {name}", _("its file %(file)s is not kept") % {"file": sha256})
        elif store.path(sha256).is_file() and store.path(sha256).stat().st_size != size:
            report.fault(f"edition {edition}, {name}", _("its file has another size than was signed"))


def _wrong_file(file: KeptFile) -> str:
    path = store.path(file.sha256)
    if not path.is_file():
        return _("is missing from the store")
    if path.stat().st_size != file.size:
        return _("has another size than was kept")
    with path.open("rb") as opened:
        whole = hashlib.file_digest(opened, "sha256").hexdigest() == file.sha256
    return "" if whole else _("its bytes are not those that were kept")
