"""Every place at which a process can end: before each statement, around each commit, before each file operation and
each word with the mail server, and after the last of them.

Installed in a process of its own, which ends with it: an audit hook cannot be taken down.
"""

import os
import signal
import smtplib
import sys
from pathlib import Path

from django.db import connection

from disclosure.files import operations as files

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
FILE_EVENTS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.truncate"}
CHUNK = 4096  # small, so that a file of a test is written in several pieces


class Points:
    """Counts the points below `folder` and in the database; the process is killed at number `last` (never, for 0)."""

    def __init__(self, folder: Path, last: int = 0):
        self.folder, self.last = str(folder), last
        self.names: list[str] = []

    def reach(self, name: str) -> None:
        """One point more."""
        self.names.append(name)
        if len(self.names) == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """From now on, in this process."""
        connection.execute_wrappers.append(self._statement)
        self._around(connection, "_commit", "commit")
        self._around(smtplib.SMTP, "getreply", "mail server")
        self._around(os, "fsync", "fsync")
        self._pieces()
        sys.addaudithook(self._file)

    def _statement(self, execute, sql, params, many, context):
        self.reach(f"sql {sql.split(None, 3)[:3]}")
        return execute(sql, params, many, context)

    def _around(self, owner, name: str, called: str) -> None:
        plain = getattr(owner, name)

        def around(*args, **kwargs):
            self.reach(f"before {called}")
            answer = plain(*args, **kwargs)
            self.reach(f"after {called}")
            return answer

        setattr(owner, name, around)

    def _pieces(self) -> None:
        """Between two pieces of a file that is being kept."""
        files.CHUNK, chunks = CHUNK, files._chunks

        def pieces(file, name):
            for chunk in chunks(file, name):
                yield chunk
                self.reach("piece of a file")

        files._chunks = pieces

    def _file(self, event: str, args: tuple) -> None:
        if event == "open" and isinstance(args[2], int) and args[2] & WRITING and self._ours(args[0]):
            self.reach("open")
        elif event in FILE_EVENTS and any(self._ours(path) for path in args):
            self.reach(event)

    def _ours(self, path) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.folder)
