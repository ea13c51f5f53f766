"""`manage.py backup` and `restore`: what was backed up while the site ran comes back, byte for byte, or not at all."""

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings as current
from django.core.management import CommandError, call_command
from django.db import connection, connections

from disclosure.core import clock
from disclosure.core.models import Chain
from disclosure.files import operations as files
from disclosure.files import store
from disclosure.files.models import KeptFile
from disclosure.items.operations import sweep_files
from disclosure.organizations.models import OrganizationPage
from disclosure.runner.backup import databases, manifest, places, postgres, shelf
from disclosure.runner.backup import operations as taking
from disclosure.runner.operations import daily, tell_due
from tests import factories
from tests.items import drafts
from tests.items.library import PDF, document

from .conftest import NOW
from .scene import recorded

TOP = Path(__file__).resolve().parents[2]
AFTER = NOW + timedelta(hours=5)


def backup(folder: Path, **options) -> Path:
    """The new backup in `folder`."""
    out = io.StringIO()
    call_command("backup", str(folder), stdout=out, **options)
    return Path(out.getvalue().splitlines()[0])


def restore(folder: Path) -> str:
    out = io.StringIO()
    call_command("restore", str(folder), stdout=out)
    return out.getvalue()


def refusal(folder: Path) -> str:
    """What `restore` says where it refuses; then nothing was touched."""
    with pytest.raises(CommandError) as refused:
        restore(folder)
    assert not databases.has_tables()
    assert [place for place in places.ALL if places.root(place).exists()] == []
    return str(refused.value)


