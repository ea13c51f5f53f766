"""Taking texts in: what an edition says in the transaction that posts it, what its attachments say soon after."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from ..files import store
from ..files.exceptions import FileGone
from ..items import money, richtext
from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.models import Edition, EditionFile, Posting
from . import pairs, reader
from .models import Text
from .rules import GAP

logger = logging.getLogger("disclosure.search")

BATCH = 5  # of a round of the runner, which has other work
LONGEST_READ_S = 2 * reader.SECONDS
SUM = re.compile(r"-?[0-9]+\.[0-9]{2}")  # as contents hold it; readers see thousands
UNSEEN = {"sizes"}  # of a picture: names and numbers that nobody reads


def take_in(edition: Edition) -> None:
    """What `edition` itself says, once; what is damaged says nothing (verify tells of it)."""
    try:
        text, fault = GAP.join(texts(content_of(edition))), ""
    except ContentDamaged:
        text, fault = "", "damaged"
    _keep(edition, "", text, fault)


def take_in_file(file: EditionFile) -> None:
    """What one attachment says; a file that cannot be read says nothing, and why."""
    known = Text.objects.filter(sha256=file.sha256).first()
    text, fault = (known.text, known.fault) if known else read(file)
    _keep(file.edition, file.sha256, text, fault)


@transaction.atomic
def _keep(edition: Edition, sha256: str, text: str, fault: str) -> None:
    """Two who do it at once: the second does nothing."""
    text = text.replace("\x00", "")
    row, made = Text.objects.get_or_create(edition=edition, sha256=sha256, defaults={"text": text, "fault": fault})
    if made:
        pairs.add(row.pk, row.text)


def texts(content: dict) -> Iterator[str]:
    """All that readers read of a canonical content, piece by piece."""
    yield content["title"]
    yield content["summary"]
    yield from content["topics"]
    for block in content["blocks"]:
        if block["type"] == "text":
            yield from richtext.lines(block["value"])
        else:
            yield from _strings(block["value"])
    yield from (file["title"] for file in content["files"])


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield money.shown(value) if SUM.fullmatch(value) else value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in UNSEEN:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def read(file: EditionFile) -> tuple[str, str]:
    """The text of an attachment, and what was wrong with it."""
    if file.content_type not in reader.KINDS:
        return "", ""
    try:
        with store.require(file.sha256).open("rb") as kept:
            done = subprocess.run(
                [sys.executable, "-I", reader.__file__, file.content_type],
                check=False,
                stdin=kept,
                capture_output=True,
                timeout=LONGEST_READ_S,
            )
    except FileGone:
        return "", "gone"
    except subprocess.TimeoutExpired:
        return "", "too slow"
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        logger.warning("edition %s: attachment %s has no text: %s", file.edition_id, file.sha256, said[-1:])
        return "", "unreadable"
    return done.stdout.decode(), ""


def missing_editions() -> QuerySet[Edition]:
    """Editions that were posted, and whose text is not taken in yet."""
    taken = Text.objects.filter(edition=OuterRef("pk"), sha256="")
    posted = Posting.objects.filter(edition=OuterRef("pk"))
    return Edition.objects.filter(Exists(posted), ~Exists(taken)).select_related("stored").order_by("pk")


def missing_files() -> QuerySet[EditionFile]:
    """Attachments of editions, posted or about to be, that were not read yet."""
    taken = Text.objects.filter(edition=OuterRef("edition"), sha256=OuterRef("sha256"))
    return EditionFile.objects.filter(~Exists(taken), attachment=True).select_related("edition").order_by("pk")


def catch_up(over: Callable[[], bool] = lambda: False) -> int:
    """Take in all that is missing, until `over`; the number of texts."""
    done = 0
    for edition in missing_editions()[:BATCH]:
        if over():
            return done
        take_in(edition)
        done += 1
    for file in missing_files()[:BATCH]:
        if over():
            return done
        take_in_file(file)
        done += 1
    return done


def rebuild(told: Callable[[int], object] = lambda done: None) -> int:
    """Throw all texts away and take them in anew, while the site serves: meanwhile less is found, never too much."""
    with transaction.atomic():
        pairs.clear()
        Text.objects.all().delete()
    done = 0
    while taken := catch_up():
        done += taken
        told(done)
    return done
