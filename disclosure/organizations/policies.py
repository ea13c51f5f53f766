"""Rights to pages, as Wagtail asks for them: from the roster, at that moment, for the nearest organization alone.

What a host site grants to groups goes on working for its own pages, and ends at an organization's border.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, PagePermissionTester, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from ..core import clock
from . import rights, territory
from .models import BodyKind, Membership, OrganizationPage
from .pages import OwnPage, prefixes
from .testers import DraftTester, FrameTester

TESTERS = {BodyKind.OFFICE: DraftTester, BodyKind.ADMINISTRATORS: FrameTester}
EXPLORE = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})

# What a body of the nearest organization may do to a page, by the body whose work that page is.
ACTIONS = {
    (BodyKind.OFFICE, BodyKind.OFFICE): frozenset({"add", "change"}),
    (BodyKind.OFFICE, BodyKind.ADMINISTRATORS): frozenset({"add"}),  # below a column, not the column
    (BodyKind.ADMINISTRATORS, BodyKind.ADMINISTRATORS): frozenset({"add", "change", "publish"}),
}


@dataclass(frozen=True)
class Grant:
    """One thing that a membership allows, in the shape that Wagtail reads: page, page_id, permission.codename."""

    page: OrganizationPage
    codename: str

    @property
    def page_id(self) -> int:
        return self.page.pk

    @property
    def permission(self) -> "Grant":
        return self


def types_kept_by(kind: str) -> list[int]:
    """Content types of the pages that are the work of a kind of body."""
    models = [m for m in get_page_models() if issubclass(m, OwnPage) and m.kept_by == kind]
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]


class MembershipPagePolicy(PagePermissionPolicy):
    """In place of Wagtail's policy, for all pages. `by_groups` is Wagtail's own, for what lies outside."""

    def __init__(self, model=None):
        super().__init__(model)
        self.by_groups = PagePermissionPolicy(model)

    def tester(self, user, page) -> PagePermissionTester:
        """The tester of a page that belongs to an organization."""
        return TESTERS[page.kept_by](user, page)

    def get_all_permissions_for_user(self, user):
        members = [
            Grant(m.body.organization, f"{action}_page")
            for m in rights.memberships(user)
            for action in sorted(self._actions(m.body.kind))
        ]
        granted = self.by_groups.get_cached_permissions_for_user(user)
        return [*(grant for grant in granted if territory.organization_id(user, grant.page) is None), *members]

    def get_cached_permissions_for_user(self, user):
        """Never kept: a term may end between two questions."""
        return self.get_all_permissions_for_user(user)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        whole = self._base_user_has_permission(user)
        if whole is not None:
            return whole
        nearest = territory.organization_id(user, instance)
        if nearest is None:
            return self.by_groups.user_has_any_permission_for_instance(user, actions, instance)
        kept_by = getattr(instance.specific_class, "kept_by", "")
        kinds = {m.body.kind for m in rights.memberships(user) if m.body.organization_id == nearest}
        return any(ACTIONS.get((kind, kept_by), frozenset()) & set(actions) for kind in kinds)

    def instances_user_has_any_permission_for(self, user, actions):
        whole = self._base_queryset_for_user(user)
        if whole is not None:
            return whole
        return self._pages(self._outside(user, actions) | self._inside(user, actions))

    def explorable_root_instance(self, user):
        """The common root of what the user may explore: for most, their own organization."""
        if user.is_superuser:
            return super().explorable_root_instance(user)
        pages = self.instances_with_direct_explore_permission(user)
        key = tuple(sorted(page.path for page in pages))
        kept = getattr(user, self._explorable_root_instance_cache_name, None)
        if kept is None or kept[0] != key:
            try:
                found = Page.objects.first_common_ancestor_of(pages, include_self=True, strict=True)
            except Page.DoesNotExist:
                found = None
            kept = (key, found)
            setattr(user, self._explorable_root_instance_cache_name, kept)
        return kept[1]

    def explorable_instances(self, user):
        whole = self._base_queryset_for_user(user)
        if whole is not None:
            return whole
        root = self.explorable_root_instance(user)
        if root is None:
            return self.model._default_manager.none()
        grants = self.instances_with_direct_explore_permission(user)
        above = {path for page in grants for path in prefixes(page.path) if len(path) >= len(root.path)}
        return self._pages(self._outside(user, EXPLORE) | self._inside(user, EXPLORE, readers=True) | Q(path__in=above))

    def users_with_any_permission(self, actions, include_superusers=True):
        actions = set(actions)
        kinds = [kind for kind in BodyKind if self._actions(kind) & actions]
        groups = self.by_groups.users_with_any_permission(actions, include_superusers)
        return self._users(Q(pk__in=groups.values("pk")), Membership.objects.filter(body__kind__in=kinds))

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        organization = rights.nearest_organization(instance)
        if organization is None:
            return self.by_groups.users_with_any_permission_for_instance(actions, instance, include_superusers)
        kept_by = getattr(instance.specific_class, "kept_by", "")
        kinds = [kind for kind in BodyKind if ACTIONS.get((kind, kept_by), frozenset()) & set(actions)]
        members = Membership.objects.filter(body__kind__in=kinds, body__organization=organization)
        return self._users(Q(is_superuser=True) if include_superusers else Q(pk__in=[]), members)

    def _actions(self, kind: str) -> frozenset[str]:
        return frozenset().union(*(found for (holder, _kept_by), found in ACTIONS.items() if holder == kind))

    def _pages(self, condition: Q):
        return self.model._default_manager.filter(condition)

    def _outside(self, user, actions) -> Q:
        """What groups grant, up to the border of every organization."""
        if not self.by_groups.get_cached_permissions_for_user(user):
            return Q(pk__in=[])
        granted = self.by_groups.instances_user_has_any_permission_for(user, set(actions))
        return Q(pk__in=granted.values("pk")) & ~territory.within_organizations()

    def _inside(self, user, actions, *, readers: bool = False) -> Q:
        """What memberships allow. With `readers` the office's own reading of everything in its organization, too."""
        found = Q(pk__in=[])
        for kind, organizations in self._organizations(user).items():
            types = [k for (holder, k), allowed in ACTIONS.items() if holder == kind and allowed & set(actions)]
            if types:
                own = territory.belonging_to(organizations)
                everything = readers and kind == BodyKind.OFFICE
                found |= own if everything else own & Q(content_type__in=[t for k in types for t in types_kept_by(k)])
        return found

    def _organizations(self, user) -> dict[str, list[OrganizationPage]]:
        by_kind: dict[str, list[OrganizationPage]] = {}
        for membership in rights.memberships(user):
            by_kind.setdefault(membership.body.kind, []).append(membership.body.organization)
        return by_kind

    def _users(self, others: Q, members: Iterable):
        active = members.active(clock.now()).with_account()
        users = get_user_model()._default_manager.filter(is_active=True)
        return users.filter(others | Q(disclosure_memberships__in=active)).distinct()


def register() -> None:
    """Put the policy in Wagtail's place, for every type of page."""
    register_permission_policy(Page, MembershipPagePolicy(Page))
