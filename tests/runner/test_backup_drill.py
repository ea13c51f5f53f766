"""`manage.py backup` and `restore`: what was backed up while the site ran comes back, byte for byte."""

import hashlib
import io
import multiprocessing
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as current
from django.db import connection, connections

from disclosure.core import clock
from disclosure.core.models import Chain, LedgerEntry
from disclosure.files import operations as files
from disclosure.files import store
from disclosure.files.models import KeptFile
from disclosure.items.models import ItemPage
from disclosure.items.operations import sweep_files
from disclosure.organizations.models import OrganizationPage
from disclosure.runner.backup import databases, manifest, places, shelf
from disclosure.runner.backup import operations as taking
from disclosure.runner.operations import daily, tell_due
from disclosure.runner.proof.parts import prove
from tests import factories
from tests.items import drafts
from tests.items.library import PDF

from .backups import backup, change, elsewhere, folder, here, lying, restore, template
from .conftest import NOW
from .scene import recorded

__all__ = ["elsewhere", "folder", "here", "template"]

TOP = Path(__file__).resolve().parents[2]
AFTER = NOW + timedelta(hours=5)


FORK = multiprocessing.get_context("fork")


def posts(school, n: int) -> None:
    """An item is drafted, signed, posted and told."""
    factories.posted(school, title=f"同时写的{n}")
    tell_due(pause=0)


def keeps(school, n: int) -> None:
    """A file is kept, and an item renamed."""
    files.keep(io.BytesIO(PDF + str(n).encode()), "a.pdf")
    page = ItemPage.objects.get(title="同时改的")
    page.summary = f"第{n}次"
    page.save_revision(user=school.people["office2"])


class Writer:
    """Somebody who goes on working, in a process of their own."""

    def __init__(self, school, work):
        self.first, self.over, self.done = FORK.Event(), FORK.Event(), FORK.Value("i", 0)
        self.process = FORK.Process(target=self._run, args=(school, work), daemon=True)

    def _run(self, school, work) -> None:
        with clock.moved(AFTER):
            while not self.over.is_set():
                work(school, self.done.value)
                self.done.value += 1
                self.first.set()
        connections.close_all()


@contextmanager
def written_meanwhile(school) -> Iterator[list[Writer]]:
    """Inside the block both have begun, and go on. Neither met an error."""
    writers = [Writer(school, work) for work in (posts, keeps)]
    connections.close_all()
    for writer in writers:
        writer.process.start()
    try:
        assert all(writer.first.wait(60) for writer in writers)
        yield writers
    finally:
        for writer in writers:
            writer.over.set()
            writer.process.join(60)
    assert [writer.process.exitcode for writer in writers] == [0, 0]


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
    """Backed up while two processes write, restored elsewhere: proved there, and every file as it is in the backup."""
    school = recorded(factories.school())
    factories.posted(school, drafts.full(school, wish_begins_at=None))
    factories.item(school.column, by=school.people["office"], title="同时改的")
    daily(NOW)
    with clock.moved(AFTER), written_meanwhile(school) as (posting, _keeping):
        made = backup(folder)
        during = posting.done.value
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


def test_so_many_stay_as_are_wanted(folder, here):
    for hour in range(4):
        with clock.moved(NOW + timedelta(hours=hour)):
            last = backup(folder, keep=2)
    assert len(shelf.dated(folder)) == 2
    assert shelf.pick(folder) == last


def rows(database: Path) -> set[str]:
    """Everything in it, as statements."""
    with closing(sqlite3.connect(database)) as opened:
        return set(opened.iterdump())


def test_it_comes_back_into_an_empty_installation(folder, here, elsewhere):
    media = lying(Path(current.MEDIA_ROOT))
    made = backup(folder)
    with elsewhere():
        assert "Restored as it was at 2026-11-24 09:00:00" in restore(folder)
        assert lying(Path(current.MEDIA_ROOT)) == media
        assert store.path(KeptFile.objects.first().sha256).stat().st_mode & 0o222 == 0
        connection.close()
        differ = rows(Path(connection.settings_dict["NAME"])) ^ rows(made / "database.sqlite3")
    tables = {re.match(r"INSERT INTO \"(\w+)\"", row)[1] for row in differ}
    assert tables <= {"disclosure_ledgerentry", "disclosure_chain", "sqlite_sequence"}


def test_the_ledger_says_that_it_was_restored_and_from_what(folder, here, elsewhere):
    made = backup(folder)
    with elsewhere(), clock.moved(AFTER):
        restore(made)
        entry = LedgerEntry.objects.get(kind="installation.restored")
        assert entry.chain.name == Chain.INSTALLATION
        assert entry.at == AFTER
        assert datetime.fromisoformat(entry.data["backup"]) == NOW
        assert entry.data["manifest"] == hashlib.sha256((made / manifest.NAME).read_bytes()).hexdigest()
        assert [fault for _part, report in prove() for fault in report.faults] == []


def test_of_many_files_it_tells_how_far_it_is_and_the_next_time_copies_one(folder, here):
    for n in range(200):
        files.keep(io.BytesIO(PDF + str(n).encode()), "a.pdf")
    heard = []
    first = taking.back_up(folder, told=lambda what, done, total: heard.append((str(what), done, total)))
    steps = [done for what, done, total in heard if what == "files" and total]
    assert len(steps) >= 200
    assert len(first.copied) >= 200
    assert any(what == "files" and done == total > 0 for what, done, total in heard)
    files.keep(io.BytesIO(PDF + b"one more"), "a.pdf")
    with clock.moved(AFTER):
        second = taking.back_up(folder)
    assert (len(second.copied), len(second.shared)) == (1, len(first.copied))


def test_an_older_one_comes_back_and_is_brought_up_to_date(folder, here, elsewhere):
    made = backup(folder)
    older = [name for name in manifest.read(made).migrations if not name.startswith("wagtailusers.")]
    change(made, migrations=older)
    with elsewhere():
        assert "brought up to the installed version" in restore(made)
        assert LedgerEntry.objects.filter(kind="installation.restored").exists()
        assert OrganizationPage.objects.count() == 2
