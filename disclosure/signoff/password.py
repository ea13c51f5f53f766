"""The password that signing asks for: once in ten minutes, and never guessed at leisure.

What is remembered stands in the session: the moment of the last right password, and those of recent wrong ones.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from ..core import clock

WINDOW = timedelta(minutes=10)
GUESSES = 5
PAUSE = timedelta(minutes=5)

_RIGHT = "disclosure_password_right"
_WRONG = "disclosure_password_wrong"


def asked(request: HttpRequest, organization) -> bool:
    """Whether this person must enter the password now to sign for `organization`, which may switch that off."""
    if not organization.sign_with_password:
        return False
    right = request.session.get(_RIGHT)
    return right is None or not timedelta(0) <= clock.now() - datetime.fromisoformat(right) < WINDOW


@sensitive_variables("password")
def fault(request: HttpRequest, password: str) -> str:
    """What is wrong with `password`, as a sentence; empty where it is right, which is remembered."""
    now = clock.now()
    wrong = [moment for moment in map(datetime.fromisoformat, request.session.get(_WRONG, [])) if now - moment < PAUSE]
    if len(wrong) >= GUESSES:
        again = timezone.localtime(wrong[-1] + PAUSE)
        return _("Too many wrong passwords. You can try again at %(time)s.") % {"time": f"{again:%H:%M}"}
    if request.user.check_password(password):
        request.session[_WRONG] = []
        request.session[_RIGHT] = now.isoformat()
        return ""
    request.session[_WRONG] = [moment.isoformat() for moment in [*wrong, now]]
    return _("This password is not right.")
