"""A search that takes too long is stopped, and the visitor reads so."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..search import bounds
from .forms import asked_for
from .frame import Crumb, site_frame


def bounded(view: Callable) -> Callable:
    """A view that searches. What is stopped answers 503: nobody keeps it, and who follows a feed asks again."""

    @wraps(view)
    def within(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            with bounds.bounded(bounds.SECONDS):
                return view(request, *args, **kwargs)
        except bounds.TookTooLong:
            frame = site_frame("search", Crumb(_("Search")))
            context = {"frame": frame, "words": asked_for(request.GET).words, "seconds": round(bounds.SECONDS)}
            return render(request, "disclosure/board/stopped.html", context, status=503)

    return within
