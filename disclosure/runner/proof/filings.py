"""Filings: what the superior holds is what was posted, with the head that the subordinate's chain had (I5)."""

from django.utils.translation import gettext as _

from ...core.models import LedgerEntry
from ...filing import operations
from ...filing.models import Filing
from .report import Report


def filings(report: Report) -> None:
    """Each filing against its posting, its signatures, and the chain of who filed it."""
    rows = Filing.objects.select_related(
        "posting__index", "posting__edition", "posting__permit__outcome__submission", "organization"
    )
    for filing in rows.order_by("pk").iterator(chunk_size=200):
        report.count(_("filings"))
        for sentence in _wrong(filing):
            report.fault(f"filing {filing.pk} ({filing.index_text})", sentence)


def _wrong(filing: Filing):
    posting, edition = filing.posting, filing.posting.edition
    held = (filing.edition_id, filing.organization_id, filing.index_text, filing.title, filing.digest)
    if held != (edition.pk, posting.organization_id, posting.index.text, edition.title, edition.digest):
        yield _("is not what was posted")
    if getattr(posting.permit, "outcome", None) is None or filing.signatures != operations.signatures(posting):
        yield _("its signatures are not those of the submission")
    head = LedgerEntry.objects.filter(chain=filing.organization.chain_id, number=filing.chain_number).first()
    if head is None or head.hash != filing.chain_head:
        yield _("the head that was filed is not in the chain of who filed it: its history was cut or written anew")
