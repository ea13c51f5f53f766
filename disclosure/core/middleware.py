"""What no view has answered, as a page with words: an outage below us, a refusal that nobody turned into a message."""

import logging
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .exceptions import Refusal
from .outages import Outage, outage_of

logger = logging.getLogger("disclosure.outage")

RETRY_S = "60"
SECRET = ("password", "code")  # fields of such names are not written into a page
ALL = "__ALL__"  # what Django writes where a view says that every field is a secret


class OutageMiddleware:
    """503 with a sentence and a button that sends the same form again; 409 where something was refused in between."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page_for(request, exception)


def page_for(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The page that says what `exception` tells; None where it is a fault of ours."""
    refusal = outage_of(exception) or (exception if isinstance(exception, Refusal) else None)
    if refusal is None:
        return None
    outage = isinstance(refusal, Outage)
    if outage:
        logger.error("%s: %s", request.path, refusal, exc_info=exception)
    context = {"sentence": str(refusal), "outage": outage, "fields": list(_typed(request))}
    response = render(request, "disclosure/core/outage.html", context, status=503 if outage else 409)
    response.headers["Cache-Control"] = "no-store"
    if outage:
        response.headers["Retry-After"] = RETRY_S
    return response


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was sent with a form, so that it can be sent once more; passwords and codes are asked for again."""
    if request.method != "POST" or request.FILES:
        return
    secret = getattr(request, "sensitive_post_parameters", ())
    for name, values in request.POST.lists():
        if secret != ALL and name not in secret and not any(word in name for word in SECRET):
            yield from ((name, value) for value in values)
