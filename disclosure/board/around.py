"""What stands around pages, kept in a process while nobody's name, roster, column or address changes.

Kept under the number of the frame (core.change) that stood before it was made. Where no number was asked for, as for
those who are signed in, it is made anew each time.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")

_number: ContextVar[int | None] = ContextVar("disclosure_frame", default=None)


@contextmanager
def under(number: int | None) -> Iterator[None]:
    """Within the block things are kept under `number`."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)


class Shelf:
    """`most` things of one process, each right under the number with which it was made; nobody changes them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: dict[Hashable, tuple[int, object]] = {}
        _shelves.append(self)

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._kept)

    def clear(self) -> None:
        self._kept.clear()

    def each(self, keys: Iterable[Key], make: Callable[[list[Key]], dict[Key, Made]]) -> dict[Key, Made]:
        """What `make` answers for `keys`, or answered before; it is asked for what is missing alone.

        None is not kept, so that nobody fills this with addresses that do not exist.
        """
        number = _number.get()
        if number is None:
            return make(list(keys))
        found: dict = {}
        missing = []
        for key in keys:
            known = self._kept.get(key)
            if known is not None and known[0] == number:
                found[key] = known[1]
            else:
                missing.append(key)
        for key, made in make(missing).items() if missing else ():
            found[key] = made
            if made is not None:
                if len(self._kept) >= self.most:
                    self._kept.clear()
                self._kept[key] = number, made
        return found


_shelves: list[Shelf] = []
things = Shelf(1000)


def clear() -> None:
    for shelf in _shelves:
        shelf.clear()


def kept(what: tuple, make: Callable[[], Made]) -> Made:
    """What `make` answers, or answered for `what` under the same number."""
    return things.each([what], lambda _missing: {what: make()})[what]
