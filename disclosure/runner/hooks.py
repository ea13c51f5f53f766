"""The ledger, the messages that were not sent and the search index, in the admin; and who reads them."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail_modeladmin.options import modeladmin_register

from ..core.models import LedgerEntry, OutboxMail
from . import indexing
from .ledger_admin import LedgerAdmin
from .messages import MessagePolicy, MessageViewSet
from .policies import LedgerPolicy

register_permission_policy(LedgerEntry, LedgerPolicy(LedgerEntry))
register_permission_policy(OutboxMail, MessagePolicy(OutboxMail))
modeladmin_register(LedgerAdmin)


@hooks.register("register_admin_viewset")
def register_of_messages():
    return MessageViewSet()


@hooks.register("register_admin_urls")
def index_url():
    return [path("disclosure/search/", include((indexing.urlpatterns, "disclosure_search")))]


@hooks.register("register_settings_menu_item")
def index_in_menu():
    address = reverse("disclosure_search:index")
    return indexing.IndexMenuItem(_("Search index"), address, name="disclosure-search", icon_name="search", order=910)
