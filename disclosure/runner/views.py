"""/health/: for whoever watches over the installation. Numbers only, for it is open to all."""

from django.db import DatabaseError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..core import clock
from .health import checks


@never_cache
@require_safe
def health(request):
    """200 where all is well, 503 where one thing is not, with what was looked at."""
    try:
        found = checks(clock.now())
    except DatabaseError:
        found = {"database": {"ok": False}}
    well = all(check["ok"] for check in found.values())
    return JsonResponse({"ok": well, "checks": found}, status=200 if well else 503)
