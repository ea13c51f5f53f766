"""Taking texts in: what an edition says in the transaction that posts it, what its attachments say soon after."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from ..files import store
from ..files.exceptions import FileGone
from ..items import money, richtext
from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.models import Edition, EditionFile, Posting
from . import marks, pairs, reader
from .models import Indexed, Text
from .rules import GAP, plain

logger = logging.getLogger("disclosure.search")

FILES, POSTINGS = 5, 50  # of a round of the runner, which has other work
LONGEST_READ_S = 2 * reader.SECONDS
SUM = re.compile(r"-?[0-9]+\.[0-9]{2}")  # as contents hold it; readers see thousands
UNSEEN = {"sizes"}  # of a picture: names and numbers that nobody reads


@transaction.atomic
def take_in(posting: Posting) -> None:
    """What the edition of `posting` says, and what is known of its attachments; once. Damaged content says nothing."""
    _alone(posting.edition)
    if not Indexed.objects.get_or_create(posting=posting)[1]:
        return
    if not Text.objects.filter(edition=posting.edition, sha256="").exists():
        _keep(posting.edition, "", *_said(posting.edition))
    document = document_of(posting)
    pairs.put(posting.pk, document)
    Indexed.objects.filter(posting=posting).update(document=document.digest)


def _alone(edition: Edition) -> None:
    """Who else posts this edition, or takes in a file of it, waits: a document would lack what the other reads."""
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)


def _said(edition: Edition) -> tuple[str, str]:
    try:
        return GAP.join(texts(content_of(edition))), ""
    except ContentDamaged:  # verify tells of it
        return "", "damaged"


def take_in_file(file: EditionFile) -> None:
    """What one attachment says; a file that cannot be read says nothing, and why."""
    known = Text.objects.filter(sha256=file.sha256).first()
    text, fault = (known.text, known.fault) if known else read(file)
    with transaction.atomic():
        _alone(file.edition)
        before = [(row, document_of(row.posting)) for row in _indexed(file.edition)]
        if _keep(file.edition, file.sha256, text, fault):
            for row, document in before:
                _put_anew(row, document)


def _indexed(edition: Edition) -> list[Indexed]:
    """Its postings that are in the index."""
    rows = Indexed.objects.filter(posting__edition=edition)
    return list(rows.select_related("posting__edition", "posting__index", "posting__column").order_by("pk"))


def _put_anew(row: Indexed, before: pairs.Document) -> None:
    """Another document in the place of `before`; where that is not what was put, the index is made anew as a whole."""
    if before.digest != row.document:
        logger.error("posting %s is not in the index as it was put; run manage.py reindex", row.posting_id)
        return
    document = document_of(row.posting)
    pairs.replace(row.posting_id, before, document)
    row.document = document.digest
    row.save(update_fields=["document"])


def document_of(posting: Posting) -> pairs.Document:
    """What `posting` is found by: its number, its edition's text, what its attachments say as far as they were read."""
    rows = Text.objects.filter(edition=posting.edition_id).order_by("sha256").values_list("text", flat=True)
    return pairs.Document(
        text=plain(GAP.join([posting.index.text, *rows])),
        title=plain(posting.edition.title),
        marks=marks.of(posting),
    )


def _keep(edition: Edition, sha256: str, text: str, fault: str) -> bool:
    """Whether it was kept now; two who do it at once: the second does nothing."""
    text = text.replace("\x00", "")
    return Text.objects.get_or_create(edition=edition, sha256=sha256, defaults={"text": text, "fault": fault})[1]


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
            done = program(file.content_type, timeout=LONGEST_READ_S, stdin=kept)
    except FileGone:
        return "", "gone"
    except subprocess.TimeoutExpired:
        return "", "too slow"
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        logger.warning("edition %s: attachment %s has no text: %s", file.edition_id, file.sha256, said[-1:])
        return "", "unreadable"
    return done.stdout.decode(), ""


def program(content_type: str, *limits: str, **options) -> subprocess.CompletedProcess:
    """The reader at work on what `options` hand it: stdin, or the bytes as input. Raises TimeoutExpired."""
    line = [sys.executable, "-I", reader.__file__, content_type, *limits]
    return subprocess.run(line, check=False, capture_output=True, **options)


def missing_postings() -> QuerySet[Posting]:
    """Postings that are not in the index yet."""
    taken = Indexed.objects.filter(posting=OuterRef("pk"))
    found = Posting.objects.filter(~Exists(taken)).select_related("edition__stored", "index", "column")
    return found.order_by("pk")


def missing_files() -> QuerySet[EditionFile]:
    """Attachments of editions, posted or about to be, that were not read yet."""
    taken = Text.objects.filter(edition=OuterRef("edition"), sha256=OuterRef("sha256"))
    return EditionFile.objects.filter(~Exists(taken), attachment=True).select_related("edition").order_by("pk")


def catch_up(over: Callable[[], bool] = lambda: False) -> int:
    """Take in all that is missing, until `over`; the number of texts."""
    done = 0
    for file in missing_files()[:FILES]:
        if over():
            return done
        take_in_file(file)
        done += 1
    for posting in missing_postings()[:POSTINGS]:
        if over():
            return done
        take_in(posting)
        done += 1
    return done


def rebuild(told: Callable[[int], object] = lambda done: None) -> int:
    """Throw all texts away and take them in anew, while the site serves: meanwhile less is found, never too much."""
    begin_anew()
    done = 0
    while taken := catch_up():
        done += taken
        told(done)
    return done


@transaction.atomic
def begin_anew() -> None:
    """Throw all texts away; the runner takes them in anew, a few each second."""
    pairs.clear()
    Indexed.objects.all().delete()
    Text.objects.all().delete()


@dataclass(frozen=True)
class Standing:
    """How far the index is: postings, those of them that are in it, attachments not read yet, those without text."""

    postings: int
    taken: int
    unread: int
    without_text: int

    @property
    def missing(self) -> int:
        return self.postings - self.taken


def standing() -> Standing:
    """What is in the index now."""
    return Standing(
        postings=Posting.objects.count(),
        taken=Indexed.objects.count(),
        unread=missing_files().count(),
        without_text=Text.objects.filter(text="").exclude(sha256="").count(),
    )
