"""Keeping files: once, by content, before the transaction that needs them; and sweeping what nobody came to need."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from ..core import clock
from . import pictures, store, types
from .exceptions import FileGone, FileRefused
from .models import KeptFile, KeptPicture

CHUNK = 1024 * 1024
LARGEST = 50 * 1024 * 1024
LARGEST_TEXT = "50 MB"
UNTOUCHED = timedelta(days=7)  # as long as a draft may lie between being looked at and being submitted


def keep(file: BinaryIO, name: str) -> KeptFile:
    """Keep the content of `file`, whose name is `name`; the same content is kept once.

    It is on the disk when this returns, also when the caller's transaction is rolled back later. Raises FileRefused.
    """
    kind = types.content_type(file, name)
    return _keep(file, name, kind)


def keep_picture(file: BinaryIO, name: str) -> KeptPicture:
    """Keep the picture in `file` in its fixed sizes, without what came along in it. Raises FileRefused."""
    source = _hash(file, name)
    known = KeptPicture.objects.filter(source_sha256=source).first()
    if known and all(store.path(size["sha256"]).is_file() for size in known.sizes):
        _touch(known)
        return known
    made = [
        {
            "width": size.width,
            "height": size.height,
            "sha256": _keep(BytesIO(size.data), name, size.content_type).sha256,
            "type": size.content_type,
            "size": len(size.data),
        }
        for size in pictures.sizes(file, name)
    ]
    return KeptPicture.objects.update_or_create(source_sha256=source, defaults={"sizes": made, "kept_at": clock.now()})[
        0
    ]


@contextmanager
def open_kept(sha256: str) -> Iterator[BufferedReader]:
    """The bytes of a kept file. Raises FileGone."""
    with store.require(sha256).open("rb") as file:
        yield file


def damaged(sha256: str) -> bool:
    """Whether the file in the store is gone, or is no longer what its name says."""
    try:
        with open_kept(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != sha256
    except FileGone:
        return True


def too_large(name: str) -> FileRefused:
    """The refusal of a file beyond the limit."""
    return FileRefused(
        _("“%(name)s” is larger than %(limit)s. Make it smaller, or attach it in parts.")
        % {"name": name, "limit": LARGEST_TEXT}
    )


@transaction.atomic
def sweep(needed: Iterable[str], *, before: datetime | None = None) -> int:
    """Remove kept files that are not among `needed` and were last kept before `before` (seven days ago).

    `needed` are SHA-256 of all files that anything stands on. Answers how many files went.
    """
    before = before or clock.now() - UNTOUCHED
    needed = set(needed)
    old = list(KeptPicture.objects.select_for_update().filter(kept_at__lt=before))
    unneeded = [p for p in old if not needed & {size["sha256"] for size in p.sizes}]
    KeptPicture.objects.filter(pk__in=[picture.pk for picture in unneeded]).delete()
    rows = KeptFile.objects.select_for_update().filter(kept_at__lt=before).exclude(sha256__in=needed)
    rows.delete()
    known = set(KeptFile.objects.values_list("sha256", flat=True))
    gone = [path for path in _lying_about(before) if path.name not in known | needed]
    for path in gone:
        transaction.on_commit(partial(_remove, path, before))
    return len(gone)


def _remove(path: Path, before: datetime) -> None:
    """Unless it was kept again meanwhile."""
    if path.is_file() and _written_at(path) < before:
        path.unlink(missing_ok=True)


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _lying_about(before: datetime) -> Iterator[Path]:
    """Files of the store that were written before `before`, half-written ones among them."""
    root = store.root()
    for path in [*root.glob("??/*"), *root.glob("new-*")]:
        if _written_at(path) < before:
            yield path


def _keep(file: BinaryIO, name: str, kind: str) -> KeptFile:
    sha256, size = _write(file, name)
    kept, made = KeptFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "content_type": kind, "kept_at": clock.now()}
    )
    if not made:
        _touch(kept)
    return kept


def _touch(kept: KeptFile | KeptPicture) -> None:
    """Kept again just now: the sweep leaves it alone."""
    kept.kept_at = clock.now()
    kept.save(update_fields=["kept_at"])


def _write(file: BinaryIO, name: str) -> tuple[str, int]:
    """Stream `file` into the store; answers its SHA-256 and size. Nothing half-written ever has a name."""
    known = _hash(file, name)
    if store.path(known).is_file():
        os.utime(store.path(known))
        return known, store.path(known).stat().st_size
    handle, draft = store.draft()
    try:
        with os.fdopen(handle, "wb") as out:
            digest, size = hashlib.sha256(), 0
            for chunk in _chunks(file, name):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        store.settle(draft, digest.hexdigest())
        return digest.hexdigest(), size
    finally:
        draft.unlink(missing_ok=True)


def _hash(file: BinaryIO, name: str) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(file, name):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: BinaryIO, name: str) -> Iterator[bytes]:
    file.seek(0)
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise too_large(name)
        yield chunk
    file.seek(0)
