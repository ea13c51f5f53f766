"""The place of kept files: below `settings.DISCLOSURE_KEPT`, each named by its SHA-256, written once."""

import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from .exceptions import FileGone

SHA256 = re.compile(r"[0-9a-f]{64}")


def root() -> Path:
    """The folder of the store."""
    return Path(settings.DISCLOSURE_KEPT)


def relative(sha256: str) -> str:
    """Where a file lies below the root: two digits as a folder, so that no folder grows without bound."""
    if not SHA256.fullmatch(sha256):
        raise ValueError("A SHA-256 is 64 hexadecimal digits.")
    return f"{sha256[:2]}/{sha256}"


def path(sha256: str) -> Path:
    """The path of a file, whether it is there or not."""
    return root() / relative(sha256)


def require(sha256: str) -> Path:
    """The path of a file that is there. Raises FileGone."""
    found = path(sha256)
    if not found.is_file():
        raise FileGone()
    return found


def draft() -> tuple[int, Path]:
    """A new file to be written, beside its later place, so that it can be renamed in one step."""
    root().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="new-", dir=root())
    return handle, Path(name)


def settle(written: Path, sha256: str) -> Path:
    """Give the finished file `written` its name, in one step; it is on the disk when this returns."""
    target = path(sha256)
    target.parent.mkdir(exist_ok=True)
    written.chmod(0o444)
    os.replace(written, target)
    _sync(target.parent)
    return target


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
