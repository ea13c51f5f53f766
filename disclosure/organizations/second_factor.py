"""Whose second factor is asked for, and who is held at the door until it is given."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..accounts import factor, notices
from ..core import clock, ledger, outbox
from . import rights
from .exceptions import FactorRequired, NoFactor
from .models import SIGNING, Membership
from .operations import lock

CODE = "disclosure_account:code"
SET_UP = "disclosure_account:second_factor"
# What somebody who is held reaches nevertheless.
FREE = {
    CODE,
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_sprite",
}


def required(user) -> bool:
    """Whether an organization that this person signs for asks for it."""
    signs = (m.body for m in rights.memberships(user) if m.body.kind in SIGNING)
    return any(body.organization.require_second_factor for body in signs)


def hold(request: HttpRequest, name: str) -> HttpResponse | None:
    """To the page of the code, or to setting it up, where one of them is owed; None: the door may open."""
    session = request.session
    if name in FREE:
        return None
    if session.get(factor.OWED):
        return redirect(code_address(request.get_full_path() if request.method == "GET" else ""))
    if session.get(factor.GIVEN) or not request.user.is_authenticated:
        return None
    if factor.is_on(request.user):  # switched on elsewhere since this session began
        return redirect(code_address(request.get_full_path() if request.method == "GET" else ""))
    return redirect(SET_UP) if required(request.user) and name != SET_UP else None


def code_address(goal: str) -> str:
    """The page of the code, which leads on to `goal`."""
    return f"{reverse(CODE)}?{urlencode({'next': goal})}"


def switch_off(request: HttpRequest, code: str) -> None:
    """With one more code. Raises FactorRequired, WrongCode, TooManyTries."""
    if required(request.user):
        raise FactorRequired()
    factor.confirm(request, code)
    with transaction.atomic():
        factor.switch_off(request.user, request)
        notices.factor_switched_off(request.user)
    request.session.pop(factor.GIVEN, None)


def may_reset(by, membership: Membership) -> bool:
    """Whether there is one; that of a superuser is reset by a superuser alone."""
    user = membership.user
    return user is not None and factor.is_on(user) and (by.is_superuser or not user.is_superuser)


@transaction.atomic
def reset(*, by, membership: Membership) -> None:
    """A member has lost the telephone and the recovery codes: they sign in with the password and set it up anew.

    Raises NotAdministrator, NoFactor. The member is told by mail.
    """
    organization = membership.body.organization
    lock(by, organization)
    if not may_reset(by, membership):
        raise NoFactor()
    factor.switch_off(membership.user)
    entry = ledger.record(
        organization.chain,
        "account.factor_reset",
        actor=by,
        subject=f"membership:{membership.pk}",
        data={"user": membership.user_id, "at": clock.now().isoformat()},
    )
    outbox.owe(
        key=f"factor-reset:{entry.pk}",
        recipient=membership.user.email,
        subject=_("Your second factor was reset"),
        body=_(
            "%(organization)s has reset the second factor of your account: signing in asks for the password alone "
            "until you set it up again. If you did not ask for this, change your password and tell the organization.\n"
        )
        % {"organization": organization.title},
    )
