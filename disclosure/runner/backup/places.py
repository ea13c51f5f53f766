"""What is kept in files: heads of the ledger, kept files, and the library. By the names they have in a backup."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ...core import heads
from ...files import store

ALL = HEADS, KEPT, MEDIA = "heads", "kept", "media"


def root(place: str) -> Path:
    """The folder of `place` in this installation."""
    return {HEADS: heads.folder(), KEPT: store.root(), MEDIA: Path(settings.MEDIA_ROOT)}[place]


def target(path: str) -> Path:
    """Where the file with the name `path` in a backup belongs in this installation."""
    place, _slash, rest = path.partition("/")
    return root(place) / rest


def files(place: str) -> Iterator[tuple[str, Path]]:
    """Name in a backup and path of each file of `place`. Half-written kept files are none."""
    top = root(place)
    for folder, _folders, names in os.walk(top):
        for name in sorted(names):
            path = Path(folder, name)
            if place != KEPT or store.SHA256.fullmatch(name):
                yield f"{place}/{path.relative_to(top).as_posix()}", path
