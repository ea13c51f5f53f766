"""`manage.py restore FOLDER`: a backup into an empty installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core.exceptions import Refusal
from ...runner.backup.progress import Progress
from ...runner.backup.restoring import restore


class Command(BaseCommand):
    help = "Restore a backup (of a folder with many: the newest) into an empty installation."
    requires_system_checks = []  # there is nothing yet that could be checked

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *, folder: Path, **options):
        try:
            restored = restore(folder, told=Progress(self.stderr))
        except (Refusal, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        words = {
            "folder": restored.folder,
            "at": timezone.localtime(restored.manifest.made_at).strftime("%Y-%m-%d %H:%M:%S"),
            "version": restored.manifest.version,
        }
        self.stdout.write(_("Restored as it was at %(at)s, version %(version)s: %(folder)s") % words)
        if restored.older:
            self.stdout.write(_("Its tables were older, and were brought up to the installed version."))
        self.stdout.write(_("Run verify now, before the runner is started."))
