"""How the register of filings is narrowed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ..core.registers import DaysWidget
from ..organizations.models import OrganizationPage
from .models import Filing
from .policies import FilingPolicy

WAITING, RECEIVED = "waiting", "received"


def _organizations(request):
    filings = FilingPolicy(Filing).readable(request.user)
    return OrganizationPage.objects.filter(pk__in=filings.order_by().values("organization")).order_by("path")


class FilingFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("Receipt"),
        choices=[(WAITING, _("to be acknowledged")), (RECEIVED, _("acknowledged"))],
        method="by_state",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    organization = django_filters.ModelChoiceFilter(label=_("Filed by"), queryset=_organizations, empty_label=_("All"))
    filed_at = django_filters.DateFromToRangeFilter(label=_("Filed at"), widget=DaysWidget)

    class Meta:
        model = Filing
        fields: list = []

    def by_state(self, queryset, name, value):
        return queryset.filter(receipt__isnull=value == WAITING)
