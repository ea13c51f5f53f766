"""Freezing a draft: its edition, made once, in the transaction of its submission (DESIGN §2)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from ..core import canonical as json
from ..core import clock
from ..files import operations as kept
from ..organizations import rights
from ..organizations.models import Membership, OrganizationPage
from . import canonical, checks
from .exceptions import NotReady
from .models import Edition, EditionContent, EditionFile, ItemPage


@transaction.atomic
def freeze(*, page: ItemPage, revision, by) -> Edition:
    """The edition of `page` as it stands in `revision`. The same content again is the same edition.

    `page` is `revision.as_object()`. Raises NotReady with every fault that the checks find.
    """
    entry, organization = page.entry, rights.nearest_organization(page)
    faults = [fault for fault in checks.faults(page) if fault.blocks]
    if faults or entry is None or organization is None:
        raise NotReady(faults)
    frozen = canonical.content(page)
    digest = json.digest(frozen)
    known = Edition.objects.filter(item=page, digest=digest).first()
    if known:
        return known
    edition = Edition.objects.create(
        item=page,
        organization=organization,
        column=page.get_parent().specific,
        entry=entry,
        revision=revision,
        number=(Edition.objects.filter(item=page).aggregate(last=Max("number"))["last"] or 0) + 1,
        title=frozen["title"],
        digest=digest,
        source=canonical.source(page),
        made_by=by,
        made_at=clock.now(),
    )
    EditionContent.objects.create(edition=edition, content=frozen)
    for file in canonical.files(frozen):
        EditionFile.objects.create(edition=edition, **file)
    return edition


def overtaken(edition: Edition) -> bool:
    """Whether the draft has other content by now than `edition`, which was frozen from it."""
    latest = ItemPage.objects.get(pk=edition.item_id).get_latest_revision()  # not a row read earlier
    return latest.pk != edition.revision_id and canonical.source(latest.as_object()) != edition.source


def sweep_files(also: Iterable[str] = ()) -> int:
    """Remove kept files that no edition, no photograph and no emblem needs, nor is among `also`, once they are old.
    Answers how many went."""
    needed = {*EditionFile.objects.values_list("sha256", flat=True), *also}
    pictured = Membership.objects.filter(photograph__isnull=False).select_related("photograph")
    photographs = [membership.photograph for membership in pictured if membership.photograph]
    dressed = OrganizationPage.objects.exclude(emblem=None).select_related("emblem")
    emblems = [page.emblem for page in dressed if page.emblem]
    needed |= {size["sha256"] for picture in [*photographs, *emblems] for size in picture.sizes}
    return kept.sweep(needed)
