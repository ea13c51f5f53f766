"""The list of the ledger's entries, and the page of one: modeladmin's views in the dress of Wagtail's own listings."""

from django.http import Http404
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail_modeladmin.views import IndexView, InspectView

from ..core import ledger
from ..core.registers import CappedPaginator, RegisterSheets
from ..organizations.models import OrganizationPage
from . import facts, subjects
from .filters import LedgerFilterSet


class LedgerIndexView(RegisterSheets, IndexView, BaseListingView):
    """Entries of the chains that the reader may read, latest first."""

    paginator_class = CappedPaginator
    filterset_class = LedgerFilterSet
    is_searchable = True
    ordering = None  # modeladmin's own way, by the number of a column
    export_headings = {
        "chain.name": gettext_lazy("organization"),
        "kind": gettext_lazy("kind of entry"),
        "kind_label": gettext_lazy("what"),
        "who": gettext_lazy("who"),
        "data_text": gettext_lazy("data"),
    }

    @property
    def media(self):
        """Without modeladmin's style sheet: the list wears what Wagtail's own wear."""
        return self.filters.form.media

    def get_queryset(self, request=None):
        """Narrowed by our form alone.

        Modeladmin's own takes every other parameter of the address for a lookup, ?actor__password__startswith=… too.
        """
        rows = self.apply_select_related(self.filter_queryset(self.get_base_queryset()))
        rows = self.search_handler.search_queryset(rows, self.search_query)
        return rows.order_by(*self.get_ordering(self.request, rows))

    def get_query_string(self, new_params=None, remove=None):
        """Of a heading's link: without what only asked for a part of the page."""
        return super().get_query_string(new_params, [*(remove or []), "_w_"])

    def get_paginate_by(self, queryset):
        return self.items_per_page

    def get_index_results_url(self):
        return self.url_helper.get_action_url("results")

    def get_context_data(self, **kwargs):
        """Past modeladmin's own, which counts every row there is, and then every row again."""
        context = super(IndexView, self).get_context_data(object_list=self.queryset, **kwargs)
        about = subjects.subjects(context["object_list"])
        for entry in context["object_list"]:
            entry.about = about[entry.pk]
        return context


class LedgerResultsView(LedgerIndexView):
    """The list without its page."""

    results_only = True

    def get_template_names(self):
        return ["disclosure/runner/ledger_results.html"]


class LedgerInspectView(InspectView, WagtailAdminTemplateMixin):
    """One entry with all that its hash is made of, and whether it still matches."""

    def check_action_permitted(self, user):
        """What one may not read is not there."""
        if not super().check_action_permitted(user):
            raise Http404
        return True

    def get_page_title(self):
        return self.instance.kind_label

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        entry = self.instance
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.index_url, "label": self.model_admin.get_menu_label()},
            {"url": "", "label": f"{entry.chain} {entry.number}"},
        ]

    def get_context_data(self, **kwargs):
        entry = self.instance
        return super().get_context_data(
            entry=entry,
            about=subjects.subjects([entry])[entry.pk],
            organization=OrganizationPage.objects.filter(chain=entry.chain).first(),
            whole=ledger.entry_hash(entry, str(entry.chain.key)) == entry.hash,
            facts=facts.in_words(entry.data),
            **kwargs,
        )
