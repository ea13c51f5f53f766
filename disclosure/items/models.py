"""The item and its one door: page → edition → permit → posting (DESIGN §2)."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from ..catalog.models import CatalogEntry, ColumnPage
from ..core import change
from ..core.append_only import AppendOnly
from ..organizations.models import OrganizationPage
from .blocks import AttachmentList, ItemBody
from .page import ItemPageBehaviour
from .querysets import ClosingQuerySet, PostingQuerySet


def new_salt() -> str:
    """The item's salt: so that an erased text cannot be guessed back from its digest (DESIGN §7)."""
    return secrets.token_hex(16)


class Topic(TagBase):
    """A topic under which items are found across columns (P4.3)."""

    free_tagging = True

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class ItemTopic(ItemBase):
    tag = models.ForeignKey(Topic, related_name="items", on_delete=models.CASCADE)
    content_object = ParentalKey("disclosure.ItemPage", on_delete=models.CASCADE, related_name="tagged_items")


class ItemPage(ItemPageBehaviour, Page):
    """公开事项: the clerk's draft. The public never reads it (I1)."""

    on_the_board = False

    entry = models.ForeignKey(
        CatalogEntry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("catalogue entry"),
    )
    formed_on = models.DateField(_("date on which the matter was formed"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True, max_length=600)
    body = StreamField(ItemBody(), blank=True, verbose_name=_("content"))
    attachments = StreamField(AttachmentList(), blank=True, verbose_name=_("attachments"))
    amount = models.DecimalField(
        _("amount in yuan"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Where money is spent."),
    )
    topics = ClusterTaggableManager(through=ItemTopic, blank=True, verbose_name=_("topics"))
    wish_begins_at = models.DateTimeField(_("goes up at"), null=True, blank=True)
    wish_days = models.PositiveSmallIntegerField(_("stays up for days"), null=True, blank=True)
    wish_ends_at = models.DateTimeField(_("comes down at"), null=True, blank=True)
    change_note = models.CharField(_("what this correction changes"), max_length=300, blank=True)
    mends_form_only = models.BooleanField(_("mends only the form: the period runs on"), default=False)
    earlier_readable = models.BooleanField(_("earlier editions stay readable"), default=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    class Meta:
        verbose_name = _("disclosure item")
        verbose_name_plural = _("disclosure items")


class Audience(models.TextChoices):
    """To whom a posting is shown (I3)."""

    PUBLIC = "public", _("the public")


class Edition(AppendOnly):
    """版本: one frozen content with its files and terms, named by its digest. Numbered within its item."""

    item = models.ForeignKey(
        ItemPage, on_delete=models.PROTECT, related_name="editions", verbose_name=_("disclosure item")
    )
    organization = models.ForeignKey(OrganizationPage, on_delete=models.PROTECT, related_name="editions")
    column = models.ForeignKey(ColumnPage, on_delete=models.PROTECT, related_name="editions")
    entry = models.ForeignKey(CatalogEntry, on_delete=models.PROTECT, related_name="editions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("edition"))
    title = models.CharField(_("title"), max_length=255)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    source = models.CharField(max_length=64, help_text="hash of the content with files by primary key, for the guard")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="disclosure_edition_number")]

    def __str__(self):
        return f"{self.title} ({self.number})"

    @property
    def short_digest(self) -> str:
        """The first two groups of four, as on the signed sheet."""
        return f"{self.digest[:4]} {self.digest[4:8]}"


class EditionContent(AppendOnly):
    """The canonical content of an edition; a row of its own, which only erasure can remove (DESIGN §7)."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="stored")
    content = models.JSONField()

    class Meta:
        verbose_name = _("content of an edition")
        verbose_name_plural = _("contents of editions")

    def __str__(self):
        return f"{self.edition_id}"


class EditionTopic(models.Model):
    """A topic that an edition carries, as it was signed: under `slug` lists find it. Made of contents (topic_index)."""

    on_the_board = change.FOUND

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="topics")
    slug = models.CharField(max_length=100)
    name = models.CharField(_("topic"), max_length=100)

    class Meta:
        verbose_name = _("topic of an edition")
        verbose_name_plural = _("topics of editions")
        constraints = [models.UniqueConstraint(fields=["slug", "edition"], name="disclosure_topic_once")]

    def __str__(self):
        return self.name


class EditionFile(AppendOnly):
    """Which kept files an edition consists of, attachments and every size of every picture: the file view asks it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200, help_text="the name under which it is served")
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    attachment = models.BooleanField(help_text="an attachment; else a size of a picture")

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="disclosure_edition_file")]

    def __str__(self):
        return self.name


