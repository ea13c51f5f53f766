"""A small installation that is backed up, and an empty one beside it."""

import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.management import call_command
from django.db import connection, connections

from disclosure.core import clock
from disclosure.files import operations as files
from disclosure.runner.backup import manifest, places
from disclosure.runner.operations import daily
from tests import factories
from tests.items.library import PDF, document
from tests.standing import NOW

from .scene import recorded


def backup(folder: Path, **options) -> Path:
    """The new backup in `folder`."""
    out = io.StringIO()
    call_command("backup", str(folder), stdout=out, **options)
    return Path(out.getvalue().splitlines()[0])


def restore(folder: Path) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("restore", str(folder), stdout=out)
    return out.getvalue()


def lying(root: Path) -> dict[str, bytes]:
    """Every file below `root`, by its path."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def change(folder: Path, **fields) -> None:
    """Write `fields` into the manifest of a backup."""
    path = folder / manifest.NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


@contextmanager
def at(var: Path) -> Iterator[None]:
    """Inside the block this process works on the installation below `var`, on SQLite."""
    before, there = connections["default"], connections.create_connection("default")
    there.settings_dict = {**before.settings_dict, "NAME": str(var / "db.sqlite3")}
    connections["default"] = there
    with pytest.MonkeyPatch.context() as patch:
        for name, place in zip(("DISCLOSURE_HEADS", "DISCLOSURE_KEPT", "MEDIA_ROOT"), places.ALL, strict=True):
            patch.setattr(current, name, var / place)
        try:
            yield
        finally:
            there.close()
            connections["default"] = before


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "backups"


@pytest.fixture(scope="module")
def template(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """An installation with a school, its ledger, a kept file and a document of its library."""
    var = tmp_path_factory.mktemp("template")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with closing(sqlite3.connect(var / "db.sqlite3")) as migrated:
            connection.connection.backup(migrated)
        with at(var), clock.moved(NOW):
            document(recorded(factories.school()).organization)
            files.keep(io.BytesIO(PDF), "a.pdf")
            daily(NOW)
    return var


@pytest.fixture
def here(template, tmp_path, db) -> Iterator[Path]:
    """The installation that is backed up: a small one, each test's own."""
    var = shutil.copytree(template, tmp_path / "here")
    with at(var):
        yield var


@pytest.fixture
def elsewhere(tmp_path) -> Callable:
    """The installation that is restored: an empty one."""
    var = tmp_path / "elsewhere"
    var.mkdir()
    return lambda: at(var)
