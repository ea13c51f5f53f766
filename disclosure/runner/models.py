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
    told_at = models.DateTimeField(null=True, help_text="ledger, filing and mail are written")
    mirrored_at = models.DateTimeField(null=True, help_text="the page follows; the last thing done")
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, help_text="after a failure")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("moment")
        verbose_name_plural = _("moments")
        constraints = [models.UniqueConstraint(fields=["posting", "what"], name="disclosure_told_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(mirrored_at__isnull=True), name="disclosure_told_due")
        ]

    def __str__(self):
        return f"{self.posting_id} {self.what}"


class Heartbeat(models.Model):
    """One row (pk 1): when the runner beat last, and the lease by which only one runs."""

    beat_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    daily_on = models.DateField(null=True, help_text="the day whose daily work is done")
    trouble = models.CharField(max_length=300, blank=True, help_text="what went wrong in the last round")

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self):
        return f"{self.beat_at}"