class IndexNumber(AppendOnly):
    """索引号: given with the first permit, never again; the public address for ever (DESIGN §2, Addresses)."""

    item = models.OneToOneField(ItemPage, on_delete=models.PROTECT, related_name="index")
    organization_code = models.CharField(max_length=8)
    column_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    text = models.CharField(_("index number"), max_length=32, unique=True)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("index number")
        verbose_name_plural = _("index numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["organization_code", "column_code", "year", "serial"], name="disclosure_index_serial"
            )
        ]

    def __str__(self):
        return self.text


class Permit(AppendOnly):
    """准予公开: this edition may be public. Granted only by the finish action of sign-off; it knows no submission."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="permits")
    granted_at = models.DateTimeField(_("granted at"))

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")

    def __str__(self):
        return f"{self.edition_id}"


class Posting(AppendOnly):
    """张贴: an edition is up from `begins_at` (included) until `ends_at` (not included), and to whom."""

    on_the_board = ('{row}."organization_id"', "'item-' || {row}.\"item_id\"")

    permit = models.OneToOneField(Permit, on_delete=models.PROTECT, related_name="posting")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="postings", verbose_name=_("edition"))
    item = models.ForeignKey(
        ItemPage, on_delete=models.PROTECT, related_name="postings", verbose_name=_("disclosure item")
    )
    index = models.ForeignKey(IndexNumber, on_delete=models.PROTECT, related_name="postings")
    organization = models.ForeignKey(OrganizationPage, on_delete=models.PROTECT, related_name="postings")
    column = models.ForeignKey(ColumnPage, on_delete=models.PROTECT, related_name="postings")
    entry = models.ForeignKey(CatalogEntry, on_delete=models.PROTECT, related_name="postings")
    begins_at = models.DateTimeField(_("goes up at"))
    ends_at = models.DateTimeField(_("comes down at"), null=True)
    earliest_end = models.DateTimeField(_("minimum period ends at"), null=True)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, default=Audience.PUBLIC)
    after_end = models.CharField(_("after the end"), max_length=8)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")
    made_at = models.DateTimeField(_("made at"))

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [
            models.Index(fields=["-begins_at", "-id"], name="disclosure_posting_begins"),
            models.Index(fields=["organization", "-begins_at"], name="disclosure_posting_org"),
            models.Index(fields=["column", "-begins_at"], name="disclosure_posting_column"),
            models.Index(fields=["item", "-begins_at"], name="disclosure_posting_item"),
            models.Index(fields=["ends_at"], name="disclosure_posting_ends"),
        ]

    def __str__(self):
        return f"{self.index_id} {self.begins_at:%Y-%m-%d}"


class ClosingKind(models.TextChoices):
    """How a posting ended before its time."""

    WITHDRAWN = "withdrawn", _("withdrawn")
    STOPPED = "stopped", _("stopped before it went up")
    REPLACED = "replaced", _("replaced")


class Closing(AppendOnly):
    """A posting's end before its time, from `at` on.

    A replacement whose successor was stopped before it began closes nothing (its row stays and counts for naught).
    """

    on_the_board = (
        '(SELECT organization_id FROM disclosure_posting p WHERE p.id = {row}."posting_id")',
        "(SELECT 'item-' || item_id FROM disclosure_posting p WHERE p.id = {row}.\"posting_id\")",
    )

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="closings")
    kind = models.CharField(_("kind"), max_length=12, choices=ClosingKind.choices)
    at = models.DateTimeField(_("at"))
    successor = models.ForeignKey(Posting, on_delete=models.PROTECT, null=True, related_name="closed")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_name = models.CharField(_("decided by"), max_length=80, blank=True)
    decided_as = models.CharField(_("as"), max_length=120, blank=True)
    explanation = models.TextField(_("public explanation"), blank=True)
    decided_at = models.DateTimeField()

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        indexes = [
            models.Index(fields=["posting", "at"], name="disclosure_closing_at"),
            models.Index(fields=["-at"], name="disclosure_closing_when"),
        ]

    def __str__(self):
        return f"{self.posting_id} {self.kind}"