def lying(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def change(folder: Path, **fields) -> None:
    """Write `fields` into the manifest of a backup."""
    path = folder / manifest.NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "backups"


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


class Writing(Thread):
    """Somebody who goes on working: a file kept, an item signed, posted and told, again and again."""

    def __init__(self, school):
        super().__init__()
        self.school, self.over, self.first = school, Event(), Event()
        self.done, self.trouble = 0, None

    def run(self) -> None:
        with clock.moved(AFTER):
            try:
                while not self.over.is_set():
                    content = PDF + str(self.done).encode()
                    files.keep(io.BytesIO(content), "a.pdf")
                    factories.posted(self.school, title=f"同时写的{self.done}")
                    tell_due(pause=0)
                    self.done += 1
                    self.first.set()
            except Exception as error:
                self.trouble = error
            finally:
                self.first.set()
                connections.close_all()


@contextmanager
def written_meanwhile(school) -> Iterator[Writing]:
    writing = Writing(school)
    writing.start()
    try:
        yield writing
    finally:
        writing.over.set()
        writing.join()


@contextmanager
def empty_database(var: Path) -> Iterator[str]:
    """The address of a new database of the kind that is tested."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{var / 'db.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    address, query = os.environ["DATABASE_URL"].split("?", 1)
    try:
        yield f"{address.rsplit('/', 1)[0]}/{name}?{query}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


AT_THE_OTHER_PLACE = """
import sys, django
django.setup()
from django.core.management import call_command
from disclosure.core import clock
from disclosure.items.models import Posting
from datetime import datetime
with clock.moved(datetime.fromisoformat(sys.argv[2])):
    call_command("restore", sys.argv[1])
    call_command("verify")
print("postings", Posting.objects.count())
"""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_drill(folder, tmp_path):
    """Backed up while somebody writes, restored elsewhere: proved there, and every file as it is in the backup."""
    school = recorded(factories.school())
    factories.posted(school, drafts.full(school, wish_begins_at=None))
    daily(NOW)
    with clock.moved(AFTER), written_meanwhile(school) as writing:
        writing.first.wait()
        made = backup(folder)
        during = writing.done
    assert writing.trouble is None
    var = tmp_path / "var"
    var.mkdir()
    with empty_database(var) as url:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": f"{TOP / 'site'}{os.pathsep}{TOP}",
            "DISCLOSURE_VAR": str(var),
            "DATABASE_URL": url,
        }
        line = [sys.executable, "-c", AT_THE_OTHER_PLACE, str(folder), AFTER.isoformat()]
        done = subprocess.run(line, cwd=TOP, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    postings = int(done.stdout.rsplit("postings ", 1)[1])
    assert 2 <= postings <= during + 2
    for place in places.ALL:
        assert lying(var / place) == lying(made / place)


def test_nothing_secret_is_in_it(folder, here, settings):
    settings.SECRET_KEY = "a-key-that-stands-nowhere-else"
    made = backup(folder)
    assert [name for name, data in lying(made).items() if settings.SECRET_KEY.encode() in data] == []
    assert made.stat().st_mode & 0o077 == 0
    assert {path.name for path in made.iterdir()} == {manifest.NAME, databases.here().FILE, *places.ALL}


def test_the_manifest_says_what_it_is(folder, here):
    made = backup(folder)
    said = manifest.read(made)
    assert said.made_at == NOW
    assert said.kind == connection.vendor
    assert "disclosure.0001_initial" in said.migrations
    assert {(end.name, end.number, end.hash) for end in said.chains} == set(
        Chain.objects.values_list("name", "head_number", "head_hash")
    )
    for file in [said.database, *said.files]:
        assert (made / file.path).stat().st_size == file.size


def test_a_second_one_copies_only_what_is_new(folder, here):
    first = taking.back_up(folder)
    new = files.keep(io.BytesIO(PDF + b"new"), "new.pdf").sha256
    with clock.moved(AFTER):
        second = taking.back_up(folder)
    assert [file.path for file in second.copied] == [f"kept/{store.relative(new)}"]
    assert {file.path for file in second.shared} == {file.path for file in first.copied}
    for file in second.shared:
        assert (second.folder / file.path).samefile(first.folder / file.path)


def test_each_is_whole_without_the_others(folder, here, elsewhere):
    first = backup(folder)
    with clock.moved(AFTER):
        second = backup(folder)
    shutil.rmtree(first)
    with elsewhere():
        restore(second)
        assert OrganizationPage.objects.count() == 2


def test_a_file_of_the_library_that_became_another_is_copied_again(folder, here, settings):
    backup(folder)
    path = next(path for path in Path(settings.MEDIA_ROOT).rglob("*.pdf"))
    path.write_bytes(PDF + b"other")
    with clock.moved(AFTER):
        second = taking.back_up(folder)
    assert [second.folder / file.path for file in second.copied] == [
        second.folder / "media" / path.relative_to(settings.MEDIA_ROOT)
    ]
    assert (second.folder / second.copied[0].path).read_bytes() == path.read_bytes()


def test_a_file_that_is_swept_meanwhile_is_in_it_where_the_database_names_it(folder, here, elsewhere, monkeypatch):
    with clock.moved(NOW - timedelta(days=30)):
        row = files.keep(io.BytesIO(PDF), "draft.pdf")
    os.utime(store.path(row.sha256), (0, 0))
    kind, swept = databases.here(), []
    copy_out = kind.copy_out

    def copy_and_sweep(target, told):
        copy_out(target, told)
        connection.cursor().execute("PRAGMA query_only = OFF")
        connection.cursor().execute("COMMIT")
        swept.append(sweep_files())
        connection.cursor().execute("BEGIN")

    monkeypatch.setattr(kind, "copy_out", copy_and_sweep)
    made = backup(folder)
    assert (swept, store.path(row.sha256).exists()) == ([1], False)
    with elsewhere():
        restore(made)
        assert not files.damaged(KeptFile.objects.get().sha256)


def test_a_kept_file_that_is_damaged_is_told_and_the_rest_is_backed_up(folder, here):
    row = KeptFile.objects.first()
    store.path(row.sha256).chmod(0o644)
    store.path(row.sha256).write_bytes(b"rotten")
    with pytest.raises(CommandError, match=row.sha256):
        backup(folder)
    assert manifest.read(shelf.pick(folder)).files


def test_so_many_stay_as_are_wanted(folder, here):
    for hour in range(4):
        with clock.moved(NOW + timedelta(hours=hour)):
            last = backup(folder, keep=2)
    assert len(shelf.dated(folder)) == 2
    assert shelf.pick(folder) == last


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


def test_it_comes_back_into_an_empty_installation(folder, here, elsewhere):
    media = lying(Path(current.MEDIA_ROOT))
    made = backup(folder)
    with elsewhere():
        assert "Restored as it was at 2026-11-24 09:00:00" in restore(folder)
        assert lying(Path(current.MEDIA_ROOT)) == media
        assert (
            Path(connection.settings_dict["NAME"]).read_bytes()[100:] == (made / "database.sqlite3").read_bytes()[100:]
        )
        assert store.path(KeptFile.objects.first().sha256).stat().st_mode & 0o222 == 0


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


def test_an_older_one_comes_back_and_migrate_is_next(folder, here, elsewhere):
    made = backup(folder)
    older = [name for name in manifest.read(made).migrations if not name.startswith("wagtailusers.")]
    change(made, migrations=older)
    with elsewhere():
        assert "run migrate, then verify" in restore(made)
        assert OrganizationPage.objects.count() == 2


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
