"""`manage.py reindex`: takes topics and text of every edition and attachment in anew, while the site serves."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ...items import topic_index
from ...search.operations import rebuild


class Command(BaseCommand):
    help = "Take in anew what the search looks through. Meanwhile less is found; nothing is found that is not public."

    def handle(self, **options):
        topic_index.rebuild()
        done = rebuild(lambda taken: self.stderr.write(_("%(number)d texts") % {"number": taken}))
        self.stdout.write(_("%(number)d texts") % {"number": done})
