"""Hostile and broken attachments: the reader ends within its limits, and what it met stays with it."""

import io
import subprocess
import sys
import zipfile

import pytest

from disclosure.search import reader

from .files import NAMESPACE, docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def run(kind: str, content: bytes) -> subprocess.CompletedProcess:
    line = [sys.executable, "-I", reader.__file__, kind]
    return subprocess.run(line, input=content, capture_output=True, timeout=2 * reader.SECONDS)


def packed(document: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return out.getvalue()


LAUGHS = (
    "<!DOCTYPE d [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (DOCX, packed(f"{LAUGHS}<w:document {NAMESPACE}><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:document>")),
        (DOCX, packed("<w:document")),
        (DOCX, b"PK\x03\x04 no archive"),
        (XLSX, docx("一")),
        ("application/pdf", b"%PDF-1.7\n" + b"[" * 200_000),
        ("application/zip", b""),
    ],
    ids=["laughs", "cut off", "no archive", "another kind", "deep", "unknown kind"],
)
def test_what_cannot_be_read_ends_with_an_error(kind, content):
    assert run(kind, content).returncode != 0


def test_no_more_is_read_than_the_limit():
    done = run("text/plain", "好".encode() * (reader.MOST + 10))
    assert done.returncode == 0
    assert len(done.stdout.decode()) <= reader.MOST + 1


def test_a_paragraph_without_end_stays_within_memory():
    letters = "<w:r><w:t>" + "好" * 1000 + "</w:t></w:r>"
    done = run(DOCX, packed(f"<w:document {NAMESPACE}><w:p>{letters * 20_000}</w:p></w:document>"))
    assert len(done.stdout.decode()) <= reader.MOST + 1
