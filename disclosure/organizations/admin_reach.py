"""What an address of Wagtail's admin names by its number has to lie within reach (L22): Wagtail says "no permission"
where there is something, and "not there" where there is nothing, so that numbers could be tried."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from . import rights, territory
from .models import OrganizationPage

# By the word in the address; where that is "pk", by the namespace of the view.
NAMED: dict[str, type[Model]] = {
    **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"), Page),
    **dict.fromkeys(("image_id", "wagtailimages_chooser"), get_image_model()),
    **dict.fromkeys(("document_id", "doc_id", "wagtaildocs_chooser"), get_document_model()),
    **dict.fromkeys(("collection_id", "wagtailadmin_collections"), Collection),
    "wagtailadmin_pages": Page,
}
ASKS_ITSELF = "wagtailadmin_choose_page_child"  # the public frame of others may be linked to


def within(user, name: str, kwargs: dict) -> bool:
    """Whether all that the address of view `name` names is there, and outside of organizations, or in one of `user`'s,
    or above it. One query for each thing that is named, and one for the organization of a page."""
    if not name.startswith("wagtail") or name == ASKS_ITSELF:
        return True
    own = [membership.body.organization for membership in rights.memberships(user)]
    return all(_reaches(user, own, model, key) for model, key in _named(name.rpartition(":")[0], kwargs))


def _named(namespace: str, kwargs: dict) -> Iterator[tuple[type[Model], object]]:
    for word, key in kwargs.items():
        model = NAMED.get(namespace if word == "pk" else word)
        if model is not None:
            yield model, key


def _reaches(user, own: list[OrganizationPage], model: type[Model], key) -> bool:
    try:
        found = model._default_manager.filter(pk=key)
    except (ValueError, ValidationError):  # no number at all
        return False
    inside = {None, *(organization.pk for organization in own)}
    if model is Page:
        paths = [organization.path for organization in own]
        return any(
            territory.organization_id(user, page) in inside or any(path.startswith(page.path) for path in paths)
            for page in found
        )
    field = "organization" if model is Collection else "collection__organization"
    return any(place in inside for place in found.values_list(field, flat=True))
