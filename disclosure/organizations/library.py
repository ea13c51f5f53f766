"""Where the images and documents of an organization's office live, and who reaches them.

One flat collection each, directly below the root: rights to a collection are inherited downward. No group of a host
site reaches into it, and nobody moves, renames or nests it by hand, superusers included.
"""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permissions import register_permission_policy

from ..core import clock
from . import rights
from .models import BodyKind, Membership

OFFICE_MAY = frozenset({"add", "change", "delete", "choose"})


def own_collections(user) -> set[int]:
    """Ids of the collections of the organizations whose office `user` is a member of."""
    return {o.collection_id for o in rights.organizations_where(user, BodyKind.OFFICE)}


def foreign(data, fields: Iterable[str], collection_id: int) -> list[str]:
    """Names in `data` (of a form with streams `fields`) under which a file of another collection was chosen.

    Wagtail shows title and picture of whatever number is sent, also beside the error that refuses it (L17).
    """
    found = []
    for kind, model in (("image", get_image_model()), ("document", get_document_model())):
        chosen = {
            name: data[name]
            for name in data
            if name.endswith(f"-{kind}") and name.startswith(tuple(f"{field}-" for field in fields)) and data[name]
        }
        numbers = [value for value in chosen.values() if value.isdecimal()]
        own = set(model.objects.filter(pk__in=numbers, collection=collection_id).values_list("pk", flat=True))
        found += [name for name, value in chosen.items() if not value.isdecimal() or int(value) not in own]
    return found


class EndsAtOrganizations:
    """What groups grant of collections ends at those of organizations."""

    def _check_perm(self, user, actions, collection=None):
        if collection is not None and not user.is_superuser and hasattr(collection, "organization"):
            return False
        return super()._check_perm(user, actions, collection)

    def _collections_with_perm(self, user, actions):
        return super()._collections_with_perm(user, actions).filter(organization__isnull=True)


class LibraryPolicy(EndsAtOrganizations, CollectionOwnershipPermissionPolicy):
    """Images and documents: an office works in the collection of its organization."""

    def _check_perm(self, user, actions, collection=None):
        if OFFICE_MAY & set(actions):
            own = own_collections(user)
            if own if collection is None else collection.pk in own:
                return True
        return super()._check_perm(user, actions, collection)

    def _collections_with_perm(self, user, actions):
        granted = Q(pk__in=super()._collections_with_perm(user, actions).values("pk"))
        own = own_collections(user) if OFFICE_MAY & set(actions) else set()
        return Collection.objects.filter(granted | Q(pk__in=own))

    def _users_with_perm_filter(self, actions, collection=None):
        offices = Membership.objects.active(clock.now()).with_account().filter(body__kind=BodyKind.OFFICE)
        if collection is not None:
            offices = offices.filter(body__organization__collection=collection)
        members = Q(disclosure_memberships__in=offices) if OFFICE_MAY & set(actions) else Q(pk__in=[])
        if collection is not None and hasattr(collection, "organization"):
            return Q(is_active=True) & (Q(is_superuser=True) | members)
        return super()._users_with_perm_filter(actions, collection) | Q(is_active=True) & members


class CollectionsPolicy(EndsAtOrganizations, CollectionManagementPermissionPolicy):
    """Collections themselves: those of organizations are made with them, and nobody's to manage."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return not hasattr(instance, "organization") and super().user_has_any_permission_for_instance(
            user, actions, instance
        )

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def instances_user_has_permission_for(self, user, action):
        return super().instances_user_has_permission_for(user, action).filter(organization__isnull=True)

    def instances_user_has_any_permission_for(self, user, actions):
        return super().instances_user_has_any_permission_for(user, actions).filter(organization__isnull=True)


def register() -> None:
    """Put the policies in Wagtail's place; for the exact class, so that they stand whatever is registered later."""
    media = [(get_image_model(), "wagtailimages.Image"), (get_document_model(), "wagtaildocs.Document")]
    for model, auth_model in media:
        policy = LibraryPolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
    register_permission_policy(Collection, CollectionsPolicy(Collection), exact_class=True)
