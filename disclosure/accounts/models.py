"""Wrong tries, as they are counted for an account or an address. Names and addresses stand here as keyed hashes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tries(models.Model):
    """How often something was tried and was wrong, and when last; a row goes when it is forgotten."""

    key = models.CharField(max_length=64, primary_key=True)
    wrong = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()

    class Meta:
        verbose_name = _("wrong tries")
        verbose_name_plural = _("wrong tries")
        indexes = [models.Index(fields=["last"], name="disclosure_tries_last")]

    def __str__(self):
        return f"{self.key[:8]} {self.wrong}"
