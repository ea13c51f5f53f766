"""The ledger and the messages that were not sent, in the admin; and who reads them."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail_modeladmin.options import modeladmin_register

from ..core.models import LedgerEntry, OutboxMail
from .ledger_admin import LedgerAdmin
from .messages import MessagePolicy, MessageViewSet
from .policies import LedgerPolicy

register_permission_policy(LedgerEntry, LedgerPolicy(LedgerEntry))
register_permission_policy(OutboxMail, MessagePolicy(OutboxMail))
modeladmin_register(LedgerAdmin)


@hooks.register("register_admin_viewset")
def register_of_messages():
    return MessageViewSet()
