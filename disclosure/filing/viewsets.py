"""The register of filings as a view set of Wagtail's."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..core.registers import RegisterViewSet
from . import views
from .filters import FilingFilterSet
from .models import Filing


class FilingViewSet(RegisterViewSet):
    model = Filing
    name = "disclosure_filing"
    url_prefix = "disclosure/filings"
    icon = "folder-inverse"
    menu_label = _("Filings")
    menu_name = "disclosure-filings"
    menu_order = 250
    index_view_class = views.FilingIndexView
    inspect_view_class = views.FilingInspectView
    filterset_class = FilingFilterSet
    search_fields = ["title", "index_text"]
    ordering = "-filed_at"
    export_filename = "filings"
    list_export = [
        "index_text",
        "title",
        "organization.title",
        "posting.column.title",
        "filed_at",
        "received_at",
        "received_by",
        "digest",
        "chain_number",
        "chain_head",
    ]
    export_headings = {
        "organization.title": _("filed by"),
        "posting.column.title": _("column"),
        "received_at": _("acknowledged at"),
        "received_by": _("acknowledged by"),
        "chain_number": _("entry in the ledger"),
        "chain_head": _("head of the ledger"),
    }

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"acknowledge_url_name": self.get_url_name("acknowledge"), **kwargs})

    def get_urlpatterns(self):
        acknowledge = self.construct_view(views.AcknowledgeView)
        return [*super().get_urlpatterns(), path("acknowledge/", acknowledge, name="acknowledge")]
