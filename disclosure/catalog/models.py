"""The catalogue: what is to be public, where, on what ground, for how long (P1.3, P8.2; art 12)."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, Workflow

from ..core.models import Origin
from ..organizations.models import OrganizationPage
from ..organizations.page_form import PageForm
from ..organizations.pages import FramePage

column_code = RegexValidator(r"^[A-Z][A-Z0-9]{0,5}$", _("One to six capital letters and digits, a letter first."))


class ColumnType(models.TextChoices):
    """What kind of column it is, in the words of the national norm (国办发〔2017〕47号)."""

    START = "首页", _("start of the site")
    OVERVIEW = "概况信息", _("about the place")
    DUTIES = "机构职能", _("bodies and their duties")
    LEADERS = "负责人信息", _("those in charge")
    NEWS = "工作动态", _("news of the work")
    POLICY = "政策文件", _("policy documents")
    GUIDE = "信息公开指南", _("guide to disclosure")
    DIRECTORY = "信息公开目录", _("directory of disclosure")
    ANNUAL_REPORT = "信息公开年报", _("annual report of disclosure")
    ON_REQUEST = "依申请公开", _("disclosure on request")
    DATA = "数据发布", _("published data")
    OPEN_DATA = "数据开放", _("open data")
    EXPLANATION = "政策解读", _("policy explained")
    RESPONSE = "回应关切", _("answers to concerns")
    SERVICES = "办事服务", _("services")
    COMPLAINTS = "咨询投诉", _("questions and complaints")
    CONSULTATION = "征集调查", _("consultations and surveys")
    INTERVIEW = "在线访谈", _("interviews online")


class ColumnPage(FramePage, Origin, Page):
    """公开栏目: one or two levels below its organization (P6.3). Its code is part of index numbers."""

    page_description = _("A place for items, of one or two levels; its code is part of index numbers.")

    code = models.CharField(
        _("code"),
        max_length=6,
        validators=[column_code],
        help_text=_("Part of every index number, for example SF. Fixed once it is used."),
    )
    description = models.CharField(_("what it holds, and how often"), max_length=200, blank=True)
    column_type = models.CharField(
        _("type of the column"),
        max_length=8,
        choices=ColumnType.choices,
        blank=True,
        help_text=_("Told to machines, as the norm of government sites asks. Empty: that of the column above."),
    )

    content_panels = [
        FieldPanel("title"),
        FieldPanel("code"),
        FieldPanel("description"),
        FieldPanel("column_type"),
    ]
    base_form_class = PageForm
    promote_panels: list = []
    settings_panels: list = []
    parent_page_types = ["disclosure.OrganizationPage", "disclosure.ColumnPage"]
    subpage_types = ["disclosure.ColumnPage", "disclosure.ItemPage"]
    preview_modes: list = []  # its page is a list of postings; there is nothing to preview
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")


class Attribute(models.TextChoices):
    """公开属性 (art 13, P4.12, P8.2)."""

    PROACTIVE = "proactive", _("proactive disclosure")
    ON_REQUEST = "on_request", _("on request")
    EXEMPT = "exempt", _("exempt")


class AfterEnd(models.TextChoices):
    """What becomes of a posting whose period is over."""

    KEEP = "keep", _("kept among past postings")
    REMOVE = "remove", _("removed from view")


class Retention(models.TextChoices):
    """Retention by DA/T 22-2015."""

    PERMANENT = "permanent", _("permanent")
    YEARS_30 = "30y", _("30 years")
    YEARS_10 = "10y", _("10 years")


class Catalog(Origin):
    """The catalogue of an organization."""

    on_the_board = True

    organization = models.OneToOneField(
        OrganizationPage, on_delete=models.PROTECT, related_name="catalog", verbose_name=_("organization")
    )
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def __str__(self):
        return self.title


class CatalogEntry(Origin):
    """One line of the catalogue. Closed, not deleted, once something was drafted under it."""

    on_the_board = True

    catalog = models.ForeignKey(Catalog, on_delete=models.PROTECT, related_name="entries", verbose_name=_("catalogue"))
    column = models.ForeignKey(ColumnPage, on_delete=models.PROTECT, related_name="entries", verbose_name=_("column"))
    number = models.CharField(_("number"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    content = models.TextField(_("content"), blank=True)
    attribute = models.CharField(_("attribute"), max_length=12, choices=Attribute.choices, default=Attribute.PROACTIVE)
    ground = models.CharField(_("ground where it is not proactive"), max_length=200, blank=True)
    department = models.CharField(_("responsible department"), max_length=80, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    quote = models.TextField(_("sentence of the plan"), blank=True)
    workflow = models.ForeignKey(
        Workflow,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signing route, if it differs"),
    )
    threshold = models.DecimalField(
        _("threshold in yuan"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("From this amount on the record of the meeting is required (P10.7)."),
    )
    minimum_days = models.PositiveSmallIntegerField(
        _("minimum period in days"), default=0, help_text=_("The day on which it goes up is not counted.")
    )
    after_end = models.CharField(_("after the end"), max_length=8, choices=AfterEnd.choices, default=AfterEnd.KEEP)
    retention = models.CharField(_("retention"), max_length=10, choices=Retention.choices, default=Retention.YEARS_10)
    required_blocks = models.JSONField(_("parts that an item must have"), default=list, blank=True)
    rhythm = models.CharField(_("how often"), max_length=80, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        ordering = ["catalog", "pk"]
        constraints = [models.UniqueConstraint(fields=["catalog", "number"], name="disclosure_entry_number")]
        indexes = [models.Index(fields=["catalog", "attribute", "closed_at"], name="disclosure_entry_list")]

    def __str__(self):
        return f"{self.number} {self.name}"
