"""Which pages may be named in a chooser: one's own, the way there, and what of others is public as it stands."""

from django.db.models import Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from . import rights, territory
from .models import BodyKind
from .pages import prefixes
from .policies import types_kept_by


def visible(user):
    """Pages that `user` may see the titles of when choosing one. Drafts of other organizations are not among them."""
    if user.is_superuser:
        return Page.objects.all()
    policy = policy_registry.get_by_type(Page)
    explorable, root = policy.explorable_instances(user), policy.explorable_root_instance(user)
    frame = Q(content_type__in=types_kept_by(BodyKind.ADMINISTRATORS), live=True, has_unpublished_changes=False)
    found = Q(pk__in=explorable.values("pk")) | Q(path__in=prefixes(root.path) if root else []) | frame
    if not rights.memberships(user):
        found |= ~territory.within_organizations()
    return Page.objects.filter(found)
