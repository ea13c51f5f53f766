"""Kept files: written once, named by their SHA-256. What is public is served from here, never from the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptFile(models.Model):
    """One content, kept once, however many editions need it. What no edition came to need is swept."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content_type = models.CharField(_("type"), max_length=100)
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")

    def __str__(self):
        return self.sha256


class KeptPicture(models.Model):
    """The fixed sizes, without EXIF, that were made of one original; the same original gives the same bytes again."""

    on_the_board = True

    source_sha256 = models.CharField(max_length=64, unique=True)
    sizes = models.JSONField(help_text='[{"width", "height", "sha256", "type", "size"}], smallest first')
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kept picture")
        verbose_name_plural = _("kept pictures")

    def __str__(self):
        return self.source_sha256
