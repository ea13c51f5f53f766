"""How the list of entries is narrowed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from .columns import columns_of
from .models import Attribute, CatalogEntry, ColumnPage
from .policies import kept_by


def _columns(request):
    found = [column.pk for organization in kept_by(request.user) for column in columns_of(organization)]
    return ColumnPage.objects.filter(pk__in=found).order_by("path")


def _organizations(request):
    return kept_by(request.user)


class EntryFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("in use")), ("closed", _("no longer in use"))],
        method="filter_state",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    attribute = django_filters.ChoiceFilter(
        label=_("Attribute"), choices=Attribute.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
    column = django_filters.ModelChoiceFilter(label=_("Column"), queryset=_columns, empty_label=_("All"))
    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), field_name="catalog__organization", queryset=_organizations, empty_label=_("All")
    )

    class Meta:
        model = CatalogEntry
        fields: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if kept_by(self.request.user).count() < 2:
            del self.filters["organization"]

    def filter_state(self, queryset, name, value):
        return queryset.filter(closed_at__isnull=value == "open")
