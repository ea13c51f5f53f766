"""What happens to accounts elsewhere, and belongs into the ledgers of their organizations."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_save
from wagtail.log_actions import get_active_log_context

from ..core import clock, ledger
from .models import Membership


def password_set(sender, instance, created, **kwargs):
    """A password that somebody else sets opens the account to them: each organization it acts for can see that.

    Of a reset by mail nobody is known to have asked for it; a change by the one who is signed in is their own affair.
    Django keeps the new password beside the account until it is saved; a hash made anew does not count.
    """
    by = get_active_log_context().user
    if created or getattr(instance, "_password", None) is None or by == instance:
        return
    serving = Membership.objects.active(clock.now()).filter(user=instance).select_related("body__organization")
    with transaction.atomic():
        for membership in serving.order_by("body__organization__path", "pk"):
            ledger.record(
                membership.body.organization.chain,
                "account.password_set",
                actor=by,
                subject=f"membership:{membership.pk}",
                data={"user": instance.pk},
            )


def connect() -> None:
    """Called once the app is ready."""
    post_save.connect(password_set, sender=get_user_model(), dispatch_uid="disclosure.password_set")
