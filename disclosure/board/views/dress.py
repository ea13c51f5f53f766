"""What an organization dresses its pages in: its emblem, and the colour of its links. Both are frame."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ...files.exceptions import FileGone
from ...files.responses import stream
from ...organizations import dress
from ...organizations.models import OrganizationPage

YEAR = "public, max-age=31536000, immutable"


@require_safe
def emblem(request: HttpRequest, code: str) -> HttpResponse:
    """The emblem of a public organization, in its smallest size."""
    pages = OrganizationPage.objects.live().exclude(emblem=None).select_related("emblem")
    page = get_object_or_404(pages, code=code.upper())
    size = page.emblem.sizes[0]
    try:
        return stream(request, size["sha256"], page.code, size["type"], attachment=False)
    except FileGone as gone:
        raise Http404 from gone


@require_safe
def colour(request: HttpRequest, digits: str) -> HttpResponse:
    """Links in this colour, by day and by night; the address says all, so it is kept for ever.

    Who asks for high contrast, and print, have the colours of board.css.
    """
    day = f"#{digits}"
    context = {"day": day, "night": dress.at_night(day)}
    response = render(request, "disclosure/board/colour.css", context, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = YEAR
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
