"""What happens at the door, line by line, for whoever watches over the installation; without personal content.

    event=refused account=12 from=9f3a61c0b2d4 at=sign-in

`account` is the number of an account, "-" where there is none of that name. `from` is a keyed hash of the client's
address: it tells whether two lines came from the same place, not which place.
"""

import logging

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from . import client

logger = logging.getLogger("disclosure.signin")
LENGTH = 12


def write(event: str, *, account=None, request: HttpRequest | None = None, at: str = "") -> None:
    """One line: what happened, to the account with this number, from where; `at` says which form it was."""
    where = client.address(request)
    place = salted_hmac("disclosure.signin", where, algorithm="sha256").hexdigest()[:LENGTH] if where else "-"
    line = f"event={event} account={account or '-'} from={place}" + (f" at={at}" if at else "")
    logger.log(logging.WARNING if event in {"refused", "stopped"} else logging.INFO, line)


def number(username: str) -> int | None:
    """The number of the account that this was typed for."""
    users = get_user_model()
    return users._default_manager.filter(**{users.USERNAME_FIELD: username}).values_list("pk", flat=True).first()
