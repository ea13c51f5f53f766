"""SQLite: copied page by page while others write, at the moment at which the caller's snapshot stands."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from .copying import Meter, Told, copy
from .exceptions import DatabaseUnsound

FILE = "database.sqlite3"
PAGES = 2048


def size() -> int:
    """About how many bytes a copy takes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return cursor.fetchone()[0]


def copy_out(target: Path, told: Told) -> None:
    """A sound copy, in one file. Raises DatabaseUnsound, OSError."""

    def went(_status: int, remaining: int, total: int) -> None:
        told(_("database"), total - remaining, total)

    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copied:
            copied.execute("PRAGMA synchronous=OFF")  # the whole backup is brought to the disk at its end
            connection.connection.backup(copied, pages=PAGES, progress=went)
            copied.execute("PRAGMA journal_mode=DELETE")
            said = copied.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:  # the disk of the copy: full, or gone
        raise OSError(errno.EIO, str(error), str(target)) from error
    if said != "ok":
        raise DatabaseUnsound(said)


def load(source: Path, told: Told) -> None:
    """Put `source` where the (empty) database is, in one step."""
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    fresh = target.with_name(f"{target.name}.restoring")
    copy(source, fresh, Meter(_("database"), source.stat().st_size, told).went)
    for end in ("-wal", "-shm"):  # of the empty one: they would be played into what comes now
        target.with_name(target.name + end).unlink(missing_ok=True)
    os.replace(fresh, target)
