"""Attachments without text: nothing in them is found, nobody can have them read aloud. Their clerk is told in time."""

import logging
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from time import monotonic

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from ..files import types
from ..files.exceptions import FileGone, FileRefused
from ..items.attached import library_of, opened, title_of
from ..items.checks import Fault
from ..items.streams import stored
from . import reader
from .operations import program

logger = logging.getLogger("disclosure.search")

KNOWN_S = 7 * 24 * 3600
LONGEST_S = 5  # of one file, after which it is not known; and of all, after which the rest is told another time


SILENT = "silent"  # no letter in it
UNREAD = "unread"  # of a kind that the search does not read
SENTENCES = {
    SILENT: _(
        "In “%(title)s” no text was found: perhaps it is a scan. The search finds nothing in it, and who "
        "cannot see it cannot have it read aloud. Better attach the file that was printed, or write here what "
        "it says."
    ),
    UNREAD: _(
        "“%(title)s” is of a kind that the search does not read: what stands in it will not be found. "
        "Better attach it as .docx, .xlsx, .pdf or .txt."
    ),
}


def attachments_have_text(page) -> Iterator[Fault]:
    """A note beside each attachment in which nothing will be found: a scan, or a file of an old kind."""
    documents, _images = library_of(page)
    ends = monotonic() + LONGEST_S
    for block in stored(page.attachments):
        document = documents.get(block["value"].get("document"))
        want = want_of(document, look=monotonic() < ends) if document is not None else ""
        if want:
            title = title_of(block["value"]) or document.title
            yield Fault(SENTENCES[want] % {"title": title}, "attachments", blocks=False, block=block.get("id") or "")


def want_of(document, *, look: bool) -> str:
    """SILENT, UNREAD, or nothing, as far as that is known; where it is not, the file is read if it may be."""
    named = f"{document.pk} {document.file.name} {document.file_hash}"  # another file has another name
    key = f"disclosure.want.{sha256(named.encode()).hexdigest()}"
    known = cache.get(key)
    if known is None and look:
        known = _look(document)
        cache.set(key, known, KNOWN_S)
    return known or ""


def _look(document) -> str:
    try:
        with opened(document) as file:
            kind = types.content_type(file, document.filename)
            if kind not in reader.KINDS:
                return SILENT if kind.startswith("image/") else UNREAD
            file.seek(0)
            data = file.read()
    except (FileGone, FileRefused):  # the checks name it
        return ""
    try:
        done = program(kind, "1", timeout=LONGEST_S, input=data)
    except subprocess.TimeoutExpired:
        logger.warning("document %s: whether it has text was not found out in %s s", document.pk, LONGEST_S)
        return ""
    return "" if done.returncode == 0 and done.stdout else SILENT
