"""What the runner has told, and that it is alive. It decides nothing (I4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..items.models import Posting


class What(models.TextChoices):
    """Moments that are told."""

    BEGUN = "begun", _("went up")
    ENDED = "ended", _("came down")
    CLOSED = "closed", _("was closed before time")


class Told(models.Model):
    """A moment of a posting that is to be told once: ledger, filing, mail, mirror."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="told")
    what = models.CharField(max_length=8, choices=What.choices)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("moment")
        verbose_name_plural = _("moments")
        constraints = [models.UniqueConstraint(fields=["posting", "what"], name="disclosure_told_once")]
        indexes = [models.Index(fields=["told_at", "due_at"], name="disclosure_told_due")]

    def __str__(self):
        return f"{self.posting_id} {self.what}"


class Heartbeat(models.Model):
    """One row (pk 1): when the runner beat last, and the lease by which only one runs."""

    beat_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self):
        return f"{self.beat_at}"
