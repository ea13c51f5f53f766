"""Collections: a page that shows whatever fits what was set. It is frame; what it shows stands by the one door."""

import json
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester
from wagtail.url_routing import RouteResult

from ..organizations.models import OrganizationPage
from ..organizations.pages import FramePage
from ..organizations.territory import organization_id
from . import postings
from .collection_form import CollectionForm
from .criteria import READABLE, Criteria, of_year
from .postings import State

MOST = 500  # rows of a collection that is bounded
FEEDS = ("feed", "ending")


class Period(models.TextChoices):
    """When postings went up that a collection shows."""

    ANY = "any", _("at any time")
    DAYS = "days", _("in the last days")
    YEAR = "year", _("this year")
    BETWEEN = "between", _("from one day to another")


class Order(models.TextChoices):
    """The order of a collection."""

    NEWEST = "newest", _("newest first")
    OLDEST = "oldest", _("oldest first")
    ENDING = "ending", _("first to come down first")


ORDERS = {
    Order.NEWEST: ["-begins_at", "-pk"],
    Order.OLDEST: ["begins_at", "pk"],
    Order.ENDING: [F("ends_at").asc(nulls_last=True), "pk"],  # databases differ in where they put no end
}


def _shown_for(period: Period) -> dict[str, str]:
    """What shows a panel of the form while that period is chosen (Wagtail's controller of rules)."""
    return {"data-w-rules-target": "show", "data-w-rules": json.dumps({"period": [period]})}


class CollectionPage(FramePage, Page):
    """专题: postings by saved criteria, of whatever organization, kept by administrators."""

    code = ""  # part of no index number
    page_description = _("Shows by itself what fits: by organization, column, entry, topic, state and time.")

    intro = models.CharField(_("what it shows"), max_length=200, blank=True)
    of = models.ForeignKey(
        OrganizationPage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="collections",
        verbose_name=_("of the organization"),
        help_text=_("Empty: of all."),
    )
    below = models.BooleanField(_("and of those below it"), default=True)
    column = models.CharField(_("in columns called"), max_length=255, blank=True)
    entry = models.CharField(_("of entries called"), max_length=120, blank=True)
    topic = models.CharField(_("with the topic"), max_length=100, blank=True)
    state = models.CharField(
        _("in the state"), max_length=10, choices=[(s.value, s.label) for s in READABLE], default=State.ALL
    )
    period = models.CharField(_("went up"), max_length=10, choices=Period.choices, default=Period.ANY)
    days = models.PositiveSmallIntegerField(
        _("number of days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3660)]
    )
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    order = models.CharField(_("in the order"), max_length=10, choices=Order.choices, default=Order.NEWEST)
    most = models.PositiveSmallIntegerField(
        _("no more than"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
        help_text=_("Empty: everything that fits, twenty a page."),
    )

    base_form_class = CollectionForm
    content_panels = [
        FieldPanel("title"),
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("of"), FieldPanel("below")]),
                FieldRowPanel([FieldPanel("column"), FieldPanel("entry")]),
                FieldRowPanel([FieldPanel("topic"), FieldPanel("state")]),
                FieldPanel("period"),
                FieldPanel("days", attrs=_shown_for(Period.DAYS)),
                FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")], attrs=_shown_for(Period.BETWEEN)),
            ],
            heading=_("Which notices"),
            attrs={"data-controller": "w-rules", "data-action": "change->w-rules#resolve"},
        ),
        FieldRowPanel([FieldPanel("order"), FieldPanel("most")]),
        FieldPanel(
            "slug",
            heading=_("Name in the address"),
            help_text=_(
                "Latin letters, digits and hyphens, for example “canting”. Empty: made of the title. Once it changes, "
                "the old address leads nowhere."
            ),
        ),
    ]
    promote_panels: list = []
    settings_panels: list = []
    subpage_types: list = []
    preview_modes: list = []  # its page is a list of postings; there is nothing to preview
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]

    class Meta:
        verbose_name = _("collection of notices")
        verbose_name_plural = _("collections of notices")

    def clean(self):
        super().clean()
        if self.period == Period.DAYS and not self.days:
            raise ValidationError({"days": _("Say how many days.")})
        if self.period == Period.BETWEEN and not (self.first_day or self.last_day):
            raise ValidationError({"first_day": _("Say from which day, or until which.")})
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day is before the first.")})

    def frame(self) -> dict:
        return super().frame() | {"of": self.of.code if self.of else ""}

    def in_use(self) -> bool:
        """No edition names a collection."""
        return False

    def permissions_for_user(self, user):
        """Inside an organization its roster decides; outside, the host site's groups, as for the page above."""
        outside = self.path and organization_id(user, self) is None
        return PagePermissionTester(user, self) if outside else super().permissions_for_user(user)

    def criteria(self, at: datetime) -> Criteria:
        """What is asked for at `at`: days and years go with the clock."""
        return Criteria(
            organization=self.of,
            below=self.below,
            column=self.column,
            entry=self.entry,
            topic=self.topic,
            state=self.state,
            **self._period(at),
        )

    def postings(self, at: datetime):
        """What it shows at `at`, with what a row shows, in its order."""
        found = postings.newest_first(self.criteria(at).postings(at)).order_by(*ORDERS[self.order])
        if self.most:
            found = found.filter(pk__in=list(found.values_list("pk", flat=True)[: self.most]))
        return found

    def route(self, request, path_components):
        """Its feeds hang below it."""
        if self.live and path_components in [[name] for name in FEEDS]:
            return RouteResult(self, kwargs={"feed": path_components[0]})
        return super().route(request, path_components)

    def _period(self, at: datetime) -> dict:
        today = timezone.localtime(at).date()
        if self.period == Period.DAYS:
            return {"since": _midnight(today - timedelta(days=self.days - 1))}
        if self.period == Period.YEAR:
            return of_year(today.year)
        if self.period == Period.BETWEEN:
            return {
                "since": _midnight(self.first_day) if self.first_day else None,
                "before": _midnight(self.last_day + timedelta(days=1)) if self.last_day else None,
            }
        return {}


def _midnight(day) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
