"""`manage.py verify`: the proof. What was looked at, and each fault on a line of its own; exit 1 where there is one."""

import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...runner.proof.parts import prove

PROGRESS_EACH_S = 1.0


class Command(BaseCommand):
    help = "Prove ledger, permits, postings, editions, files, filings and mirror. Reads only."

    def add_arguments(self, parser):
        parser.add_argument("--quiet", action="store_true", help="print faults only")

    def handle(self, *, quiet: bool, **options):
        self._told_at = time.monotonic()
        faults = 0
        for part, report in prove(self._progress if sys.stderr.isatty() and not quiet else lambda title, total: None):
            faults += len(report.faults)
            if not quiet:
                self.stdout.write(self._line(part, report))
            for fault in report.faults:
                self.stdout.write(self.style.ERROR(fault) if quiet else "    " + self.style.ERROR(fault))
        if faults:
            raise CommandError(ngettext("%(number)d fault.", "%(number)d faults.", faults) % {"number": faults})
        if not quiet:
            self.stdout.write(self.style.SUCCESS(_("Everything is as it was signed, posted and written down.")))

    def _line(self, part, report) -> str:
        counts = _(", ").join(f"{what} {number:,}" for what, number in report.counts.items()) or _("nothing there")
        state = self.style.ERROR("✗") if report.faults else self.style.SUCCESS("✓")
        return f"{state} {part.title}{_(': ')}{counts}"

    def _progress(self, title: str, total: int) -> None:
        """A sign of life in a long part, to a person at a terminal."""
        if time.monotonic() - self._told_at > PROGRESS_EACH_S:
            self._told_at = time.monotonic()
            self.stderr.write(f"  … {title} {total:,}", ending="\r")
