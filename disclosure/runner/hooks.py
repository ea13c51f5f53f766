"""The ledger in the admin, and who reads it."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from ..core.models import LedgerEntry
from .policies import LedgerPolicy
from .viewsets import LedgerViewSet

register_permission_policy(LedgerEntry, LedgerPolicy(LedgerEntry))


@hooks.register("register_admin_viewset")
def register_of_entries():
    return LedgerViewSet()
