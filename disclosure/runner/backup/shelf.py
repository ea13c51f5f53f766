"""A shelf: one folder with many backups, each in a folder named after its moment. They share files by hard link."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path

from django.utils import timezone

from . import manifest, places
from .exceptions import BackupCutOff, BackupNewer, ManifestUnreadable, NoBackup, ShelfBusy

UNFINISHED = "unfinished"
DATED = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(-\d+)?")


def dated(shelf: Path) -> list[Path]:
    """The backups on `shelf`, newest first."""
    return sorted((path for path in shelf.iterdir() if DATED.fullmatch(path.name)), key=_age, reverse=True)


def newest_readable(shelf: Path) -> tuple[Path, manifest.Manifest] | None:
    """The newest backup on `shelf` whose manifest can be read."""
    for folder in dated(shelf):
        try:
            return folder, manifest.read(folder)
        except (BackupCutOff, ManifestUnreadable, BackupNewer):
            continue
    return None


def pick(folder: Path) -> Path:
    """The backup that `folder` names: itself, or the newest of a shelf. Raises NoBackup, BackupCutOff."""
    if (folder / manifest.NAME).is_file():
        return folder
    if not folder.is_dir():
        raise NoBackup(folder)
    if found := dated(folder):
        return found[0]
    if any((folder / name).exists() for name in (UNFINISHED, *places.ALL)):
        raise BackupCutOff(folder)
    raise NoBackup(folder)


def free_name(shelf: Path, at: datetime) -> Path:
    """Where the backup of the moment `at` goes."""
    name = f"{timezone.localtime(at):%Y-%m-%d_%H-%M-%S}"
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(shelf / name for name in names if not (shelf / name).exists())


def thin_out(shelf: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` whole backups, and what is no backup any more before them."""
    whole = [folder for folder in dated(shelf) if (folder / manifest.NAME).is_file()]
    gone = [folder for folder in dated(shelf) if len(whole) >= keep and _age(folder) < _age(whole[keep - 1])]
    for folder in gone:
        shutil.rmtree(folder)
    return gone


@contextmanager
def alone(shelf: Path) -> Iterator[None]:
    """Inside the block nobody else backs up into `shelf`. Raises ShelfBusy."""
    with (shelf / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ShelfBusy(shelf) from error
        yield


def _age(folder: Path) -> tuple[str, int]:
    """By moment, then by the number behind it."""
    return folder.name[:19], int(folder.name[20:] or 1)
