"""What Django says of signing in goes into the log; whoever has a second factor owes a code from then on."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save

from . import factor, log, notices


def signed_in(sender, request, user, **kwargs):
    owed = factor.signed_in(request, user)
    log.write("password-right" if owed else "signed-in", account=user.pk, request=request)


def signed_out(sender, request, user, **kwargs):
    if user is not None:
        log.write("signed-out", account=user.pk, request=request)


def refused(sender, credentials, request=None, **kwargs):
    username = credentials.get(get_user_model().USERNAME_FIELD)
    log.write("refused", account=log.number(username) if username else None, request=request, at="sign-in")


def saved(sender, instance, created, **kwargs):
    """Django keeps the new password beside the account until it is saved; a hash made anew does not count."""
    if getattr(instance, "_password", None) is not None and not created:
        log.write("password-changed", account=instance.pk)
        notices.password_changed(instance)


def connect() -> None:
    """Called once the app is ready."""
    user_logged_in.connect(signed_in, dispatch_uid="disclosure.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="disclosure.signed_out")
    user_login_failed.connect(refused, dispatch_uid="disclosure.refused")
    post_save.connect(saved, sender=get_user_model(), dispatch_uid="disclosure.password_changed")
