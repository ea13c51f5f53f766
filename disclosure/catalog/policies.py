"""Who keeps which catalogue, as Wagtail asks it. The roster answers, no Django permission (DESIGN §7)."""

from functools import reduce
from operator import or_

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from wagtail.permission_policies.base import BasePermissionPolicy

from ..core import clock
from ..organizations import rights
from ..organizations.models import BodyKind, Membership, OrganizationPage
from ..organizations.pages import pointing
from .models import CatalogEntry


def kept_by(user):
    """The organizations whose catalogue `user` keeps, in the order of the tree."""
    organizations = OrganizationPage.objects.order_by("path")
    if user.is_active and user.is_superuser:
        return organizations
    return organizations.filter(pk__in=[o.pk for o in rights.organizations_where(user, BodyKind.ADMINISTRATORS)])


def keeps_any(user) -> bool:
    """Whether `user` keeps a catalogue at all; asked for every row of a list, so it asks the database once."""
    return bool(user.is_active and user.is_superuser) or bool(rights.organizations_where(user, BodyKind.ADMINISTRATORS))


def entries_kept_by(user):
    """The catalogue entries that `user` keeps."""
    return CatalogEntry.objects.filter(catalog__organization__in=kept_by(user))


def with_use(entries):
    """`entries`, each with `is_used`: whether something that is kept points at it."""
    uses = (Exists(rows.filter(**{field: OuterRef("pk")})) for rows, field in pointing(CatalogEntry))
    return entries.annotate(is_used=reduce(or_, uses))


class EntryPolicy(BasePermissionPolicy):
    """Every action on an entry is the administrators' of its organization, and nobody else's."""

    def user_has_permission(self, user, action):
        return keeps_any(user)

    def user_has_any_permission(self, user, actions):
        return keeps_any(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return rights.administers(user, instance.catalog.organization)

    def instances_user_has_any_permission_for(self, user, actions):
        return entries_kept_by(user)

    def instances_user_has_permission_for(self, user, action):
        return entries_kept_by(user)

    def users_with_any_permission(self, actions):
        administrators = Membership.objects.active(clock.now()).filter(body__kind=BodyKind.ADMINISTRATORS)
        keepers = Q(disclosure_memberships__in=administrators) | Q(is_superuser=True)
        return get_user_model().objects.filter(keepers, is_active=True).distinct()

    def users_with_any_permission_for_instance(self, actions, instance):
        return [
            user
            for user in self.users_with_any_permission(actions)
            if rights.administers(user, instance.catalog.organization)
        ]
