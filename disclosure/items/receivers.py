"""What items refuse of whoever moves pages, in code, too; and topics of what is posted, from its first moment on."""

from django.db.models.signals import post_save
from wagtail.signals import pre_page_move

from ..organizations.models import OrganizationPage
from .exceptions import StaysInItsColumn
from .models import Edition, Posting
from .topic_index import take_in


def what_was_submitted_stays(sender, instance, parent_page_before, parent_page_after, **kwargs):
    """An edition names its organization and column for ever, and so does its number (W20). Whole organizations move."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    inside = OrganizationPage.objects.ancestor_of(instance).exists() and not issubclass(sender, OrganizationPage)
    if inside and Edition.objects.filter(item__path__startswith=instance.path).exists():
        raise StaysInItsColumn()


def posted(sender, instance, created, **kwargs):
    if created:
        take_in(instance.edition)


def connect() -> None:
    """Once the app is ready."""
    post_save.connect(posted, sender=Posting, dispatch_uid="disclosure.items.posted")
    pre_page_move.connect(what_was_submitted_stays)
