"""The catalogue as a view set of Wagtail's: which views there are, what the list shows, what the form asks."""

from django.contrib.auth.models import Permission
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from . import views
from .filters import EntryFilterSet
from .forms import EntryForm
from .models import CatalogEntry


class EntryViewSet(ModelViewSet):
    model = CatalogEntry
    name = "disclosure_catalog"
    url_prefix = "disclosure/catalog"
    icon = "list-ul"
    menu_label = _("Catalogue")
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = views.EntryIndexView
    add_view_class = views.EntryCreateView
    edit_view_class = views.EntryEditView
    delete_view_class = views.EntryDeleteView
    filterset_class = EntryFilterSet
    search_fields = ["number", "name", "content", "department"]
    search_backend_name = None
    export_filename = "catalogue"
    list_export = [
        "catalog.organization.title",
        "number",
        "name",
        "content",
        "get_attribute_display",
        "ground",
        "column.code",
        "column.title",
        "department",
        "legal_basis",
        "threshold",
        "minimum_days",
        "get_after_end_display",
        "get_retention_display",
        "rhythm",
        "quote",
        "closed_at",
    ]
    export_headings = {
        "catalog.organization.title": _("organization"),
        "get_attribute_display": _("attribute"),
        "column.code": _("code of the column"),
        "column.title": _("column"),
        "get_after_end_display": _("after the end"),
        "get_retention_display": _("retention"),
    }
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("organization"),
                    FieldPanel("number"),
                    FieldPanel("name"),
                    FieldPanel("content"),
                    FieldPanel("column"),
                    FieldPanel("department"),
                ],
                heading=_("What is to be public, and where"),
            ),
            MultiFieldPanel(
                [FieldPanel("attribute"), FieldPanel("ground"), FieldPanel("legal_basis"), FieldPanel("quote")],
                heading=_("On what ground"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("rhythm"),
                    FieldPanel("minimum_days"),
                    FieldPanel("after_end"),
                    FieldPanel("retention"),
                ],
                heading=_("For how long"),
            ),
            MultiFieldPanel(
                [FieldPanel("required_blocks"), FieldPanel("threshold"), FieldPanel("workflow")],
                heading=_("What an item of it needs"),
            ),
        ],
        base_form_class=EntryForm,
    )

    def get_common_view_kwargs(self, **kwargs):
        """No usage and no history of Wagtail's: the ledger is the history."""
        names = {
            "history_url_name": self.UNDEFINED,
            "usage_url_name": self.UNDEFINED,
            "close_url_name": self.get_url_name("close"),
        }
        return super().get_common_view_kwargs(**{**names, **kwargs})

    def get_permissions_to_register(self):
        """None to be given away: the roster is the right."""
        return Permission.objects.none()

    def get_urlpatterns(self):
        close = self.construct_view(views.EntryCloseView)
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("delete/<int:pk>/", self.delete_view, name="delete"),
            path("close/<int:pk>/", close, name="close"),
        ]
