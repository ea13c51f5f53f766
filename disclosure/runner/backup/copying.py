"""Copying a file and hashing it in one go."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from .exceptions import NoRoom

CHUNK = 1024 * 1024
MARGIN = 16 * CHUNK  # what folders, the manifest and the database's own files take beside

Told = Callable[[str, int, int], None]  # what is being done, bytes done, bytes in all


def silent(*_progress) -> None:
    """For who wants to hear nothing."""


def copy(source: Path, target: Path, went: Callable[[int], None] = silent) -> tuple[str, int]:
    """Copy bytes of `source` to `target`, whose folder is made; SHA-256 and size of what was copied."""
    digest, total = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as written:
        while chunk := read.read(CHUNK):
            digest.update(chunk)
            written.write(chunk)
            total += len(chunk)
            went(len(chunk))
    return digest.hexdigest(), total


def copy_lines(source: Path, target: Path, went: Callable[[int], None] = silent) -> tuple[str, int]:
    """The same for a file to which lines are being added: as far as they are whole."""
    data = source.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(whole)
    went(len(data))
    return hashlib.sha256(whole).hexdigest(), len(whole)


def sha256(path: Path, went: Callable[[int], None] = silent) -> str:
    """The SHA-256 of a file, with signs of life."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            went(len(chunk))
    return digest.hexdigest()


def require_room(folder: Path, needed: int) -> None:
    """Raises NoRoom where `needed` bytes do not fit into `folder`, which need not be there yet."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < needed + MARGIN:
        raise NoRoom(folder, needed + MARGIN, free)


def stamp(path: Path, mtime_ns: int) -> None:
    """Give a copy the time of its original, by which an unchanged file is known."""
    os.utime(path, ns=(mtime_ns, mtime_ns))


class Meter:
    """Counts bytes and tells how far it is."""

    def __init__(self, what: str, total: int, told: Told):
        self.what, self.total, self.told, self.done = what, total, told, 0

    def went(self, size: int) -> None:
        """`size` bytes more."""
        self.done += size
        self.told(self.what, self.done, self.total)
