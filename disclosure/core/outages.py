"""What is out of order below us, told from what the disk and the database say; each with a sentence for who meets it.

Nothing of what was asked was done then: the database takes back what it had begun.
"""

import errno

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext_lazy as _


class Outage(Exception):
    """No refusal: not the fault of whoever meets it, and it passes. It goes through to the middleware."""

    message = ""

    def __init__(self):
        super().__init__(str(self.message))


class DiskFull(Outage):
    message = _("The server's disk is full, so nothing could be saved. Please tell whoever looks after the server.")


class OnlyRead(Outage):
    message = _(
        "The server's disk can only be read at the moment, so nothing could be saved. "
        "Please tell whoever looks after the server."
    )


class Busy(Outage):
    message = _(
        "Something else has been writing into the database for a long time, so nothing could be saved. "
        "Please try again in a minute."
    )


class Away(Outage):
    message = _(
        "The server's disk or database does not answer at the moment, so nothing could be saved. "
        "Please try again in a few minutes."
    )


DISK = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), DiskFull),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), OnlyRead),
    **dict.fromkeys((errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE), Away),
}
SQLITE = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_READONLY": OnlyRead,
    "SQLITE_BUSY": Busy,
    "SQLITE_LOCKED": Busy,
    "SQLITE_CANTOPEN": Away,
    "SQLITE_IOERR": Away,
}
# the beginning of a state of SQL, as PostgreSQL gives it
POSTGRES = {
    "53100": DiskFull,
    "25006": OnlyRead,
    "55P03": Busy,
    "57014": Busy,
    "40P01": Busy,
    "53": Away,
    "57P": Away,
    "58": Away,
    "08": Away,
}


def outage_of(error: BaseException) -> Outage | None:
    """What `error` tells of the disk or the database; None where it is about something else."""
    if isinstance(error, Outage):
        return error
    if isinstance(error, DatabaseError | InterfaceError):
        return _of_the_database(error.__cause__)
    kind = DISK.get(error.errno) if isinstance(error, OSError) and error.errno is not None else None
    return kind() if kind else None


def raise_outage(error: BaseException) -> None:
    """Where `error`, or what a library made it of, tells of the disk, it is none of the file that was read.

    Raises Outage.
    """
    before: BaseException | None = error
    while before is not None:
        if outage := outage_of(before):
            raise outage from error
        before = before.__cause__ or before.__context__


def _of_the_database(cause: BaseException | None) -> Outage | None:
    said = getattr(cause, "sqlite_errorname", None)
    if said is not None:
        return _first(said, SQLITE)
    if not hasattr(cause, "sqlstate"):
        return None
    return _first(cause.sqlstate, POSTGRES) if cause.sqlstate else _unstated(cause)


def _first(said: str, table: dict[str, type[Outage]]) -> Outage | None:
    kind = next((kind for start, kind in table.items() if said.startswith(start)), None)
    return kind() if kind else None


def _unstated(cause: BaseException) -> Outage | None:
    """PostgreSQL's library gives no state where there is no connection (any more)."""
    return Away() if type(cause).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout") else None
