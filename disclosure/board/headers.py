"""What every public page has in common: read only, no cookie, a strict policy; what KeptAnswersMiddleware may keep."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

# One stylesheet and the kept pictures of this site: no script, no frame, no font, nothing from elsewhere (LOOK.md).
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)


def public(view: Callable) -> Callable:
    """A view of the public board."""

    @require_safe
    @wraps(view)
    def dressed(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return dress(view(request, *args, **kwargs))

    return dressed


def only_of(scope: str, response: HttpResponse) -> HttpResponse:
    """An answer that shows the frame and the postings of one scope of core.change, and of nothing else."""
    response.only_of = scope
    return response


def dress(response: HttpResponse) -> HttpResponse:
    """The headers of a public page. `no-cache`: what was withdrawn lives on in no cache; each asks for it again."""
    response.on_the_board = True
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])  # elder mode
    return response
