"""The ledger as a register in the admin, only read."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn

from ..core import ledger
from ..core.models import LedgerEntry
from ..core.registers import MomentColumn, RegisterIndexView, RegisterInspectView, RegisterViewSet
from ..organizations.models import OrganizationPage
from . import facts, subjects
from .filters import LedgerFilterSet


class LedgerIndexView(RegisterIndexView):
    """Entries of the chains that the reader may read, latest first."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("actor", "chain")

    def get_table(self, object_list):
        self.about = subjects.subjects(object_list)
        return super().get_table(object_list)

    @cached_property
    def columns(self):
        return [
            TitleColumn("kind_label", label=gettext_lazy("What"), sort_key="kind", get_url=self.get_inspect_url),
            Column("about", label=gettext_lazy("About"), accessor=lambda entry: self.about[entry.pk]),
            Column("who", label=gettext_lazy("Who")),
            MomentColumn("at", label=gettext_lazy("When"), sort_key="at"),
            Column("place", label=gettext_lazy("Number in the chain"), accessor=lambda e: f"{e.chain.name} {e.number}"),
            Column("short", label=gettext_lazy("Hash"), accessor=lambda e: f"{e.hash[:4]} {e.hash[4:8]}"),
        ]


class LedgerInspectView(RegisterInspectView):
    """One entry with all that its hash is made of, and whether it still matches."""

    template_name = "disclosure/runner/entry.html"

    def detailed(self, rows):
        return rows.select_related("actor", "chain")

    def get_page_title(self):
        return self.object.kind_label

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        *before, _last = super().get_breadcrumbs_items()
        return [*before, {"url": "", "label": f"{self.object.chain.name} {self.object.number}"}]

    def get_context_data(self, **kwargs):
        entry = self.object
        return super().get_context_data(
            entry=entry,
            about=subjects.subjects([entry])[entry.pk],
            organization=OrganizationPage.objects.filter(chain=entry.chain).first(),
            whole=ledger.entry_hash(entry, str(entry.chain.key)) == entry.hash,
            facts=facts.in_words(entry.data),
            **kwargs,
        )


class LedgerViewSet(RegisterViewSet):
    model = LedgerEntry
    name = "disclosure_ledger"
    url_prefix = "disclosure/ledger"
    icon = "list-ol"
    menu_label = gettext_lazy("Ledger")
    menu_name = "disclosure-ledger"
    menu_order = 800
    index_view_class = LedgerIndexView
    inspect_view_class = LedgerInspectView
    filterset_class = LedgerFilterSet
    search_fields = ["subject", "data", "hash"]
    ordering = "-at"
    export_filename = "ledger"
    list_export = [
        "chain.name",
        "number",
        "at",
        "kind",
        "kind_label",
        "who",
        "subject",
        "data_text",
        "previous",
        "hash",
    ]
    export_headings = {
        "chain.name": gettext_lazy("organization"),
        "kind": gettext_lazy("kind of entry"),
        "kind_label": gettext_lazy("what"),
        "who": gettext_lazy("who"),
        "data_text": gettext_lazy("data"),
    }
