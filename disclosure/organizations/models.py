"""Organizations, their bodies and rosters. A membership is the right to do that body's work (DESIGN §7)."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Collection, Page

from ..core.models import Chain, Origin
from . import dress, rules
from .page_form import OrganizationPageForm
from .pages import FramePage
from .querysets import BodyQuerySet, MembershipQuerySet

organization_code = RegexValidator(
    r"^[A-Z][A-Z0-9]{1,7}$", _("Two to eight capital letters and digits, a letter first.")
)


class OrganizationPage(FramePage, Page):
    """单位: nests, superior above subordinate (P8.1). Its frame is public unsigned, and kept in the ledger."""

    code = models.CharField(
        _("code"),
        max_length=8,
        unique=True,
        validators=[organization_code],
        help_text=_("Part of every index number, for example QL07. Fixed once it is used."),
    )
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    office_name = models.CharField(_("office in charge"), max_length=80, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    supervision_telephone = models.CharField(
        _("supervision telephone"), max_length=40, help_text=_("Shown on every page of the organization.")
    )
    opening_hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail of the office"), blank=True)
    sign_with_password = models.BooleanField(
        _("signing asks for the password"), default=True, help_text=_("Again after ten minutes.")
    )
    require_second_factor = models.BooleanField(
        _("who signs needs a second factor"),
        default=False,
        help_text=_("A one-time code besides the password. Whoever has none is led to set it up first."),
    )
    emblem = models.ForeignKey(
        "disclosure.KeptPicture",
        on_delete=models.SET_NULL,  # old revisions of the page may name one that was swept
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("emblem"),
    )
    link_colour = models.CharField(
        _("colour of links"),
        max_length=7,
        blank=True,
        validators=[dress.link_colour],
        help_text=_("For example #1f3a5c. It must be read well on paper; red means a signature and is not taken."),
    )
    site_code = models.CharField(
        _("identification code of the site"), max_length=10, blank=True, validators=[dress.site_code]
    )
    icp_number = models.CharField(_("ICP number"), max_length=30, blank=True, validators=[dress.icp_number])
    police_number = models.CharField(
        _("number with the police"), max_length=30, blank=True, validators=[dress.police_number]
    )
    faults_address = models.URLField(
        _("address for faults of the site"),
        blank=True,
        help_text=_("Where faults of a government site are reported (“我为政府网站找错”)."),
    )
    chain = models.OneToOneField(Chain, on_delete=models.PROTECT, editable=False, related_name="+")
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, editable=False, related_name="organization"
    )  # images and documents of its office; flat, for rights to a collection are inherited downward

    content_panels = [
        FieldPanel("title"),
        FieldPanel("code"),
        MultiFieldPanel(
            [
                FieldPanel("supervision_telephone"),
                FieldPanel("telephone"),
                FieldPanel("office_name"),
                FieldPanel("address"),
                FieldPanel("opening_hours"),
                FieldPanel("email"),
            ],
            heading=_("Contact data"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("short_name"),
                FieldPanel("emblem_file"),
                FieldPanel("without_emblem"),
                FieldPanel("link_colour"),
                FieldPanel("site_code"),
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("faults_address"),
            ],
            heading=_("Head and foot of the pages"),
            help_text=_("What is left empty here is that of the superior organization."),
        ),
        FieldPanel("sign_with_password"),
        FieldPanel("require_second_factor"),
    ]
    base_form_class = OrganizationPageForm
    promote_panels: list = []
    settings_panels: list = []
    subpage_types = ["disclosure.OrganizationPage", "disclosure.ColumnPage", "disclosure.CollectionPage"]
    preview_modes: list = []  # its page is made of postings and rosters; there is nothing to preview
    is_creatable = False  # it is opened by an operation, with its first administrator
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def save(self, *args, **kwargs):
        if self.chain_id is None:
            self.chain = Chain.objects.create(name=self.code)
        if self.collection_id is None:
            self.collection = Collection.get_first_root_node().add_child(name=f"{self.code} {self.title}"[:255])
        super().save(*args, **kwargs)

    def frame(self) -> dict:
        return {**super().frame(), "emblem": self.emblem.source_sha256 if self.emblem else ""}


class BodyKind(models.TextChoices):
    """The bodies of the plans (P1.15, P3.1, P6.1, P10)."""

    OFFICE = "office", _("office")
    REVIEWERS = "reviewers", _("confidentiality reviewers")
    LEADING = "leading", _("leading group")
    SUPERVISION = "supervision", _("supervision group")
    PRINCIPAL = "principal", _("principal")
    ADMINISTRATORS = "administrators", _("administrators")


GROUPS = frozenset({BodyKind.LEADING, BodyKind.SUPERVISION})
SIGNING = frozenset({BodyKind.REVIEWERS, BodyKind.LEADING, BodyKind.SUPERVISION, BodyKind.PRINCIPAL})


class QuorumRule(models.TextChoices):
    """How many of a body must sign."""

    ONE = "one", _("one member")
    NUMBER = "number", _("a number of members")
    MAJORITY = "majority", _("more than half")
    ALL = "all", _("all members")
    HEAD_PLUS = "head_plus", _("the head and a number of others")


class Body(Origin):
    """A group of an organization with written duties and a quorum."""

    on_the_board = True

    organization = models.ForeignKey(
        OrganizationPage, on_delete=models.PROTECT, related_name="bodies", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices)
    name = models.CharField(_("name"), max_length=80)
    duties = models.TextField(_("duties"), blank=True)
    quorum = models.CharField(_("quorum"), max_length=20, choices=QuorumRule.choices, default=QuorumRule.ONE)
    quorum_number = models.PositiveSmallIntegerField(_("number for the quorum"), default=1)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["organization", "pk"]
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="disclosure_one_body_per_kind")]

    def __str__(self):
        return self.name


class Role(models.TextChoices):
    """Place within a body."""

    HEAD = "head", _("head")
    DEPUTY = "deputy", _("deputy head")
    MEMBER = "member", _("member")


def role_words(kind: str, role: str) -> str:
    """A group has a 组长; an office, or one person, has somebody in charge."""
    in_charge = {} if kind in GROUPS else {Role.HEAD: _("in charge"), Role.DEPUTY: _("deputy in charge")}
    return str(in_charge.get(role, Role(role).label))


class Membership(models.Model):
    """Who belongs to a body, from when until when. With an account, it is the right itself (I2, DESIGN §7).

    A membership that ended stays, for the public list of former members; `until` is the first moment without it.
    """

    on_the_board = True

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("body"))
    name = models.CharField(_("name"), max_length=40)
    position = models.CharField(
        _("position"), max_length=60, blank=True, help_text=_("For example: chair of the union.")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="disclosure_memberships",
        verbose_name=_("account"),
    )
    photograph = models.ForeignKey(
        "disclosure.KeptPicture", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    absent_since = models.DateTimeField(_("away since"), null=True, blank=True)
    absent_until = models.DateTimeField(_("away until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["body", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="disclosure_membership_term"
            ),
            models.CheckConstraint(
                condition=Q(absent_since__isnull=True, absent_until__isnull=True)
                | Q(absent_until__gt=F("absent_since")),
                name="disclosure_membership_absence",
            ),
        ]
        indexes = [models.Index(fields=["user", "since", "until"], name="disclosure_membership_user")]

    def __str__(self):
        return self.name

    def is_absent(self, at) -> bool:
        """Whether this member is away at `at`: they do not sign, and their body does not wait for them."""
        return self.absent_since is not None and self.absent_since <= at < self.absent_until

    @property
    def role_label(self) -> str:
        return role_words(self.body.kind, self.role)

    @property
    def absent_last_day(self):
        """The last day on which this member is away."""
        return rules.last_day(self.absent_until, timezone.get_current_timezone())

    @property
    def last_day(self):
        """The last day on which the term runs; None where no end is set."""
        return rules.last_day(self.until, timezone.get_current_timezone()) if self.until else None


class Invitation(models.Model):
    """A link, once, for seven days: a new person sets a password by it; an owner of an account joins by it."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return f"{self.membership_id}"
