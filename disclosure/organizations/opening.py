"""Opening an organization: one operation, for whoever keeps the superior; its first administrator is named with it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core import clock, ledger
from ..core.models import Chain
from . import invitations, operations, rights
from .exceptions import CodeTaken, NotAdministrator, OrganizationRefused
from .models import BodyKind, Invitation, OrganizationPage


@transaction.atomic
def open_organization(
    *,
    by,
    parent: Page,
    code: str,
    title: str,
    administrator: str,
    administrator_email: str,
    **contact,
) -> tuple[OrganizationPage, Invitation]:
    """A new organization below `parent`, with the body of its administrators and the first of them, invited.

    `contact` are further fields of OrganizationPage. Below an organization its administrators may do it; elsewhere
    superusers. Raises NotAdministrator, CodeTaken, OrganizationRefused.
    """
    Chain.objects.select_for_update().get(pk=ledger.installation().pk)  # treebeard counts children; one at a time
    parent = Page.objects.get(pk=parent.pk).specific
    above = rights.nearest_organization(parent)
    if above:
        ledger.lock(above.chain)  # before all that changes: who holds it may wait for that
    if not (rights.administers(by, above) if above else by.is_active and by.is_superuser):
        raise NotAdministrator()
    if OrganizationPage.objects.filter(code=code).exists():
        raise CodeTaken()
    page = _make(parent, by, code, title, contact)
    data = {"code": code, "superior": above.code if above else ""}
    ledger.record(page.chain, "organization.opened", actor=by, subject=f"organization:{page.pk}", data=data)
    if above:
        ledger.record(above.chain, "organization.opened", actor=by, subject=f"organization:{page.pk}", data=data)
    body = operations.make_body(by=by, organization=page, kind=BodyKind.ADMINISTRATORS, name=_("Administrators"))
    member = operations.add_member(by=by, body=body, name=administrator, since=clock.now())
    return page, invitations.invite(by=by, membership=member, email=administrator_email)


def _make(parent: Page, by, code: str, title: str, contact: dict) -> OrganizationPage:
    now = clock.now()
    page = OrganizationPage(
        code=code,
        title=title,
        draft_title=title,
        slug=_free_slug(parent, code.lower()),
        owner=by,
        live=True,
        first_published_at=now,
        last_published_at=now,
        **contact,
    )
    try:
        page.full_clean(exclude=["path", "depth", "chain", "collection", "content_type", "locale"])
    except ValidationError as error:
        raise OrganizationRefused(" ".join(error.messages)) from error
    page = parent.add_child(instance=page)
    page.save_revision(user=by, changed=False)
    return page


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
