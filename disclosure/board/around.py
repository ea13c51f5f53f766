"""What stands around pages, kept in a process while nobody's name, roster, column or address changes.

Kept under the number of the frame (core.change) that stood before it was made. Where no number was asked for, as for
those who are signed in, it is made anew each time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Made = TypeVar("Made")

MOST = 1000  # things of one process

_number: ContextVar[int | None] = ContextVar("disclosure_frame", default=None)
_kept: dict[tuple, tuple[int, object]] = {}


@contextmanager
def under(number: int | None) -> Iterator[None]:
    """Within the block things are kept under `number`."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)


def clear() -> None:
    _kept.clear()


def kept(what: tuple, make: Callable[[], Made]) -> Made:
    """What `make` answers, or answered for `what` under the same number: nobody changes it.

    None is not kept, so that nobody fills this with addresses that do not exist.
    """
    number = _number.get()
    if number is None:
        return make()
    known = _kept.get(what)
    if known is None or known[0] != number:
        known = (number, make())
        if known[1] is not None:
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[what] = known
    return known[1]
