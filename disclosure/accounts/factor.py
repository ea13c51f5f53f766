"""The second factor: one-time codes of an app (TOTP), and recovery codes for the day the telephone is lost.

django-otp keeps secrets and moments; here stands who is asked, how often one may try, and what the session remembers.
"""

import unicodedata
from base64 import b32encode
from datetime import timedelta
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string, salted_hmac

from ..core import clock
from . import client, log, notices, operations
from .exceptions import TooManyTries, WrongCode
from .rules import Door

OWED = "disclosure_code_owed"  # in the session: the password was right, the code is still to come
GIVEN = "disclosure_code_given"
DIGITS = 6
CODES = 10
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read as another
OPEN_FOR = timedelta(minutes=30)


def is_on(user) -> bool:
    """Whether this account is asked for a code."""
    return _apps_of(user).exists()


def among(users) -> set[int]:
    """Which of these accounts (their ids) are asked for a code; one query."""
    found = apps.get_model("otp_totp", "TOTPDevice").objects.filter(user__in=users, confirmed=True)
    return set(found.values_list("user_id", flat=True))


def signed_in(request: HttpRequest, user) -> bool:
    """The password was right; whether a code is owed, which the session remembers."""
    request.session.pop(GIVEN, None)
    request.session.pop(OWED, None)
    if is_on(user):
        request.session[OWED] = True
    return OWED in request.session


def offered(user):
    """The secret that waits to be confirmed; a new one where there is none of the last half hour."""
    waiting = apps.get_model("otp_totp", "TOTPDevice").objects.filter(user=user, confirmed=False)
    found = waiting.filter(created_at__gt=clock.now() - OPEN_FOR).first()
    if found is None:
        waiting.delete()
        found = waiting.model.objects.create(user=user, confirmed=False, name="app")
    return found


def address(device) -> str:
    """What the square says to an app."""
    return f"{device.config_url}&issuer={quote(settings.WAGTAIL_SITE_NAME)}"


def groups(device) -> str:
    """The secret in groups of four, to be typed."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def switch_on(request: HttpRequest, code: str) -> list[str]:
    """Confirm the secret with one code of it; the recovery codes, for the only time. Raises WrongCode, TooManyTries."""
    user = request.user
    _try(request, user, code, confirmed=False)
    with transaction.atomic():
        _apps_of(user).delete()
        apps.get_model("otp_totp", "TOTPDevice").objects.filter(user=user).update(confirmed=True)
        codes = new_codes(user)
        notices.factor_switched_on(user)
    _remember(request)
    log.write("factor-on", account=user.pk, request=request)
    return codes


def give(request: HttpRequest, user, code: str) -> None:
    """The code of somebody whose password was right, of the app or a recovery code. Raises WrongCode, TooManyTries."""
    _try(request, user, code)
    _remember(request)
    request.session.cycle_key()
    log.write("signed-in", account=user.pk, request=request, at="code")


def confirm(request: HttpRequest, code: str) -> None:
    """A code of whoever is signed in, before something is changed. Raises WrongCode, TooManyTries."""
    _try(request, request.user, code)


@transaction.atomic
def switch_off(user, request: HttpRequest | None = None) -> None:
    """Ask for codes no more; secret and recovery codes go."""
    for model in ("otp_totp.TOTPDevice", "otp_static.StaticDevice"):
        apps.get_model(model).objects.filter(user=user).delete()
    log.write("factor-off", account=user.pk, request=request)


@transaction.atomic
def new_codes(user) -> list[str]:
    """Ten recovery codes instead of those before; the database holds their keyed hashes."""
    devices = apps.get_model("otp_static", "StaticDevice").objects
    devices.filter(user=user).delete()
    device = devices.create(user=user, name="recovery")
    codes = [get_random_string(10, LETTERS) for _ in range(CODES)]
    for code in codes:
        device.token_set.create(token=_hash(code))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user) -> int:
    """How many recovery codes have not been used."""
    return apps.get_model("otp_static", "StaticToken").objects.filter(device__user=user).count()


def _apps_of(user):
    return apps.get_model("otp_totp", "TOTPDevice").objects.filter(user=user, confirmed=True)


def _remember(request: HttpRequest) -> None:
    request.session.pop(OWED, None)
    request.session[GIVEN] = True


def _try(request: HttpRequest, user, code: str, *, confirmed: bool = True) -> None:
    who, where = str(user.pk), client.address(request)
    try:
        operations.begin(Door.CODE, who, where)
    except TooManyTries:
        log.write("stopped", account=user.pk, request=request, at="code")
        raise
    if not _fits(user, _plain(code), confirmed):
        log.write("refused", account=user.pk, request=request, at="code")
        raise WrongCode()
    operations.right(Door.CODE, who, where)


def _fits(user, code: str, confirmed: bool) -> bool:
    """Under the device's lock: of two who send one code at once, the second finds it used."""
    by_app = len(code) == DIGITS and code.isdecimal()
    model = apps.get_model("otp_totp.TOTPDevice" if by_app else "otp_static.StaticDevice")
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=confirmed).first()
        if device is None:
            return False
        device.throttle_reset(commit=False)  # how often one may try is said in rules.py, for all doors alike
        return device.verify_token(code if by_app else _hash(code))


def _plain(code: str) -> str:
    """What was typed, without spaces and dashes, in plain digits and capital letters."""
    return "".join(c for c in unicodedata.normalize("NFKC", code).upper() if c.isalnum())


def _hash(code: str) -> str:
    return salted_hmac("disclosure.recovery", code, algorithm="sha256").hexdigest()[:16]
