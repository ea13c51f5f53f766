"""The columns of an organization: found without those of organizations nested below it, and made."""

from wagtail.models import Page

from ..core import clock
from ..organizations.models import OrganizationPage
from .models import ColumnPage

LEVELS = 2  # P6.3


def columns_of(organization: OrganizationPage) -> list[ColumnPage]:
    """All columns of exactly this organization, in the order of the tree; two queries at most."""
    below = ColumnPage.objects.descendant_of(organization).filter(depth__lte=organization.depth + LEVELS)
    found: dict[str, ColumnPage] = {}
    for column in below.order_by("path"):
        if column.depth == organization.depth + 1 or column.path[: -Page.steplen] in found:
            found[column.path] = column
    return list(found.values())


def add_column(parent: Page, *, code: str, title: str, description: str, owner=None, **origin) -> ColumnPage:
    """A new column below `parent` (an organization or a column), within the caller's transaction.

    Columns are frame: public at once.
    """
    now = clock.now()
    column = ColumnPage(
        title=title,
        slug=_free_slug(parent, code.lower()),
        code=code,
        description=description,
        owner=owner,
        live=True,
        first_published_at=now,
        last_published_at=now,
        **origin,
    )
    return parent.add_child(instance=column)


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
