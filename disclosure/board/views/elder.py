"""The large-print dress (大字版). The only cookie that a visitor ever gets, and only on asking for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

COOKIE = "disclosure_elder"
YEAR_S = 365 * 24 * 3600


@require_safe
def switch(request: HttpRequest) -> HttpResponse:
    """Switch it on (`?on=1`) or off, and go back to the page at `next`."""
    response = redirect(_way_back(request.GET.get("next", "")))
    if request.GET.get("on") == "1":
        response.set_cookie(COOKIE, "1", max_age=YEAR_S, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    response.headers["Cache-Control"] = "no-store"
    return response


def _way_back(wanted: str) -> str:
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else reverse("wagtail_serve", args=[""])
