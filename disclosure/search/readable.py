"""Attachments without text: nothing in them is found, nobody can have them read aloud. Their clerk is told in time."""

import logging
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from time import monotonic

from django.core.cache import cache
from django.utils.translation import gettext as _

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


def attachments_have_text(page) -> Iterator[Fault]:
    """A note beside each attachment in which no text was found, a scan for example."""
    documents, _images = library_of(page)
    ends = monotonic() + LONGEST_S
    for block in stored(page.attachments):
        document = documents.get(block["value"].get("document"))
        if document is not None and not has_text(document, look=monotonic() < ends):
            sentence = _(
                "In “%(title)s” no text was found: perhaps it is a scan. The search finds nothing in it, and who "
                "cannot see it cannot have it read aloud. Better attach the file that was printed, or write here what "
                "it says."
            )
            title = title_of(block["value"]) or document.title
            yield Fault(sentence % {"title": title}, "attachments", blocks=False, block=block.get("id") or "")


def has_text(document, *, look: bool) -> bool:
    """Whether there is a letter in it, as far as that is known; where it is not, the file is read if it may be."""
    named = f"{document.pk} {document.file.name} {document.file_hash}"  # another file has another name
    key = f"disclosure.text.{sha256(named.encode()).hexdigest()}"
    known = cache.get(key)
    if known is None and look:
        known = _look(document)
        cache.set(key, known, KNOWN_S)
    return known is not False


def _look(document) -> bool:
    try:
        with opened(document) as file:
            kind = types.content_type(file, document.filename)
            file.seek(0)
            data = file.read() if kind in reader.KINDS else b""
    except (FileGone, FileRefused):  # the checks name it
        return True
    if not data:
        return not kind.startswith("image/")
    try:
        done = program(kind, "1", timeout=LONGEST_S, input=data)
    except subprocess.TimeoutExpired:
        logger.warning("document %s: whether it has text was not found out in %s s", document.pk, LONGEST_S)
        return True
    return done.returncode == 0 and bool(done.stdout)
