"""How far the search index is, for whoever looks after the installation; and making it anew without a shell."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..core import clock
from ..search import operations
from . import health

logger = logging.getLogger("disclosure.search")


def keeps(user) -> bool:
    """Superusers: what is found is of every organization."""
    return user.is_active and user.is_superuser


class IndexView(WagtailAdminTemplateMixin, TemplateView):
    """The numbers, and the button that throws all away; the runner takes it in anew."""

    page_title = gettext_lazy("Search index")
    header_icon = "search"
    template_name = "disclosure/runner/indexing.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not keeps(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Search index")}]

    def get_context_data(self, **kwargs):
        beats = health.runner(clock.now())["ok"]
        return super().get_context_data(**{**kwargs, "standing": operations.standing(), "beats": beats})

    def post(self, request: HttpRequest) -> HttpResponse:
        operations.begin_anew()
        logger.warning("the index is made anew: by user %s", request.user.pk)
        messages.success(request, _("The index is being made anew."))
        return redirect("disclosure_search:index")


class IndexMenuItem(MenuItem):
    def is_shown(self, request):
        return keeps(request.user)


urlpatterns = [path("", IndexView.as_view(), name="index")]
