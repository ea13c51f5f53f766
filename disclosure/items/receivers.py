"""What items refuse of whoever moves pages, in code, too."""

from wagtail.signals import pre_page_move

from ..organizations.models import OrganizationPage
from .exceptions import StaysInItsColumn
from .models import Edition


def what_was_submitted_stays(sender, instance, parent_page_before, parent_page_after, **kwargs):
    """An edition names its organization and column for ever, and so does its number (W20). Whole organizations move."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    inside = OrganizationPage.objects.ancestor_of(instance).exists() and not issubclass(sender, OrganizationPage)
    if inside and Edition.objects.filter(item__path__startswith=instance.path).exists():
        raise StaysInItsColumn()


def connect() -> None:
    """Once the app is ready."""
    pre_page_move.connect(what_was_submitted_stays)
