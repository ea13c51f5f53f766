"""A posting is found from its first moment on: it is taken in within its transaction."""

from django.db.models.signals import post_save

from ..items.models import Posting
from .operations import take_in


def posted(sender, instance, created, **kwargs):
    if created:
        take_in(instance)


def connect() -> None:
    """Called once the app is ready."""
    post_save.connect(posted, sender=Posting, dispatch_uid="disclosure.search.posted")
