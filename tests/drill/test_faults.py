"""Disk full, disk only to be read, database locked, mail server down: right, or refused with a sentence, and seen.

`make drill` holds the lock for a real minute, under the time-out of the real settings.
"""

import errno
import os
import re
import resource
import sqlite3
import threading
import time
from contextlib import contextmanager
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse
from wagtail.documents import get_document_model

from disclosure.core import outages
from disclosure.core.middleware import OutageMiddleware
from disclosure.files import store, types
from disclosure.files.exceptions import FileGone, FileRefused
from disclosure.items import spreadsheets
from disclosure.runner.loop import Runner
from disclosure.runner.models import Told
from disclosure.signoff.models import Signature, Submission
from tests import factories
from tests.items import posting_forms
from tests.items.library import PDF, document, zipped

pytestmark = pytest.mark.django_db(transaction=True)

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
WHOLE = os.environ.get("DISCLOSURE_DRILL") == "all"
TIMEOUT, HELD = (20, 60) if WHOLE else (0.5, 1.5)  # seconds: of a writer, of whoever holds the lock
ON_SQLITE = connection.vendor == "sqlite"
LONG = "数字已逐项核对。" * 120
FULL, ONLY_READ, BUSY = "服务器的磁盘满了", "只能读、不能写", "数据库正被长时间占用"


@pytest.fixture
def submission(school):
    page = factories.item(school.column, by=school.people["office"], title="要签的")
    return factories.submitted(page, school.people["office"])


@pytest.fixture
def reviewer(client, school):
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    return client


@pytest.fixture
def office(client, school):
    client.force_login(school.people["office"], backend=MODEL_BACKEND)
    return client


@pytest.fixture
def full_database():
    """As many pages as there are now, the room in them filled up; given back at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count FROM pragma_page_count()")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        fill(cursor)
    yield
    if connection.connection:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
            cursor.execute("DELETE FROM django_session WHERE session_key LIKE 'fill%%'")


def fill(cursor) -> None:
    for size in (3000, 300, 30):
        for number in range(10_000):
            key = [f"fill{size}-{number}", "x" * size]
            try:
                cursor.execute("INSERT INTO django_session VALUES (%s, %s, '2030-01-01')", key)
            except OperationalError:
                break


@contextmanager
def full_disk(room: int = 100_000):
    """No file grows beyond `room` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def settings_of_database(**changed):
    """The connection of this thread opened anew with other settings."""
    before = {key: connection.settings_dict[key] for key in changed}
    connection.close()
    connection.settings_dict.update(changed)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@contextmanager
def patience(seconds: float):
    """A writer of this thread waits so long."""
    options = {"timeout": seconds} if ON_SQLITE else {"options": f"-c lock_timeout={int(seconds * 1000)}ms"}
    with settings_of_database(OPTIONS=connection.settings_dict["OPTIONS"] | options):
        yield


def another_writer():
    """A connection of somebody else, in the midst of writing: on SQLite all wait for it, here all who decide."""
    if ON_SQLITE:
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        return other
    other = connection.copy()
    other.ensure_connection()
    other = other.connection
    other.execute("BEGIN; LOCK TABLE disclosure_ledgerentry, disclosure_heartbeat IN EXCLUSIVE MODE")
    return other


@contextmanager
def locked(seconds: float | None = None):
    """Somebody else writes into the database, for so long, or as long as the block lasts."""
    other = another_writer()
    if seconds is not None:
        threading.Timer(seconds, other.execute, ["ROLLBACK"]).start()
    try:
        yield
    finally:
        if seconds is None:
            other.execute("ROLLBACK")
            other.close()


def sign(client, submission, **more):
    said = {"digest": submission.edition.digest, "read": "on", "attribute": "proactive", "result": "clear"}
    said |= {"comment": LONG, "password": factories.PASSWORD}
    address = reverse("disclosure_signoff:sign", args=[submission.pk])
    return client.post(address, {f"sign-{name}": value for name, value in said.items()} | more)


