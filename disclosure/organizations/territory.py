"""Which organization a page belongs to, and which pages belong to an organization. Only the nearest one counts."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from .models import OrganizationPage
from .pages import pointing, prefixes

_CACHE = "_disclosure_nearest"
_KEPT = "_disclosure_kept"


def organization_id(user, page) -> int | None:
    """Id of the nearest organization at or above `page`: one query for each parent and user object, so that a list
    of siblings costs one."""
    if issubclass(page.specific_class or Page, OrganizationPage):
        return page.pk
    known = getattr(user, _CACHE, None)
    if known is None:
        known = {}
        setattr(user, _CACHE, known)
    parent = page.path[: -Page.steplen]
    if parent not in known:
        above = OrganizationPage.objects.filter(path__in=prefixes(parent))
        known[parent] = above.order_by("-depth").values_list("pk", flat=True).first()
    return known[parent]


def is_pointed_at(user, page) -> bool:
    """Whether something that is kept points at `page`: asked for all its siblings at once, for a list asks of each."""
    known = getattr(user, _KEPT, None)
    if known is None:
        known = {}
        setattr(user, _KEPT, known)
    model, parent = page.specific_class, page.path[: -Page.steplen]
    if (model, parent) not in known:
        siblings = {"path__startswith": parent, "depth": page.depth}
        known[model, parent] = {
            pk
            for rows, field in pointing(model)
            for pk in rows.filter(**{f"{field}__{name}": value for name, value in siblings.items()})
            .order_by()
            .values_list(field, flat=True)
            .distinct()
        }
    return page.pk in known[model, parent]


def belonging_to(organizations: Iterable[OrganizationPage]) -> Q:
    """Pages of exactly these organizations, themselves included, nested organizations left out.

    Lists the paths of their own children first: a correlated "not below a nested organization" takes seconds.
    """
    organizations = list(organizations)
    children = Q(pk__in=[])
    for organization in organizations:
        children |= Q(path__startswith=organization.path, depth=organization.depth + 1)
    own = Q(pk__in=[organization.pk for organization in organizations])
    for path in Page.objects.filter(children).not_type(OrganizationPage).values_list("path", flat=True):
        own |= Q(path__startswith=path)
    return own


def touches_organizations(page) -> bool:
    """Whether `page` belongs to an organization, or stands above one."""
    above_or_itself = Q(path__in=prefixes(page.path))
    return OrganizationPage.objects.filter(above_or_itself | Q(path__startswith=page.path)).exists()


def within_organizations() -> Q:
    """Everything at and below the topmost organizations: where the grants of a host site's groups end."""
    inside, topmost = Q(pk__in=[]), ""
    for path in OrganizationPage.objects.order_by("path").values_list("path", flat=True):
        if not topmost or not path.startswith(topmost):
            topmost = path
            inside |= Q(path__startswith=path)
    return inside
