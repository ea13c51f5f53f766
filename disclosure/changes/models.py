"""Withdrawals, and their confirmation afterwards by the leading and the supervision group."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..core.append_only import AppendOnly
from ..items.models import Closing
from ..organizations.models import Body


class Confirmation(AppendOnly):
    """A body was told of a withdrawal and confirms it; one that is missing is flagged on the desk."""

    on_the_board = True

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="confirmations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [models.UniqueConstraint(fields=["closing", "body"], name="disclosure_confirmed_once")]

    def __str__(self):
        return f"{self.closing_id}/{self.body_id}"
