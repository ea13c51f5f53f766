"""`manage.py backup FOLDER`: database, kept files, library and heads of the ledger, while the site runs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from ...core.exceptions import Refusal
from ...runner.backup.operations import Taken, back_up
from ...runner.backup.progress import Progress


class Command(BaseCommand):
    help = "Back up the installation while it runs, into a new folder below FOLDER. No settings and no keys are in it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="holds all backups; their files are shared")
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards remove all but the newest N")

    def handle(self, *, folder: Path, keep: int | None, **options):
        if keep is not None and keep < 1:
            raise CommandError(_("At least one backup has to stay."))
        try:
            taken = back_up(folder, keep=keep, told=Progress(self.stderr))
        except (Refusal, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(taken)
        if taken.damaged:
            names = "\n".join(taken.damaged)
            raise CommandError(_("Kept files that are damaged in this installation:\n%(files)s") % {"files": names})

    def _tell(self, taken: Taken) -> None:
        words = {
            "database": filesizeformat(taken.database),
            "copied": len(taken.copied),
            "size": filesizeformat(sum(file.size for file in taken.copied)),
            "shared": len(taken.shared),
        }
        self.stdout.write(str(taken.folder))
        self.stdout.write(
            _("Database %(database)s; files copied %(copied)d (%(size)s), shared with earlier backups %(shared)d.")
            % words
        )
        self.stdout.write(_("SHA-256 of its manifest: %(digest)s") % {"digest": taken.digest})
        for gone in taken.thinned:
            self.stdout.write(_("Removed: %(folder)s") % {"folder": gone})
