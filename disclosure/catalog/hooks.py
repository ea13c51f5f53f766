"""The catalogue's place in the admin, and who may go there."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .models import CatalogEntry
from .policies import EntryPolicy
from .viewsets import EntryViewSet

register_permission_policy(CatalogEntry, EntryPolicy(CatalogEntry))


@hooks.register("register_admin_viewset")
def catalogue():
    return EntryViewSet()
