"""The ledger's chains, what is owed to the outside, and the moment of next change."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import canonical, kinds
from .append_only import AppendOnly


class Origin(models.Model):
    """Remembers which profile made a row, so that an upgrade never overwrites what its owner changed (DESIGN §7)."""

    origin_profile = models.CharField(max_length=60, blank=True, editable=False)
    origin_key = models.CharField(max_length=120, blank=True, editable=False)
    origin_version = models.PositiveIntegerField(null=True, editable=False)
    origin_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Chain(models.Model):
    """One hash chain of the ledger: an organization's, or the installation's own. It knows no organization."""

    INSTALLATION = "installation"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=40, unique=True)
    head_number = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("ledger chain")
        verbose_name_plural = _("ledger chains")

    def __str__(self):
        return gettext("the installation's own") if self.name == self.INSTALLATION else self.name


class LedgerEntry(AppendOnly):
    """One decision, hashed over its content and the entry before it (I5). Ids, codes and digests, never free text."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries", verbose_name=_("chain"))
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    data = models.JSONField(_("data"), default=dict)
    previous = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="disclosure_ledger_number")]
        indexes = [
            models.Index(fields=["chain", "kind", "-number"], name="disclosure_ledger_kind"),
            models.Index(fields=["chain", "-at"], name="disclosure_ledger_at"),
            models.Index(fields=["subject"], name="disclosure_ledger_subject"),
        ]

    def __str__(self):
        return f"{self.chain_id}/{self.number} {self.kind}"

    @property
    def kind_label(self) -> str:
        """What was decided, in words."""
        return kinds.label(self.kind)

    @property
    def who(self) -> str:
        """The name of the account that decided; empty where nobody did (a moment came)."""
        return (self.actor.get_full_name() or self.actor.get_username()) if self.actor_id else ""

    @property
    def data_text(self) -> str:
        """The data as it is hashed."""
        return canonical.dumps(self.data)


class OutboxMail(models.Model):
    """A message that is owed: written in the transaction that owes it, delivered by a task until it is sent."""

    key = models.CharField(max_length=120, unique=True, help_text="names event and recipient, so that it is owed once")
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(
        null=True, help_text="since then it cannot be known whether it went, until it is sent"
    )
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["sent_at", "next_attempt_at"], name="disclosure_outbox_due")]

    def __str__(self):
        return self.subject


class Change(models.Model):
    """A number of change, which triggers raise in the transaction of what changed (core.change)."""

    scope = models.CharField(max_length=32, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("number of change")
        verbose_name_plural = _("numbers of change")

    def __str__(self):
        return f"{self.scope} {self.number}"
