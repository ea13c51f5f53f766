"""Suggestions of topics while one types. Wagtail's own are of everybody's drafts (L11); these are not."""

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..core import clock
from .models import ItemPage, Posting, Topic

LONGEST = 10


def known_to(user):
    """Topics of items that `user` explores, and of those that everyone reads now; the page has the posted ones."""
    explored = policy_registry.get_by_type(Page).explorable_instances(user).values("pk")
    read = Posting.objects.visible_to(user, clock.now()).values("item")
    items = ItemPage.objects.filter(Q(pk__in=explored) | Q(live=True, pk__in=read))
    return Topic.objects.filter(items__content_object__in=items).distinct()


def suggest(request: HttpRequest) -> JsonResponse:
    """What the field asks for: the names that contain what was typed, as a list."""
    term = request.GET.get("term", "").strip()
    found = known_to(request.user).filter(name__icontains=term) if term else Topic.objects.none()
    return JsonResponse(list(found.order_by("name").values_list("name", flat=True)[:LONGEST]), safe=False)
