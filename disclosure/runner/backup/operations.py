"""Backing up, while the site runs."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from ...core import clock
from ..proof.snapshot import snapshot
from . import databases, manifest, places, shelf
from .copying import Meter, Told, copy, copy_lines, require_room, sha256, silent, stamp
from .exceptions import ShelfInside
from .manifest import File, Manifest


@dataclass
class Taken:
    """A backup that was made: where it lies, the SHA-256 of its manifest, and what it took."""

    folder: Path = Path()
    digest: str = ""
    database: int = 0  # bytes
    copied: list[File] = field(default_factory=list)
    shared: list[File] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)  # kept files that are no longer what their name says
    thinned: list[Path] = field(default_factory=list)


def back_up(folder: Path, *, keep: int | None = None, told: Told = silent) -> Taken:
    """Make a backup in `folder`, which may hold earlier ones: their files are shared, not copied again.

    With `keep`, only so many of the newest stay. Raises ShelfInside, ShelfBusy, NoRoom, DatabaseUnsound,
    ProgramMissing, ProgramFailed, OSError; then nothing of it is left.
    """
    folder = folder.resolve()
    for place in map(places.root, places.ALL):
        if folder.is_relative_to(place.resolve()):
            raise ShelfInside(folder, place)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    work = folder / shelf.UNFINISHED
    with shelf.alone(folder):
        shutil.rmtree(work, ignore_errors=True)  # what a power cut left
        try:
            taken = _take(folder, work, told)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        taken.thinned = shelf.thin_out(folder, keep) if keep else []
    return taken


def _take(folder: Path, work: Path, told: Told) -> Taken:
    database, collecting = databases.here(), Collecting(work, folder, told)
    require_room(folder, database.size() + collecting.needed())
    work.mkdir(mode=0o700)
    collecting.take(*places.ALL)
    with snapshot():
        migrations, chains, at = manifest.applied_migrations(), manifest.ends(), clock.now()
        database.copy_out(work / database.FILE, told)
    collecting.take(places.KEPT, places.MEDIA)
    dumped = work / database.FILE
    made = Manifest(
        made_at=at,
        migrations=migrations,
        kind=connection.vendor,
        chains=chains,
        database=File(
            path=database.FILE,
            size=dumped.stat().st_size,
            sha256=sha256(dumped),
            mtime_ns=dumped.stat().st_mtime_ns,
        ),
        files=sorted(collecting.files.values(), key=lambda file: file.path),
    )
    os.sync()  # first everything, then what says that it is everything
    collecting.taken.digest = hashlib.sha256(manifest.write(made, work)).hexdigest()
    collecting.taken.database = made.database.size
    collecting.taken.folder = work.rename(shelf.free_name(folder, at))
    os.sync()
    return collecting.taken


class Collecting:
    """Files into a backup: from the one before where it holds them, else copied."""

    def __init__(self, work: Path, folder: Path, told: Told):
        self.work, self.told = work, told
        self.files: dict[str, File] = {}
        self.taken = Taken()
        before = shelf.newest_readable(folder)
        self.before = before[0] if before else folder
        self.known = {file.path: file for file in before[1].files} if before else {}

    def needed(self) -> int:
        """How many bytes of files have to be copied."""
        found = (self._stat(place) for place in places.ALL)
        return sum(stat.st_size for place in found for name, _path, stat in place if not self._held(name, stat))

    def take(self, *names: str) -> None:
        """Every file of these places that is not in the backup yet, or is another by now."""
        found = [file for place in names for file in self._stat(place)]
        meter = Meter(_("files"), sum(stat.st_size for _name, _path, stat in found), self.told)
        for name, path, stat in found:
            if self._has(name, stat) or self._share(name, stat):
                meter.went(stat.st_size)
            else:
                self._copy(name, path, stat, meter)

    def _has(self, name: str, stat: os.stat_result) -> bool:
        """Whether it was taken in an earlier round, as it still is."""
        have = self.files.get(name)
        return have is not None and (have.size, have.mtime_ns) == (stat.st_size, stat.st_mtime_ns)

    def _stat(self, place: str) -> Iterable[tuple[str, Path, os.stat_result]]:
        """Files of `place` as they are now; what goes away meanwhile is gone."""
        for name, path in places.files(place):
            try:
                yield name, path, path.stat()
            except FileNotFoundError:
                continue

    def _held(self, name: str, stat: os.stat_result) -> File | None:
        """The file as the backup before holds it, unless it is another by now."""
        known, held = self.known.get(name), self.before / name
        if known is None or known.size != stat.st_size:
            return None
        same = known.sha256 == Path(name).name if name.startswith(places.KEPT) else known.mtime_ns == stat.st_mtime_ns
        return known if same and held.is_file() and held.stat().st_size == known.size else None

    def _share(self, name: str, stat: os.stat_result) -> bool:
        held = self._held(name, stat)
        if held is None or name in self.files:
            return False
        target = self.work / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.before / name, target)
        except OSError:  # a file system without hard links, or one more link than it can
            return False
        self.files[name] = held.model_copy(update={"mtime_ns": stat.st_mtime_ns})
        self.taken.shared.append(held)
        return True

    def _copy(self, name: str, path: Path, stat: os.stat_result, meter: Meter) -> None:
        target = self.work / name
        target.unlink(missing_ok=True)  # never write into a file that an earlier backup shares
        try:
            way = copy_lines if name.startswith(places.HEADS) else copy
            digest, size = way(path, target, meter.went)
        except FileNotFoundError:  # swept, or deleted by an editor: then its row is gone, too
            self.files.pop(name, None)
            return
        stamp(target, stat.st_mtime_ns)
        self.files[name] = File(path=name, size=size, sha256=digest, mtime_ns=stat.st_mtime_ns)
        self.taken.copied.append(self.files[name])
        if name.startswith(places.KEPT) and digest != path.name:
            self.taken.damaged.append(path.name)
