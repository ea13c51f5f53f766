"""An organization that comes under another superior: all of it moves, and both superiors' ledgers say so."""

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.signals import post_page_move

from ..core import ledger
from . import rights
from .exceptions import NotAdministrator
from .models import BodyKind, OrganizationPage


def superiors_for(user, organization: OrganizationPage):
    """The organizations under which `user` may put `organization`: both superiors are, or are below, one that they
    administer. Superusers: anywhere but below itself."""
    before = rights.superior_of(organization)
    others = OrganizationPage.objects.not_descendant_of(organization, inclusive=True).order_by("path")
    if before is not None:
        others = others.exclude(pk=before.pk)
    if user.is_active and user.is_superuser:
        return others
    below = Q(pk__in=[])
    for own in rights.organizations_where(user, BodyKind.ADMINISTRATORS):
        if organization.is_descendant_of(own):
            below |= Q(path__startswith=own.path)
    return others.filter(below)


@transaction.atomic
def move(*, by, organization: OrganizationPage, superior: OrganizationPage) -> OrganizationPage:
    """Put `organization`, with all below it, under `superior`. Raises NotAdministrator.

    What was filed stays with the superior of that day; what is being signed goes on.
    """
    ledger.lock(ledger.installation())  # treebeard moves paths; one at a time
    organization = OrganizationPage.objects.get(pk=organization.pk)
    target = superiors_for(by, organization).filter(pk=superior.pk).first()
    if target is None:
        raise NotAdministrator()
    for place in filter(None, (organization, rights.superior_of(organization), target)):
        ledger.lock(place.chain)  # the chain before the page: whoever else needs both takes them in this order
    with LogContext(user=by):
        organization.move(target, pos="last-child")
    return OrganizationPage.objects.get(pk=organization.pk)


def write_down(sender, instance, parent_page_before, parent_page_after, **kwargs) -> None:
    """Whoever moves an organization, in code, too: it is in its ledger, and in those of both superiors."""
    if not issubclass(sender, OrganizationPage) or parent_page_before.pk == parent_page_after.pk:
        return
    organization = OrganizationPage.objects.get(pk=instance.pk)
    before, after = (rights.nearest_organization(page) for page in (parent_page_before, parent_page_after))
    codes = {"code": organization.code, "from": before.code if before else "", "to": after.code if after else ""}
    for place in filter(None, (organization, before, after)):
        ledger.record(
            place.chain,
            "organization.moved",
            actor=get_active_log_context().user,
            subject=f"organization:{organization.pk}",
            data=codes,
        )


def connect() -> None:
    """Once the app is ready."""
    post_page_move.connect(write_down)
