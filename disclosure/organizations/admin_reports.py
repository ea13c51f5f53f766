"""A report of Wagtail's that names a page of each type, whosever it is (L6): it stands in the core's addresses, so the
door leads to this one instead."""

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page

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


INSTEAD = {
    "wagtailadmin_reports:page_types_usage": require_admin_access(OwnPageTypes.as_view()),
    "wagtailadmin_reports:page_types_usage_results": require_admin_access(OwnPageTypes.as_view(results_only=True)),
}
