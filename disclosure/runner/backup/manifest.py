"""What a backup says of itself: what made it, when, every file with its hash, where each chain of the ledger ended."""

import json
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from disclosure import __version__

from ...core.models import Chain
from . import places
from .exceptions import BackupCutOff, BackupNewer, ManifestUnreadable

NAME = "manifest.json"
FORM = 1  # the number of the manifest's form


def _below(path: str) -> str:
    """A name of a file in one of the three places, or of one beside the manifest; nothing that leads elsewhere."""
    parts = PurePosixPath(path).parts
    if not parts or {"/", ".."} & {*parts} or (len(parts) > 1 and parts[0] not in places.ALL):
        raise ValueError(path)
    return path


class Part(BaseModel):
    """What the manifest is made of."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class File(Part):
    """A file of the backup: its path, size in bytes, SHA-256, and when the original was written."""

    path: Annotated[str, AfterValidator(_below)]
    size: NonNegativeInt
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    mtime_ns: int


class End(Part):
    """Where a chain of the ledger ended."""

    key: str
    name: str
    number: int
    hash: str


class Manifest(Part):
    """A whole backup. `migrations` are those that were applied, as "app.name": the version of the schema."""

    form: int = FORM
    made_at: datetime
    version: str = __version__
    migrations: list[str]
    kind: str
    chains: list[End]
    database: File
    files: list[File]


def known_migrations() -> set[str]:
    """Every migration that the installed code has."""
    return {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def applied_migrations() -> list[str]:
    """Those of them that the database has."""
    applied = {".".join(key) for key in MigrationRecorder(connection).applied_migrations()}
    return sorted(applied & known_migrations())


def ends() -> list[End]:
    """Where each chain of the ledger ends now."""
    rows = Chain.objects.order_by("pk").values_list("key", "name", "head_number", "head_hash")
    return [End(key=str(key), name=name, number=number, hash=hash) for key, name, number, hash in rows]


def write(manifest: Manifest, folder: Path) -> bytes:
    """Write `manifest` into `folder`; answers its bytes."""
    data = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1).encode()
    (folder / NAME).write_bytes(data)
    return data


def read(folder: Path) -> Manifest:
    """The manifest of the backup in `folder`. Raises BackupCutOff, ManifestUnreadable, BackupNewer."""
    path = folder / NAME
    if not path.is_file():
        raise BackupCutOff(folder)
    try:
        data = json.loads(path.read_bytes())
        if isinstance(data.get("form"), int) and data["form"] > FORM:
            raise BackupNewer(str(data.get("version")), __version__, [f"manifest {data['form']}"])
        return Manifest.model_validate(data)
    except (ValueError, AttributeError, ValidationError) as error:
        raise ManifestUnreadable(path) from error
