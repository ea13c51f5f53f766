"""The ledger and the messages that were not sent, in the admin; and who reads them."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from ..core.models import LedgerEntry, OutboxMail
from .messages import MessagePolicy, MessageViewSet
from .policies import LedgerPolicy
from .viewsets import LedgerViewSet

register_permission_policy(LedgerEntry, LedgerPolicy(LedgerEntry))
register_permission_policy(OutboxMail, MessagePolicy(OutboxMail))


@hooks.register("register_admin_viewset")
def registers():
    return [LedgerViewSet(), MessageViewSet()]
