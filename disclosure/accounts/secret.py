"""The password of somebody who is signed in, asked again: to sign, or to change it. Guesses are counted by account, in
the database: a new session gives no new ones."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from ..core.exceptions import Refusal
from . import client, log, operations
from .exceptions import TooManyTries
from .rules import Door


class WrongPassword(Refusal):
    def __init__(self):
        super().__init__(_("This password is not right."))


@sensitive_variables("password")
def check(request: HttpRequest, password: str, *, at: str) -> None:
    """Whether it is the password of whoever is signed in; `at` names the form in the log.

    Raises WrongPassword, TooManyTries.
    """
    user, who = request.user, str(request.user.pk)
    where = client.address(request)
    try:
        operations.begin(Door.AGAIN, who, where)
    except TooManyTries:
        log.write("stopped", account=user.pk, request=request, at=at)
        raise
    if not user.check_password(password):
        log.write("refused", account=user.pk, request=request, at=at)
        raise WrongPassword()
    operations.right(Door.AGAIN, who, where)
