"""What is looked through: the text of each edition and of each attachment that has text. Made anew at any time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..core import change
from ..items.models import Edition, Posting


class Indexed(models.Model):
    """A posting that is in the index, and the SHA-256 of the document that was put there for it."""

    on_the_board = change.FOUND

    posting = models.OneToOneField(Posting, on_delete=models.CASCADE, related_name="indexed")
    document = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("posting in the index")
        verbose_name_plural = _("postings in the index")

    def __str__(self):
        return f"{self.posting_id}"


class Text(models.Model):
    """The readable text of one edition (`sha256` empty), or of one of its attachments.

    `text` is empty where an attachment has none, or could not be read (then `fault` says why); so that it is read once.
    """

    on_the_board = change.FOUND

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="texts")
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("text that is searched")
        verbose_name_plural = _("texts that are searched")
        constraints = [models.UniqueConstraint(fields=["edition", "sha256"], name="disclosure_text_once")]

    def __str__(self):
        return f"{self.edition_id} {self.sha256[:8]}"
