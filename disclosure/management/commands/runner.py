"""`manage.py runner`: tells the moments that came, sends what is owed, works tasks off, until it is stopped."""

import signal

from django.core.management.base import BaseCommand, CommandError

from ...runner.loop import Runner


class Command(BaseCommand):
    help = "Tell moments that have come, deliver mail and work tasks off, until SIGINT or SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then end (for cron)")

    def handle(self, *, once: bool, **options):
        runner = Runner()
        if once:
            runner.once()
            if runner.troubles:
                raise CommandError("\n".join(runner.troubles.values()))
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: runner.stop())
        runner.run()
