"""Keeping files: once, by their content; and sweeping what nobody came to need."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from django.db import transaction

from disclosure.core import clock
from disclosure.files import operations, store
from disclosure.files.exceptions import FileGone, FileRefused
from disclosure.files.models import KeptFile, KeptPicture
from tests.items.library import PDF, picture_bytes

pytestmark = pytest.mark.django_db
SHA = hashlib.sha256(PDF).hexdigest()


def keep(content=PDF, name="a.pdf"):
    return operations.keep(io.BytesIO(content), name)


def keep_and_roll_back():
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)


def lying():
    return [path.name for path in store.root().glob("**/*") if path.is_file()]


def test_a_file_is_kept_under_its_digest():
    row = keep()
    assert (row.sha256, row.size, row.content_type) == (SHA, len(PDF), "application/pdf")
    with operations.open_kept(SHA) as file:
        assert file.read() == PDF
    assert store.path(SHA).stat().st_mode & 0o222 == 0


def test_the_same_content_is_kept_once():
    assert keep() == keep(name="other.pdf")
    assert lying() == [SHA]


def test_it_survives_the_rollback_of_its_caller_and_is_kept_again():
    keep_and_roll_back()
    assert lying() == [SHA]
    assert not KeptFile.objects.exists()
    assert keep().sha256 == SHA


def test_a_refused_file_leaves_nothing_behind():
    with pytest.raises(FileRefused):
        keep(b"<html>", "a.pdf")
    assert not store.root().exists()


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(monkeypatch):
    monkeypatch.setattr(operations, "LARGEST", 10)
    with pytest.raises(FileRefused):
        keep()
    assert not store.root().exists() or lying() == []


def test_a_changed_or_missing_file_is_found():
    keep()
    assert not operations.damaged(SHA)
    store.path(SHA).chmod(0o644)
    store.path(SHA).write_bytes(b"other")
    assert operations.damaged(SHA)
    store.path(SHA).unlink()
    assert operations.damaged(SHA)
    with pytest.raises(FileGone), operations.open_kept(SHA):
        pass


def test_no_name_leads_out_of_the_store():
    with pytest.raises(ValueError):
        store.path("../../etc/passwd")


@pytest.fixture
def older():
    """A moment from which what is kept now is old."""
    return clock.now() + timedelta(days=8)


def test_the_sweep_takes_what_nobody_needs_and_is_old(older, django_capture_on_commit_callbacks):
    keep()
    needed = keep(b"plain", "a.txt").sha256
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.sweep([needed]) == 0  # all too young
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.sweep([needed], before=older) == 1
    assert lying() == [needed]
    assert [row.sha256 for row in KeptFile.objects.all()] == [needed]


def test_what_was_kept_again_just_now_is_young(older, django_capture_on_commit_callbacks):
    keep()
    with clock.moved(older + timedelta(hours=1)):
        keep()
        with django_capture_on_commit_callbacks(execute=True):
            assert operations.sweep([], before=older) == 0
    assert lying() == [SHA]


def test_files_without_a_row_go_half_written_ones_too(older, django_capture_on_commit_callbacks):
    keep_and_roll_back()
    handle, _path = store.draft()
    os.close(handle)
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.sweep([], before=older) == 2
    assert lying() == []


def test_a_picture_goes_with_all_its_sizes_or_stays_with_all(older, django_capture_on_commit_callbacks):
    picture = operations.keep_picture(io.BytesIO(picture_bytes()), "a")
    other = operations.keep_picture(io.BytesIO(picture_bytes(colour="#123")), "b")
    needed = [size["sha256"] for size in picture.sizes]
    with django_capture_on_commit_callbacks(execute=True):
        operations.sweep(needed, before=older)
    assert list(KeptPicture.objects.all()) == [picture]
    assert set(lying()) == set(needed)
    assert other.pk
