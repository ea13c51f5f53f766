"""Copies of a whole installation, each for one killed process: the database, and the folders beside it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

FOLDERS = {"MEDIA_ROOT": "media", "DISCLOSURE_KEPT": "kept", "DISCLOSURE_HEADS": "heads"}


class Place:
    """One installation in `folder`; on PostgreSQL its database bears `name`."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder, name

    def settle(self) -> None:
        """This process works here from now on."""
        for setting, name in FOLDERS.items():
            setattr(settings, setting, self.folder / name)
        connection.close()
        connection.settings_dict["NAME"] = self._database()

    def copied(self, folder: Path) -> "Place":
        """The same once more, in `folder`. Nobody may be connected."""
        copy = Place(folder, f"{self.name}_copy")
        shutil.copytree(self.folder, folder)
        if connection.vendor == "postgresql":
            _on_the_server(f'DROP DATABASE IF EXISTS "{copy.name}" WITH (FORCE)')
            _on_the_server(f'CREATE DATABASE "{copy.name}" TEMPLATE "{self.name}"')
        return copy

    @contextmanager
    def for_a_while(self, folder: Path) -> Iterator["Place"]:
        """A copy that is gone after the block."""
        copy = self.copied(folder)
        try:
            yield copy
        finally:
            copy.remove()

    def remove(self) -> None:
        """With all that is in it."""
        shutil.rmtree(self.folder)
        if connection.vendor == "postgresql":
            _on_the_server(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _database(self) -> str:
        return self.name if connection.vendor == "postgresql" else str(self.folder / "db.sqlite3")


def taken(folder: Path, name: str) -> Place:
    """The installation that stands here now, its database copied."""
    place = Place(folder, name)
    folder.mkdir()
    for each in FOLDERS.values():
        (folder / each).mkdir()
    if connection.vendor == "postgresql":
        source = connection.settings_dict["NAME"]
        connection.close()
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _on_the_server(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    else:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "db.sqlite3")])
        connection.close()
    return place


def _on_the_server(statement: str) -> None:
    """Outside of every database of ours."""
    with _server() as server:
        server.execute(statement)


@contextmanager
def _server():
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    known = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if key in parameters}
    with psycopg.connect(**known, autocommit=True) as server:
        yield server
