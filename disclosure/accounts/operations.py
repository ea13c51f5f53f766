"""Counting tries. A try counts before it is known to be wrong, so that many at once are not more than allowed."""

from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from ..core import clock
from . import rules
from .exceptions import TooManyTries
from .models import Tries
from .rules import Door


def begin(door: Door, who: str, address: str = "") -> None:
    """Count one try at `door`: for `who` (a login name, an account, a link) and for the client's `address`, if known.

    Raises TooManyTries, which counts nothing: whoever keeps knocking does not lengthen the pause.
    """
    now = clock.now()
    with transaction.atomic():
        rows = [(row_door, _locked(key, now)) for key, row_door in sorted(_keys(door, who, address).items())]
        pauses = [rules.free_at(row_door, row.wrong, row.last) for row_door, row in rows]
        again = max((pause for pause in pauses if pause and pause > now), default=None)
        if again:
            raise TooManyTries(again)
        for _row_door, row in rows:
            row.wrong, row.last = row.wrong + 1, now
            row.save(update_fields=["wrong", "last"])


def right(door: Door, who: str, address: str = "") -> None:
    """It was right: what was counted for `who` is forgotten, and this try is taken back from the address."""
    with transaction.atomic():
        for key, row_door in sorted(_keys(door, who, address).items()):
            row = _locked(key, clock.now())
            row.wrong = max(row.wrong - 1, 0) if row_door == Door.ADDRESS else 0
            row.save(update_fields=["wrong"])


def forget_old(now: datetime) -> None:
    """Remove what counts no more."""
    Tries.objects.filter(last__lte=now - rules.FORGOTTEN).delete()


def _keys(door: Door, who: str, address: str) -> dict[str, Door]:
    """The counts that a try belongs to: the key of each row, and whose number of tries holds for it."""
    keys = {_key(door, who): door}
    return keys | {_key(Door.ADDRESS, address): Door.ADDRESS} if address else keys


def _key(door: Door, who: str) -> str:
    return salted_hmac("disclosure.tries", f"{door}:{who}", algorithm="sha256").hexdigest()


def _locked(key: str, now: datetime) -> Tries:
    """The row of a count, held until the transaction ends."""
    Tries.objects.get_or_create(key=key, defaults={"last": now})
    row = Tries.objects.select_for_update().get(key=key)
    row.wrong = rules.counted(row.wrong, row.last, now)
    return row
