"""What is kept of each passage of an edition through a route (DESIGN §3, §7). The steps themselves are in tasks.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..core.append_only import AppendOnly, AppendOnlyQuerySet
from ..items.models import Edition, ItemPage, Permit
from ..organizations.models import Body, Membership, OrganizationPage


class Form(models.TextChoices):
    """What a signer of a step fills in."""

    SIGNATURE = "signature", _("signature")
    REVIEW = "review", _("confidentiality review")


class Intent(models.TextChoices):
    """What a submission is for."""

    POST = "post", _("post")
    CORRECT = "correct", _("correct")


class Submission(AppendOnly):
    """送审: one passage of an edition through a route, as the route stood that day."""

    item = models.ForeignKey(
        ItemPage, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("disclosure item")
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="submissions")
    organization = models.ForeignKey(OrganizationPage, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(_("submission"), help_text="within its item")
    intent = models.CharField(_("intent"), max_length=12, choices=Intent.choices)
    workflow_state = models.PositiveBigIntegerField(help_text="of Wagtail; no foreign key, for it may be deleted there")
    route = models.JSONField(
        help_text='[{"step", "task", "kind", "form", "title", "body", "body_name", "quorum", "quorum_number"}]'
    )
    authors = models.JSONField(
        help_text="ids of those who wrote it since the edition before, and of the submitter (I2)"
    )
    author_names = models.JSONField(default=list, help_text="their names: all that is known of who signs on paper")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_name = models.CharField(max_length=80)
    submitted_as = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"))

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="disclosure_submission_number")]
        indexes = [models.Index(fields=["organization", "-submitted_at"], name="disclosure_submission_org")]

    def __str__(self):
        return f"{self.item_id}/{self.number}"


class PaperSignature(AppendOnly):
    """A member without an account signed the printed sheet, and the office registered it. It counts once a witness
    has confirmed it: then there is a Signature, too."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="papers")
    step = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(_("name"), max_length=80)
    position = models.CharField(_("position"), max_length=80, blank=True)
    role = models.CharField(max_length=10)
    digest = models.CharField(_("digest"), max_length=64)
    review = models.JSONField(default=dict, help_text='form "review": {"attribute", "ground", "result"}')
    signed_on = models.DateField(_("signed on"))
    scan_name = models.CharField(max_length=255)
    scan_type = models.CharField(max_length=100)
    scan_size = models.PositiveBigIntegerField()
    scan_sha256 = models.CharField(max_length=64, db_index=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_name = models.CharField(max_length=80)
    registered_at = models.DateTimeField(_("registered at"))

    class Meta:
        verbose_name = _("signature on paper")
        verbose_name_plural = _("signatures on paper")
        ordering = ["submission", "id"]

    def __str__(self):
        return f"{self.name} {self.signed_on}"


class PaperEndKind(models.TextChoices):
    """What became of a signature on paper."""

    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("not confirmed")
    WITHDRAWN = "withdrawn", _("taken back")


class PaperEnd(AppendOnly):
    """A registration is confirmed or declined by a witness, or taken back by the office: one of them, once."""

    paper = models.OneToOneField(PaperSignature, on_delete=models.PROTECT, related_name="end")
    kind = models.CharField(max_length=12, choices=PaperEndKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=80)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("end of a registration")
        verbose_name_plural = _("ends of registrations")

    def __str__(self):
        return f"{self.paper_id} {self.kind}"


class Signatures(models.Manager.from_queryset(AppendOnlyQuerySet)):
    """Each with the paper it stands on: who signed, and who witnessed it, is asked wherever signatures are."""

    def get_queryset(self):
        return super().get_queryset().select_related("paper__membership", "paper__end")


class Signature(AppendOnly):
    """签字: who, as which body's member, on which digest, in which submission. A return is an Outcome.

    One who has no account signed on paper (`paper`), and is counted from the moment at which a witness confirmed it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="signatures")
    step = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.OneToOneField(PaperSignature, on_delete=models.PROTECT, null=True, related_name="signature")
    name = models.CharField(_("name"), max_length=80)
    position = models.CharField(_("position"), max_length=80, blank=True)
    role = models.CharField(max_length=10)
    digest = models.CharField(_("digest"), max_length=64)
    signed_at = models.DateTimeField(_("signed at"))
    comment = models.TextField(_("comment"), blank=True)
    review = models.JSONField(default=dict, help_text='form "review": {"attribute", "ground", "result"}')

    objects = Signatures()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["submission", "step", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "user"], name="disclosure_signs_one_step"),
            models.CheckConstraint(
                condition=Q(user__isnull=True, paper__isnull=False) | Q(user__isnull=False, paper__isnull=True),
                name="disclosure_signs_by_account_or_on_paper",
            ),
        ]
        indexes = [models.Index(fields=["user", "-signed_at"], name="disclosure_signature_user")]

    def __str__(self):
        return f"{self.name} {self.signed_at:%Y-%m-%d}"


class OutcomeKind(models.TextChoices):
    """How a submission ended."""

    GRANTED = "granted", _("granted")
    RETURNED = "returned", _("returned")
    RECALLED = "recalled", _("recalled")
    VOID = "void", _("void: the draft was changed meanwhile")


class Outcome(AppendOnly):
    """The end of a submission. One without it is open."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="outcome")
    kind = models.CharField(_("outcome"), max_length=12, choices=OutcomeKind.choices)
    step = models.PositiveSmallIntegerField(null=True)
    permit = models.OneToOneField(Permit, on_delete=models.PROTECT, null=True, related_name="outcome")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=80, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("outcome of a submission")
        verbose_name_plural = _("outcomes of submissions")

    def __str__(self):
        return f"{self.submission_id} {self.kind}"
