"""How many wrong tries there are before a pause, and how long it is. Pure: counts and moments are handed in."""

from datetime import datetime, timedelta
from enum import StrEnum

# The pauses after as many wrong tries as allowed, after as many again, and so on; the last one stays.
PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
FORGOTTEN = timedelta(hours=24)  # without a wrong try so long, all begins anew


class Door(StrEnum):
    """What is tried, as it stands in the key of a count."""

    SIGN_IN = "sign-in"
    AGAIN = "again"  # the password, of somebody who is signed in
    CODE = "code"
    INVITATION = "invitation"
    RESET = "reset"
    ADDRESS = "address"


# An office, or a whole school, has one address; a name that is taken is no guess of a secret.
ALLOWED = {Door.SIGN_IN: 5, Door.AGAIN: 5, Door.CODE: 5, Door.INVITATION: 10, Door.RESET: 3, Door.ADDRESS: 50}


def counted(wrong: int, last: datetime, now: datetime) -> int:
    """The wrong tries that still count at `now`."""
    return 0 if now - last >= FORGOTTEN else wrong


def free_at(door: Door, wrong: int, last: datetime) -> datetime | None:
    """When the next try is taken, after `wrong` ones of which the last was at `last`; None where at once."""
    rounds, rest = divmod(wrong, ALLOWED[door])
    if rounds == 0 or rest:
        return None
    return last + PAUSES[min(rounds, len(PAUSES)) - 1]
