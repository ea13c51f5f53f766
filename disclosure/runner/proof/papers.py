"""Signatures on paper: each confirmed one is a signature, witnessed by another than who registered it; scans kept."""

from django.utils.translation import gettext as _

from ...files.models import KeptFile
from ...signoff import eligibility
from ...signoff.models import PaperEndKind, PaperSignature
from ...signoff.rules import Person, among, plain
from .report import Report

COPIED = ("submission_id", "step", "body_id", "name", "position", "role", "digest", "review")


def papers(report: Report) -> None:
    """Registration, scan, end and signature of each."""
    rows = PaperSignature.objects.select_related("submission__edition", "end", "signature", "membership")
    for paper in rows.order_by("pk").iterator(chunk_size=200):
        report.count(_("signatures on paper"))
        for sentence in _wrong(paper):
            report.fault(f"signature on paper {paper.pk} ({paper.name})", sentence)


def _wrong(paper: PaperSignature):
    end, signature = getattr(paper, "end", None), getattr(paper, "signature", None)
    if paper.digest != paper.submission.edition.digest:
        yield _("is on another digest than the edition submitted")
    if not KeptFile.objects.filter(sha256=paper.scan_sha256, size=paper.scan_size).exists():
        yield _("its scan is not kept")
    if (end is not None and end.kind == PaperEndKind.CONFIRMED) != (signature is not None):
        yield _("its confirmation and its signature contradict each other")
    if signature is not None and any(getattr(signature, name) != getattr(paper, name) for name in COPIED):
        yield _("its signature does not say what was registered")
    if signature is not None and end is not None:
        witness = Person(end.by_id, name=plain(end.by_name))
        if end.by_id == paper.registered_by_id or among(witness, eligibility.authors_of(paper.submission)):
            yield _("was witnessed by an author, or by who registered it")
