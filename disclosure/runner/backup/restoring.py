"""The way back: into an empty installation, after everything was found whole."""

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext as _

from disclosure import __version__

from ...core import ledger
from . import databases, manifest, places, shelf
from .copying import Meter, Told, copy, require_room, sha256, silent, stamp
from .exceptions import BackupDamaged, BackupNewer, ChainsDiffer, NotEmpty, OtherDatabase
from .manifest import File, Manifest


@dataclass(frozen=True)
class Restored:
    """What was restored, and whether its schema was older than the installed code and was brought up to it."""

    folder: Path
    manifest: Manifest
    older: bool


def restore(folder: Path, *, told: Told = silent) -> Restored:
    """Restore the backup in `folder` (of a shelf the newest) into this installation, which is empty.

    Raises NoBackup, BackupCutOff, ManifestUnreadable, BackupNewer, OtherDatabase, NotEmpty, NoRoom, BackupDamaged,
    ProgramMissing, ProgramFailed, OSError: then it is as empty as before. ChainsDiffer: then it is not. That it was
    restored, from what and of when, is written at the end of the installation's own chain.
    """
    folder = shelf.pick(folder.resolve())
    made = manifest.read(folder)
    older = _require_fitting(made)
    _require_empty()
    _require_room(made)
    _require_whole(folder, made, told)
    try:
        _put_files(folder, made, told)
        databases.here().load(folder / made.database.path, told)
    except BaseException:
        _empty_again()
        raise
    if older:
        call_command("migrate", interactive=False, verbosity=0)
    _require_same_ends(made)
    _write_down(folder, made)
    return Restored(folder, made, older)


def _require_fitting(made: Manifest) -> bool:
    """Whether its schema is older than the code; a newer one is refused, and a database of another kind."""
    known, applied = manifest.known_migrations(), set(made.migrations)
    if applied - known:
        raise BackupNewer(made.version, __version__, sorted(applied - known))
    if made.kind != connection.vendor:
        raise OtherDatabase(made.kind, connection.vendor)
    return bool(known - applied)


def _require_empty() -> None:
    found = [str(folder) for folder in map(places.root, places.ALL) if folder.is_dir() and any(folder.iterdir())]
    if databases.has_tables():
        found.insert(0, _("the database %(name)s has tables") % {"name": connection.settings_dict["NAME"]})
    if found:
        raise NotEmpty(found)


def _require_room(made: Manifest) -> None:
    needed: Counter[str] = Counter()
    for file in made.files:
        needed[file.path.partition("/")[0]] += file.size
    for place in places.ALL:
        require_room(places.root(place), needed.total())  # mostly they lie on one disk


def _require_whole(folder: Path, made: Manifest, told: Told) -> None:
    """Every file is there, as long as it was, with the bytes that it had."""
    files = [made.database, *made.files]
    meter = Meter(_("checking"), sum(file.size for file in files), told)
    faults = [f"{file.path}: {fault}" for file in files if (fault := _fault(folder / file.path, file, meter))]
    if faults:
        raise BackupDamaged(faults)


def _fault(path: Path, file: File, meter: Meter) -> str:
    if not path.is_file():
        return _("is missing")
    size = path.stat().st_size
    if size != file.size:
        return _("has %(size)d bytes, and had %(expected)d") % {"size": size, "expected": file.size}
    return "" if sha256(path, meter.went) == file.sha256 else _("has other bytes than were written")


def _put_files(folder: Path, made: Manifest, told: Told) -> None:
    meter = Meter(_("files"), sum(file.size for file in made.files), told)
    for file in made.files:
        target = places.target(file.path)
        digest, _size = copy(folder / file.path, target, meter.went)
        if digest != file.sha256:
            raise BackupDamaged([f"{file.path}: {_('has other bytes than were written')}"])
        if file.path.startswith(places.KEPT):
            target.chmod(0o444)
        stamp(target, file.mtime_ns)


def _empty_again() -> None:
    for folder in map(places.root, places.ALL):
        for path in folder.iterdir() if folder.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _require_same_ends(made: Manifest) -> None:
    here = manifest.ends()
    differ = sorted({end.name for end in {*here} ^ {*made.chains}})
    if differ:
        raise ChainsDiffer(differ)


@transaction.atomic
def _write_down(folder: Path, made: Manifest) -> None:
    """What came after the backup is gone: whoever reads the ledger sees where."""
    ledger.record(
        ledger.installation(),
        "installation.restored",
        data={
            "backup": made.made_at.isoformat(),
            "version": made.version,
            "manifest": sha256(folder / manifest.NAME),
        },
    )
