"""`manage.py runner`: tells the moments that came, sends what is owed, works tasks off, until it is stopped."""

import signal

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...core import clock
from ...runner import timekeeping
from ...runner.loop import Runner


class Command(BaseCommand):
    help = "Tell moments that have come, deliver mail and work tasks off, until SIGINT or SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then end (for cron)")
        parser.add_argument(
            "--clock-is-right",
            action="store_true",
            help="only write into the ledger that the clock of the server was put back and is right now",
        )

    def handle(self, *, once: bool, clock_is_right: bool, **options):
        if clock_is_right:
            number = timekeeping.put_back(clock.now())
            self.stdout.write(
                _("Written into %(number)d chains of the ledger. Now restart the site and the runner.")
                % {"number": number}
            )
            return
        runner = Runner()
        if once:
            runner.once()
            if runner.troubles:
                raise CommandError("\n".join(runner.troubles.values()))
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: runner.stop())
        runner.run()
