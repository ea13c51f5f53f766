"""PostgreSQL: its own pg_dump, at the moment at which the caller's snapshot stands, and its own pg_restore."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from .copying import Told
from .exceptions import ProgramFailed, ProgramMissing

FILE = "database.dump"
EACH_S = 1.0
OWNERLESS = ["--no-owner", "--no-privileges"]  # who restores it owns it


def size() -> int:
    """About how many bytes a dump takes; it is compressed, so mostly fewer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def copy_out(target: Path, told: Told) -> None:
    """A dump in the custom format. Raises ProgramMissing, ProgramFailed."""
    about = size()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]

    def watch() -> None:
        told(_("database"), target.stat().st_size if target.exists() else 0, about)

    _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", *OWNERLESS, watch=watch)


def load(source: Path, told: Told) -> None:
    """All of it or nothing, in one transaction. Raises ProgramMissing, ProgramFailed."""
    about = source.stat().st_size
    _run("pg_restore", "--single-transaction", *OWNERLESS, str(source), watch=lambda: told(_("database"), 0, about))
    connection.close()


def _run(program: str, *options: str, watch: Callable[[], None]) -> None:
    """Run it on the database of this installation; the password goes by the environment, where no list shows it."""
    path = shutil.which(program)
    if path is None:
        raise ProgramMissing(program)
    connection.ensure_connection()
    info = connection.connection.info
    environment = os.environ | ({"PGPASSWORD": info.password} if info.password else {})
    line = [path, f"--dbname={info.dsn}", *options]
    with subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True) as process:
        said = None
        while said is None:
            try:
                said = process.communicate(timeout=EACH_S)[1]
            except subprocess.TimeoutExpired:
                watch()
    if process.returncode:
        raise ProgramFailed(program, said.strip())
