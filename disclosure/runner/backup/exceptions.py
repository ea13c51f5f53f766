"""What backup and restore refuse."""

from collections.abc import Sequence
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ...core.exceptions import Refusal

SHOWN = 20


class ShelfBusy(Refusal):
    """Two backups into one folder would share files that are not there yet."""

    def __init__(self, folder: Path):
        super().__init__(_("Another backup into “%(folder)s” is running. Wait for its end.") % {"folder": folder})


class ShelfInside(Refusal):
    """A backup would back itself up."""

    def __init__(self, folder: Path, place: Path):
        sentence = _("“%(folder)s” lies in “%(place)s”, which is to be backed up. Give a folder outside of it.")
        super().__init__(sentence % {"folder": folder, "place": place})


class NoRoom(Refusal):
    """Better said before than in the middle."""

    def __init__(self, folder: Path, needed: int, free: int):
        sentence = _("%(needed)s are needed in “%(folder)s”, and %(free)s are free.")
        super().__init__(sentence % {"folder": folder, "needed": filesizeformat(needed), "free": filesizeformat(free)})


class DatabaseUnsound(Refusal):
    """The database itself is damaged: a copy of it would be, too."""

    def __init__(self, said: str):
        sentence = _("The database is damaged (%(said)s). Keep it as it is, and restore the last backup elsewhere.")
        super().__init__(sentence % {"said": said})


class ProgramMissing(Refusal):
    """PostgreSQL's own programs do the work."""

    def __init__(self, program: str):
        sentence = _("“%(program)s” is not on the PATH. Install the PostgreSQL client in the server's version.")
        super().__init__(sentence % {"program": program})


class ProgramFailed(Refusal):
    """What PostgreSQL's program said."""

    def __init__(self, program: str, said: str):
        super().__init__(_("%(program)s failed: %(said)s") % {"program": program, "said": said})


class NoBackup(Refusal):
    """Something else was named."""

    def __init__(self, folder: Path):
        super().__init__(_("There is no backup in “%(folder)s”.") % {"folder": folder})


class BackupCutOff(Refusal):
    """The manifest is written last: without it the rest is not whole."""

    def __init__(self, folder: Path):
        sentence = _(
            "“%(folder)s” has no manifest: this backup was cut off while it was made or copied. Copy it anew, "
            "or take another one."
        )
        super().__init__(sentence % {"folder": folder})


class ManifestUnreadable(Refusal):
    """The manifest is no manifest."""

    def __init__(self, path: Path):
        sentence = _(
            "“%(file)s” cannot be read as a manifest: it was cut off or altered. Copy the backup anew, or take "
            "another one."
        )
        super().__init__(sentence % {"file": path})


class BackupNewer(Refusal):
    """Its tables may be other ones than this code knows."""

    def __init__(self, version: str, here: str, unknown: Sequence[str]):
        sentence = _(
            "This backup was made by version %(version)s and knows more than version %(here)s that is installed here: "
            "%(unknown)s. Install the version that made it, or a later one, then restore again."
        )
        more = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        super().__init__(sentence % {"version": version, "here": here, "unknown": more})


class OtherDatabase(Refusal):
    """A database is restored into one of its kind."""

    def __init__(self, kind: str, here: str):
        sentence = _(
            "This backup holds a database of %(kind)s, and this installation uses %(here)s. Let DATABASE_URL name an "
            "empty database of %(kind)s."
        )
        super().__init__(sentence % {"kind": kind, "here": here})


class NotEmpty(Refusal):
    """Nothing is ever overwritten."""

    def __init__(self, places: Sequence[str]):
        sentence = _(
            "A backup is restored into an empty installation only, and this one is not: %(places)s. Let DISCLOSURE_VAR "
            "and DATABASE_URL name empty ones, or move these away."
        )
        super().__init__(sentence % {"places": _(", ").join(places)})


class BackupDamaged(Refusal):
    """Files of the backup are not those that were written down."""

    def __init__(self, faults: Sequence[str]):
        lines = [_("This backup is damaged, and nothing was restored. Copy it anew, or take another one.")]
        lines += faults[:SHOWN]
        if len(faults) > SHOWN:
            lines.append(_("… and %(number)d more") % {"number": len(faults) - SHOWN})
        super().__init__("\n".join(lines))


class ChainsDiffer(Refusal):
    """The manifest knows where each chain of the ledger ended."""

    def __init__(self, names: Sequence[str]):
        sentence = _(
            "The database was restored, but chains of its ledger do not end where the manifest says: %(names)s. The "
            "backup was altered: do not start the site on it."
        )
        super().__init__(sentence % {"names": ", ".join(names)})
