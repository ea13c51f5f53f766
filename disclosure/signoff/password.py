"""The password that signing asks for: once in ten minutes. The session remembers the moment of the last right one."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from ..accounts import secret
from ..core import clock

WINDOW = timedelta(minutes=10)

_RIGHT = "disclosure_password_right"


def asked(request: HttpRequest, organization) -> bool:
    """Whether this person must enter the password now to sign for `organization`, which may switch that off."""
    if not organization.sign_with_password:
        return False
    right = request.session.get(_RIGHT)
    return right is None or not timedelta(0) <= clock.now() - datetime.fromisoformat(right) < WINDOW


@sensitive_variables("password")
def check(request: HttpRequest, password: str) -> None:
    """Raises WrongPassword, TooManyTries; that it was right is remembered."""
    secret.check(request, password, at="decision")
    request.session[_RIGHT] = clock.now().isoformat()
