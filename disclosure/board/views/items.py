"""An item at its index number: what is up, an earlier edition, a file of either, or why it is gone."""

import logging
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ...core import change, clock
from ...files.exceptions import FileGone
from ...files.responses import stream
from ...items.exceptions import ContentDamaged
from ...items.models import Posting
from .. import around, notices
from ..frame import Frame, column_frame, parent_column
from ..headers import dress, only_of, public
from ..reading import Reading, read

logger = logging.getLogger("disclosure.board")


def at_its_number(view: Callable) -> Callable:
    """Hands the view the reading of a number: in capitals (else 301), of what went up (else 404), whole (else 503)."""

    @wraps(view)
    def asked(request: HttpRequest, index: str, **kwargs) -> HttpResponse:
        if index != index.upper():
            return redirect(request.resolver_match.view_name, index=index.upper(), permanent=True, **kwargs)
        reading = read(index, clock.now())
        if reading is None:
            raise Http404
        try:
            return view(request, reading, **kwargs)
        except (ContentDamaged, FileGone) as damage:
            logger.critical("%s is not shown: %s", index, damage)
            return _damaged(request, reading, str(damage))

    return asked


@public
@at_its_number
def item(request: HttpRequest, reading: Reading) -> HttpResponse:
    """The current edition, or what is kept of a past one (200); what was taken down (410)."""
    return _page(request, reading, reading.posting) if reading.open else _gone(request, reading, reading.posting)


@public
@at_its_number
def edition(request: HttpRequest, reading: Reading, number: int) -> HttpResponse:
    """One edition: earlier ones where they stay readable, else only named (410)."""
    posting = reading.of_edition(number)
    if posting is None:
        raise Http404
    if not reading.open:
        return _gone(request, reading, reading.posting)
    if posting.pk == reading.posting.pk:
        return redirect("disclosure:item", index=reading.index)
    return _page(request, reading, posting) if reading.readable(posting) else _gone(request, reading, posting)


@require_safe
@at_its_number
def file(request: HttpRequest, reading: Reading, name: str, edition: int | None = None) -> HttpResponse:
    """A kept file, as long as its edition may be read; it closes in the same moment (410)."""
    posting = reading.posting if edition is None else reading.of_edition(edition)
    kept = reading.file(posting, name) if posting and "\x00" not in name else None
    if kept is None:
        raise Http404
    if not reading.readable(posting):
        return dress(_gone(request, reading, posting if reading.open else reading.posting))
    return stream(request, kept.sha256, kept.name, kept.content_type, attachment=kept.attachment)


def _page(request: HttpRequest, reading: Reading, posting: Posting) -> HttpResponse:
    context = {"notice": notices.notice(reading, posting), "frame": _frame(request, posting)}
    return only_of(change.of_item(posting.item_id), render(request, "disclosure/board/item.html", context))


def _gone(request: HttpRequest, reading: Reading, posting: Posting) -> HttpResponse:
    context = {"stone": notices.tombstone(reading, posting), "frame": _frame(request, posting)}
    return only_of(change.of_item(posting.item_id), render(request, "disclosure/board/gone.html", context, status=410))


def _damaged(request: HttpRequest, reading: Reading, reason: str) -> HttpResponse:
    context = {"index": reading.index, "reason": reason, "frame": _frame(request, reading.posting)}
    return dress(render(request, "disclosure/board/damaged.html", context, status=503))


def _frame(request: HttpRequest, posting: Posting) -> Frame:
    def frame() -> Frame:
        return column_frame(posting.organization, posting.column, parent_column(posting.column), request)

    return around.kept(("frame", request.get_host(), posting.organization_id, posting.column_id), frame)
