"""备案: what is filed with the superior, and its receipt (P9.4, P10.1)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..core.append_only import AppendOnly
from ..items.models import Edition, Posting
from ..organizations.models import OrganizationPage
from .querysets import FilingQuerySet


class Filing(AppendOnly):
    """A frozen row in the superior's register: edition, signatures, and the head of the subordinate's chain (I5)."""

    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, related_name="filing", verbose_name=_("posting"))
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="filings")
    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.PROTECT, related_name="filings", verbose_name=_("from")
    )
    superior = models.ForeignKey(
        OrganizationPage, on_delete=models.PROTECT, related_name="filed", verbose_name=_("filed with")
    )
    index_text = models.CharField(_("index number"), max_length=32)
    title = models.CharField(_("title"), max_length=255)
    digest = models.CharField(_("digest"), max_length=64)
    signatures = models.JSONField(help_text='[{"step", "body", "name", "position", "at"}]')
    chain_number = models.PositiveIntegerField()
    chain_head = models.CharField(max_length=64)
    filed_at = models.DateTimeField(_("filed at"))

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["-id"]
        indexes = [models.Index(fields=["superior", "-filed_at"], name="disclosure_filing_superior")]

    def __str__(self):
        return self.index_text

    @property
    def received_at(self):
        """When it was acknowledged; None as long as it is not."""
        receipt = getattr(self, "receipt", None)
        return receipt and receipt.at

    @property
    def received_by(self) -> str:
        """Who acknowledged it."""
        receipt = getattr(self, "receipt", None)
        return receipt.by_name if receipt else ""


class Receipt(AppendOnly):
    """The superior's acknowledgement of a filing."""

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="receipt")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self):
        return f"{self.filing_id}"