def send_again(client, response):
    """What the button of the page sends, with the password."""
    typed = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()))
    typed = {name: unescape(value) for name, value in typed.items()} | {"sign-password": factories.PASSWORD}
    return client.post(response.wsgi_request.path, typed)


def test_who_signs_while_the_database_is_full_reads_it_and_sends_the_same_form_again(
    reviewer, submission, full_database
):
    refused = sign(reviewer, submission)
    assert (refused.status_code, FULL in refused.content.decode()) == (503, True)
    assert LONG in refused.content.decode()
    assert factories.PASSWORD not in refused.content.decode()
    assert not Signature.objects.exists()
    connection.close()
    assert send_again(reviewer, refused).status_code == 302
    assert Signature.objects.get().comment == LONG


def test_a_document_that_does_not_fit_on_the_disk_is_not_half_there(office, school):
    file = SimpleUploadedFile("baobiao.pdf", PDF * 4000, "application/pdf")
    data = {"title": "报表", "collection": school.organization.collection_id, "file": file}
    with full_disk():
        refused = office.post(reverse("wagtaildocs:add"), data)
    assert (refused.status_code, FULL in refused.content.decode()) == (503, True)
    assert "文件需要重新选择" in refused.content.decode()
    assert not get_document_model().objects.exists()
    file.seek(0)
    assert office.post(reverse("wagtaildocs:add"), data | {"file": file}).status_code == 302


def test_what_cannot_be_kept_is_not_submitted_and_the_draft_stays(office, school):
    large = document(school.organization, content=PDF + b"%" * 8_000_000)
    attached = [("file", {"document": large, "title": "明细"})]
    page = factories.item(school.column, by=school.people["office"], title="有附件的", attachments=attached)
    data = posting_forms.of_item(page.get_latest_revision_as_object()) | {"action-submit": "1"}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with full_disk(room=7_000_000):  # the database goes on, the file does not fit
        refused = office.post(address, data)
    assert (refused.status_code, FULL in refused.content.decode()) == (503, True)
    assert not Submission.objects.exists()
    assert list(store.root().glob("new-*")) == []
    assert office.post(address, data).status_code == 302
    assert Submission.objects.get().item_id == page.pk


def test_a_full_disk_is_no_damaged_file():
    class Full:
        """A file whose disk says so."""

        def read(self, size=-1):
            raise OSError(errno.ENOSPC, "No space left on device")

        seek = tell = read

    class Half(Full):
        """One that could be begun."""

        def __init__(self):
            self.left = [b"PK\x03\x04"]

        def seek(self, *place):
            return 0

        def read(self, size=-1):
            return self.left.pop() if self.left else super().read()

        tell = seek

    with pytest.raises(outages.DiskFull):
        types.content_type(Half(), "a.docx")
    with pytest.raises(FileRefused):
        types.content_type(SimpleUploadedFile("a.docx", zipped("x")[:20]), "a.docx")


