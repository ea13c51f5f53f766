"""Wagtail's views that stand in the core's addresses, so that the door leads to these instead: a report that names a
page of each type, whosever it is (L6), and lists whose words are written into their code."""

from django.utils.text import capfirst
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.aging_pages import AgingPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page, Site
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


_sites = OwnSiteViewSet("wagtailsites", url_prefix="sites")
INSTEAD = {
    "wagtailadmin_reports:aging_pages": require_admin_access(OwnAgingPages.as_view()),
    "wagtailadmin_reports:aging_pages_results": require_admin_access(OwnAgingPages.as_view(results_only=True)),
    "wagtailsites:index": require_admin_access(_sites.index_view),
    "wagtailsites:index_results": require_admin_access(_sites.index_results_view),
    "wagtailadmin_reports:page_types_usage": require_admin_access(OwnPageTypes.as_view()),
    "wagtailadmin_reports:page_types_usage_results": require_admin_access(OwnPageTypes.as_view(results_only=True)),
}
