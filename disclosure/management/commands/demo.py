"""Installs the demo: a bureau and two schools with a year behind them, all invented."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from disclosure.core import clock
from disclosure.organizations.models import OrganizationPage
from disclosure.profiles.demo.build import build


class Command(BaseCommand):
    help = "Install the demo into a database that has no organization yet. Refused by production settings."

    def handle(self, *args, **options):
        if not getattr(settings, "DISCLOSURE_DEMO", False):
            raise CommandError("These settings refuse the demo (DISCLOSURE_DEMO): its passwords are known to everyone.")
        if OrganizationPage.objects.exists() or get_user_model().objects.exists():
            raise CommandError("The demo goes into an empty installation only; this one has organizations or accounts.")
        with transaction.atomic():
            build(clock.now(), self.told)
        self.stdout.write(self.style.SUCCESS("\nThe demo is installed."))

    def told(self, done: int, known: int) -> None:
        if done % 25 == 0 or done == known:
            self.stdout.write(f"\r{done} / {known}", ending="")
            self.stdout.flush()
