"""Two ways to files that are not public: a private address of a kept file, and the library's own address."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from . import addresses, reading
from .exceptions import FileGone
from .responses import POLICY, stream


@require_safe
def private(request, token: str, name: str):
    """A kept file for the person for whom the address was made (signing page, preview, filing)."""
    said = addresses.read(token, request.user)
    if said is None:
        raise Http404
    try:
        return stream(request, said["sha256"], name, said["type"], attachment=said["attachment"])
    except FileGone as gone:
        raise Http404 from gone


@require_safe
def library(request, path: str):
    """What the host mounts at MEDIA_URL: the library's files, to those alone who may see their collection (L20)."""
    try:
        name = default_storage.generate_filename(path)
        if not default_storage.exists(name) or not reading.may_read(request.user, name):
            raise Http404
        file = default_storage.open(name, "rb")
    except (SuspiciousFileOperation, IsADirectoryError) as wrong:
        raise Http404 from wrong
    response = FileResponse(file, filename=name.rsplit("/", 1)[-1])
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response
