"""What an account's owner hears of by mail, so that a change that was not theirs does not stay unseen."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ..core import clock, outbox


def factor_switched_on(user) -> None:
    """From now on signing in asks for a code."""
    _owe(user, "factor-on", _("Your second factor was switched on"))


def factor_switched_off(user) -> None:
    """The password alone opens the account again."""
    _owe(user, "factor-off", _("Your second factor was switched off"))


def password_changed(user) -> None:
    """Whoever was signed in elsewhere is signed out."""
    _owe(user, "password", _("Your password was changed"))


def _owe(user, what: str, subject: str) -> None:
    now = clock.now()
    body = _(
        "%(what)s at %(moment)s, for the account %(account)s.\n\n"
        "If that was not you, tell the administrator of your organization at once.\n"
    )
    outbox.owe(
        key=f"account:{user.pk}:{what}:{now.isoformat()}",
        recipient=user.email,
        subject=subject,
        body=body
        % {
            "what": subject,
            "moment": formats.date_format(timezone.localtime(now), "DATETIME_FORMAT"),
            "account": user.get_username(),
        },
    )
