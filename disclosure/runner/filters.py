"""How the ledger is narrowed."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ..core.kinds import KINDS
from ..core.models import Chain, LedgerEntry
from ..core.registers import DaysWidget
from .policies import organizations_read_by


def _chains(request):
    if request.user.is_superuser:
        return Chain.objects.order_by("name")
    return Chain.objects.filter(pk__in=[o.chain_id for o in organizations_read_by(request.user)]).order_by("name")


class LedgerFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KINDS.items()), empty_label=_("All"))
    who = django_filters.CharFilter(label=_("Who"), method="by_name")
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DaysWidget)
    chain = django_filters.ModelChoiceFilter(label=_("Organization"), queryset=_chains, empty_label=_("All"))

    class Meta:
        model = LedgerEntry
        fields: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if _chains(self.request).count() < 2:
            del self.filters["chain"]

    def by_name(self, queryset, name, value):
        return queryset.filter(
            Q(actor__first_name__icontains=value)
            | Q(actor__last_name__icontains=value)
            | Q(actor__username__icontains=value)
        )
