"""Which files may be published is told by what is in them."""

import io

import pytest
from django.conf import settings

from disclosure.files.exceptions import FileRefused
from disclosure.files.types import ENDINGS, content_type
from tests.items.library import PDF, picture_bytes, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def kind(content: bytes, name: str) -> str:
    return content_type(io.BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PDF, "公示.pdf", "application/pdf"),
        (PDF, "公示.PDF", "application/pdf"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "application/ofd"),
        (DOCX, "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (zipped("content.xml", mimetype=ODS), "a.ods", ODS),
        (OLE, "a.doc", "application/msword"),
        (OLE, "a.xls", "application/vnd.ms-excel"),
        (OLE, "a.wps", "application/vnd.ms-works"),
        ("项目,金额\n水费,1\n".encode(), "a.csv", "text/csv"),
        ("项目,金额\n水费,1\n".encode("gb18030"), "a.csv", "text/csv"),
        (b"plain", "a.txt", "text/plain"),
        (picture_bytes("PNG"), "a.png", "image/png"),
        (picture_bytes("JPEG"), "a.jpeg", "image/jpeg"),
        (picture_bytes("WEBP"), "a.webp", "image/webp"),
    ],
)
def test_what_may_be_published(content, name, expected):
    assert kind(content, name) == expected


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"),
        (b"<!DOCTYPE html><html></html>", "a.pdf"),
        (b"<html>", "a.txt"),
        (b"\xef\xbb\xbf  <svg xmlns='x'/>", "a.svg"),
        (b"<?xml version='1.0'?><svg/>", "a.csv"),
        (b"MZ\x90\0program", "a.pdf"),
        (b"#!/bin/sh\nrm -r x", "a.txt"),
        (b"\x7fELF....", "a.doc"),
        (PDF, "a.docx"),
        (picture_bytes("PNG"), "a.jpg"),
        (zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (zipped("content.xml", "Basic/Standard/Module1.xml", mimetype=ODS), "a.ods"),
        (OLE + "_VBA_PROJECT".encode("utf-16-le"), "a.xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx"),
        (OLE, "a.exe"),
        (zipped("a.pdf", "b.pdf"), "a.zip"),
        (b"PK\x03\x04broken", "a.docx"),
        (b"\xff\xfe\0\0binary\0", "a.csv"),
        (b"words", "a.html"),
        (b"words", "no-ending"),
    ],
)
def test_what_is_refused_with_a_sentence(content, name):
    with pytest.raises(FileRefused) as refused:
        kind(content, name)
    assert name in str(refused.value)


def test_a_stream_name_across_two_chunks_is_found():
    padding = b"\0" * (1024 * 1024 - len(OLE) - 5)
    with pytest.raises(FileRefused):
        kind(OLE + padding + "_VBA_PROJECT".encode("utf-16-le"), "a.xls")


def test_the_site_takes_in_exactly_what_can_be_published():
    assert sorted(settings.WAGTAILDOCS_EXTENSIONS) == ENDINGS
