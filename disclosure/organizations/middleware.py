"""The door of the admin stands in every request (findings §11)."""

from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.defaults import page_not_found

from ..accounts import factor
from ..core.middleware import page_for
from . import door

NOT_THERE = "wagtailadmin/404.html"  # as where Wagtail finds nothing


def _whole(request, user):
    """Whoever owes the code of a second factor is nobody yet: neither in the admin nor anywhere else."""
    return AnonymousUser() if user.is_authenticated and request.session.get(factor.OWED) else user


class AdminDoorMiddleware:
    """Those who come in by a membership reach the views of a list; everything else is not there for them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = SimpleLazyObject(partial(_whole, request, request.user))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        try:
            answer = door.answer(request, request.resolver_match, kwargs)
        except Exception as exception:  # Django asks no middleware about what another one met
            answer = page_for(request, exception)
            if answer is None:
                raise
        if isinstance(answer, HttpResponse):
            return answer
        if not answer:
            return page_not_found(request, Http404(), NOT_THERE)
        return None
