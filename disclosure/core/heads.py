"""Heads of the ledger's chains, kept outside the database: a chain alone cannot show that its tail was cut (I5).

One file a year below `settings.DISCLOSURE_HEADS`, one line a head: time, key of the chain, number, hash.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from .models import Chain

LINE = re.compile(r"(\S+) ([0-9a-f-]{36}) ([0-9]+) ([0-9a-f]{64})")


@dataclass(frozen=True)
class Head:
    """A head as it was kept; `place` is file and line. Where the line cannot be read, `chain` is empty."""

    place: str
    chain: str = ""
    number: int = 0
    hash: str = ""


def folder() -> Path:
    """Where heads are kept."""
    return Path(settings.DISCLOSURE_HEADS)


def keep(chains: Iterable[Chain], at: datetime) -> int:
    """Write the heads of `chains` down, as they stand in the database now; on the disk when this returns.

    Chains without an entry have no head. Raises OSError where the folder cannot be written.
    """
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    heads = [c for c in chains if c.head_number]
    lines = [f"{moment} {c.key} {c.head_number} {c.head_hash}\n" for c in heads]
    if lines:
        folder().mkdir(parents=True, exist_ok=True)
        _append(folder() / f"heads-{moment[:4]}.txt", "".join(lines).encode())
    return len(lines)


def _append(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(handle).st_size
        broken = size > 0 and os.pread(handle, 1, size - 1) != b"\n"  # a line cut by a crash does not spoil the next
        os.write(handle, b"\n" + data if broken else data)
        os.fsync(handle)
    finally:
        os.close(handle)


def kept() -> Iterator[Head]:
    """Every head ever kept, oldest first; lines that cannot be read, too."""
    for path in sorted(folder().glob("heads-*.txt")):
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, start=1):
                place = f"{path.name}:{number}"
                found = LINE.fullmatch(line.rstrip("\n"))
                yield Head(place, found[2], int(found[3]), found[4]) if found else Head(place)
