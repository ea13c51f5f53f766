"""A posting is found from its first moment on: it is taken in within its transaction. Before, its clerk is told what of
it will not be found."""

from django.db.models.signals import post_save

from ..items import checks
from ..items.models import Posting
from . import readable
from .operations import take_in


def posted(sender, instance, created, **kwargs):
    if created:
        take_in(instance)


def connect() -> None:
    """Called once the app is ready."""
    checks.register_note(readable.attachments_have_text)
    post_save.connect(posted, sender=Posting, dispatch_uid="disclosure.search.posted")
