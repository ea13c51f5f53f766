"""What `manage.py backup` and `restore` refuse, each with a sentence that says what to do."""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.management import CommandError

from disclosure.files import store
from disclosure.files.models import KeptFile
from disclosure.runner.backup import databases, manifest, places, postgres, shelf

from .backups import backup, change, elsewhere, folder, here, restore, template

__all__ = ["elsewhere", "folder", "here", "template"]


def refusal(folder: Path) -> str:
    """What `restore` says where it refuses; then nothing was touched."""
    with pytest.raises(CommandError) as refused:
        restore(folder)
    assert not databases.has_tables()
    assert [place for place in places.ALL if places.root(place).exists()] == []
    return str(refused.value)


def test_without_room_nothing_is_begun(folder, here, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(CommandError, match="are free"):
        backup(folder)
    assert [path.name for path in folder.iterdir()] == ["lock"]


def test_two_at_once_are_one(folder, here):
    folder.mkdir()
    with shelf.alone(folder), pytest.raises(CommandError, match="is running"):
        backup(folder)


def test_it_does_not_back_itself_up(here):
    with pytest.raises(CommandError, match="outside of it"):
        backup(Path(current.MEDIA_ROOT) / "backups")


def test_a_kept_file_that_is_damaged_is_told_and_the_rest_is_backed_up(folder, here):
    row = KeptFile.objects.first()
    store.path(row.sha256).chmod(0o644)
    store.path(row.sha256).write_bytes(b"rotten")
    with pytest.raises(CommandError, match=row.sha256):
        backup(folder)
    assert manifest.read(shelf.pick(folder)).files


def test_one_that_is_not_empty_is_refused(folder, here, elsewhere):
    made = backup(folder)
    with pytest.raises(CommandError, match=r"empty installation only.*has tables"):
        restore(made)
    with elsewhere():
        store.root().mkdir(parents=True)
        (store.root() / "something").touch()
        with pytest.raises(CommandError, match="kept"):
            restore(made)
        assert not databases.has_tables()
        assert (store.root() / "something").exists()


def cut_while_it_was_made(made: Path) -> None:
    (made / manifest.NAME).unlink()


def cut_while_it_was_copied(made: Path) -> None:
    path = made / manifest.NAME
    path.write_bytes(path.read_bytes()[:-200])


def shorter_database(made: Path) -> None:
    os.truncate(made / "database.sqlite3", 8192)


def altered_database(made: Path) -> None:
    with (made / "database.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"altered")


def altered_file(made: Path) -> None:
    path = next((made / "kept").rglob("??/*"))
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[:-1] + b"!")


def missing_file(made: Path) -> None:
    next((made / "media").rglob("*.pdf")).unlink()


def newer(made: Path) -> None:
    change(made, version="9.0", migrations=[*manifest.read(made).migrations, "disclosure.0099_later"])


def newer_form(made: Path) -> None:
    change(made, version="9.0", form=2)


def other_kind(made: Path) -> None:
    change(made, kind="postgresql")


def leads_elsewhere(made: Path) -> None:
    file = {"path": "kept/../../somewhere", "size": 1, "sha256": "0" * 64, "mtime_ns": 0}
    change(made, files=[file])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut_while_it_was_made, "cut off while it was made or copied. Copy it anew, or take another one"),
        (cut_while_it_was_copied, "cannot be read as a manifest: it was cut off or altered"),
        (shorter_database, "nothing was restored.*\ndatabase.sqlite3: has 8192 bytes, and had"),
        (altered_database, "nothing was restored.*\ndatabase.sqlite3: has other bytes than were written"),
        (altered_file, r"nothing was restored.*\nkept/../[0-9a-f]{64}: has other bytes than were written"),
        (missing_file, r"nothing was restored.*\nmedia/documents/\w+.pdf: is missing"),
        (newer, "made by version 9.0 .*disclosure.0099_later.* Install the version that made it, or a later one"),
        (newer_form, "made by version 9.0 .*manifest 2"),
        (other_kind, "a database of postgresql, and this installation uses sqlite. Let DATABASE_URL name"),
        (leads_elsewhere, "cut off or altered"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_not_whole_or_does_not_fit_is_refused_with_what_to_do(folder, here, elsewhere, damage, said):
    made = backup(folder)
    damage(made)
    with elsewhere():
        sentence = refusal(made)
    assert re.search(said, sentence)


def test_chains_that_end_elsewhere_than_the_manifest_says_are_told(folder, here, elsewhere):
    made = backup(folder)
    ends = [end.model_dump() | {"hash": "0" * 64} for end in manifest.read(made).chains]
    change(made, chains=ends)
    with elsewhere(), pytest.raises(CommandError, match="do not start the site on it"):
        restore(made)


def test_what_fails_on_the_way_leaves_it_as_empty_as_it_was(folder, here, elsewhere, monkeypatch):
    made = backup(folder)

    def fail(source, told):
        raise OSError("the disk went away")

    with elsewhere():
        monkeypatch.setattr(databases.here(), "load", fail)
        with pytest.raises(CommandError, match="the disk went away"):
            restore(made)
        assert [path for place in places.ALL for path in places.root(place).glob("*")] == []
        monkeypatch.undo()


def test_without_postgresqls_programs_it_says_which(here, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(postgres.ProgramMissing, match="“pg_dump” is not on the PATH"):
        postgres._run("pg_dump", watch=lambda: None)