def test_a_full_disk_is_no_damaged_spreadsheet(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("disclosure.items.spreadsheets.load_workbook", full)
    with pytest.raises(outages.DiskFull):
        spreadsheets.rows_of(SimpleUploadedFile("a.xlsx", zipped("xl/workbook.xml")), "a.xlsx")


def test_on_a_disk_that_can_only_be_read_the_public_reads_on_and_a_signer_reads_a_sentence(client, school, submission):
    posting = factories.posted(school)
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    path = connection.settings_dict["NAME"]
    with settings_of_database(NAME=f"file:{path}?mode=ro"):
        assert client.get(reverse("disclosure:item", args=[posting.index.text])).status_code == 200
        refused = sign(client, submission)
        assert (refused.status_code, ONLY_READ in refused.content.decode()) == (503, True)
        assert not client.get("/health/").json()["checks"]["runner"]["ok"]
    assert send_again(client, refused).status_code == 302


@pytest.mark.postgres
def test_while_the_database_is_locked_all_is_read_and_a_writer_waits_and_reads_a_sentence(client, school, submission):
    posting = factories.posted(school)
    client.force_login(school.people["reviewer"], backend=MODEL_BACKEND)
    with patience(TIMEOUT), locked():
        assert client.get(reverse("disclosure:item", args=[posting.index.text])).status_code == 200
        assert client.get(reverse("disclosure_signoff:sign", args=[submission.pk])).status_code == 200
        began = time.monotonic()
        refused = sign(client, submission)
        assert (refused.status_code, BUSY in refused.content.decode()) == (503, True)
        assert TIMEOUT <= time.monotonic() - began < TIMEOUT + 5
        assert refused["Retry-After"]
    assert not Signature.objects.filter(submission=submission).exists()
    assert send_again(client, refused).status_code == 302


def test_who_signs_in_while_the_database_is_locked_reads_a_sentence(client, school):
    said = {"username": "office", "password": factories.PASSWORD}
    with patience(TIMEOUT), locked():
        refused = client.post(reverse("wagtailadmin_login"), said)
    assert (refused.status_code, BUSY in refused.content.decode()) == (503, True)
    assert factories.PASSWORD not in refused.content.decode()
    assert client.post(reverse("wagtailadmin_login"), said).status_code == 302


@pytest.mark.postgres
def test_after_a_minute_the_one_who_waits_is_served(reviewer, submission):
    with patience(20), locked(HELD):
        if WHOLE:
            assert sign(reviewer, submission).status_code == 503
            time.sleep(25)
        assert sign(reviewer, submission).status_code == 302
    assert Signature.objects.count() == 1


@pytest.mark.postgres
def test_a_runner_that_was_locked_out_says_so_and_tells_everything_once_afterwards(client, school):
    factories.posted(school)
    runner = Runner(pause=0)
    with patience(TIMEOUT):
        with locked():
            runner.round()
            assert "heartbeat" in runner.troubles
            assert not client.get("/health/").json()["checks"]["runner"]["ok"]
        runner._again_at.clear()
        runner.round()
    assert not runner.troubles
    assert Told.objects.filter(told_at__isnull=False).count() == 1
    assert client.get("/health/").json()["checks"]["runner"]["ok"]


def test_a_mail_server_that_is_down_keeps_nobody_from_signing(reviewer, submission, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    assert sign(reviewer, submission).status_code == 302
    assert Signature.objects.count() == 1


def test_health_sees_a_disk_without_room(client, monkeypatch):
    assert client.get("/health/").json()["checks"]["disk"]["ok"]
    monkeypatch.setattr("disclosure.runner.health.LEAST_FREE_MB", 10**9)
    assert not client.get("/health/").json()["checks"]["disk"]["ok"]


def test_a_backup_onto_a_full_disk_leaves_nothing_that_looks_like_one(tmp_path, school):
    factories.posted(school)
    with full_disk(room=1000), pytest.raises(CommandError):
        call_command("backup", tmp_path / "shelf")
    assert [path.name for path in (tmp_path / "shelf").iterdir()] == ["lock"]
    call_command("backup", tmp_path / "shelf")
    assert len(list((tmp_path / "shelf").iterdir())) == 2


def test_a_refusal_that_no_view_answers_is_a_sentence(rf):
    refused = OutageMiddleware(lambda request: None).process_exception(rf.get("/"), FileGone())
    assert refused.status_code == 409
    assert str(FileGone()) in refused.content.decode()


def test_a_fault_of_ours_stays_one(rf):
    assert OutageMiddleware(lambda request: None).process_exception(rf.get("/"), ZeroDivisionError()) is None


def test_what_a_view_calls_a_secret_is_not_written_into_the_page(rf):
    request = rf.post("/", {"again": "geheim", "name": "示例"})
    request.sensitive_post_parameters = ("again",)
    page = OutageMiddleware(lambda request: None).process_exception(request, outages.DiskFull()).content.decode()
    assert "示例" in page
    assert "geheim" not in page


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, outages.DiskFull),
        (errno.EDQUOT, outages.DiskFull),
        (errno.EROFS, outages.OnlyRead),
        (errno.EACCES, outages.OnlyRead),
        (errno.EIO, outages.Away),
        (errno.ENOENT, type(None)),
    ],
)
def test_what_a_disk_says_is_understood(number, kind):
    assert type(outages.outage_of(OSError(number, "x"))) is kind
