"""Wagtail's views that stand in the core's addresses, so that the door leads to these instead: reports that name pages
and people, whosever they are (L6, L7, L8), and lists whose words are written into their code."""

from django.utils.text import capfirst
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.models import Page, PageLogEntry, Site
from wagtail.sites.views import IndexView, SiteViewSet

from .admin_pages import explorable


class OwnPageTypes(PageTypesUsageReportView):
    """The last edited page of a type is named to those who explore it."""

    def decorate_paginated_queryset(self, page_types):
        decorated = list(super().decorate_paginated_queryset(page_types))
        named = [item.last_edited_page_id for item in decorated if item.last_edited_page_id]
        own = set(
            Page.objects.filter(pk__in=named).filter(pk__in=explorable(self.request)).values_list("pk", flat=True)
        )
        for item in decorated:
            if item.last_edited_page_id not in own:
                item.last_edited_page = None
        return decorated


class OwnAgingPages(AgingPagesView):
    """Where nobody has published a page, nobody is named; Wagtail would say “None”."""

    def add_last_publisher_name_to_page(self, username_mapping, page):
        super().add_last_publisher_name_to_page(username_mapping, page)
        page.last_published_by_user = page.last_published_by_user or "—"


class OwnSites(IndexView):
    """Its plain columns have the names of their fields."""

    columns = [
        Column(plain.name, label=capfirst(Site._meta.get_field(plain.name).verbose_name), sort_key=plain.sort_key)
        if type(plain) is Column
        else plain
        for plain in IndexView.columns
    ]


class OwnSiteViewSet(SiteViewSet):
    index_view_class = OwnSites


class WithoutEverybody:
    """Mixed in before the filter set of a report: its choices are everybody's people, routes and steps (L27)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.is_superuser:
            return
        for name in ("requested_by", "workflow", "task", "locked_by", "user"):
            self.filters.pop(name, None)


class OwnHistory(LogEntriesView):
    """What became of pages that one explores: to who adds pages at the top, Wagtail shows all that are deleted, too."""

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        if queryset.model is not PageLogEntry or self.request.user.is_superuser:
            return found
        return found.filter(page__in=explorable(self.request))


def _own(view):
    filters = type(view.filterset_class.__name__, (WithoutEverybody, view.filterset_class), {})
    return type(view.__name__, (view,), {"filterset_class": filters})


_sites = OwnSiteViewSet("wagtailsites", url_prefix="sites")
REPORTS = {
    "page_types_usage": OwnPageTypes,
    "aging_pages": OwnAgingPages,
    "workflow": _own(WorkflowView),
    "workflow_tasks": _own(WorkflowTasksView),
    "locked_pages": _own(LockedPagesView),
    "site_history": _own(OwnHistory),
}
INSTEAD = {
    f"wagtailadmin_reports:{name}{part}": require_admin_access(view.as_view(results_only=bool(part)))
    for name, view in REPORTS.items()
    for part in ("", "_results")
} | {
    "wagtailsites:index": require_admin_access(_sites.index_view),
    "wagtailsites:index_results": require_admin_access(_sites.index_results_view),
}
