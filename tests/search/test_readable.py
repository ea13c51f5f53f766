"""The clerk is told of attachments in which nothing can be found or read aloud, while the draft can be mended."""

import pytest
from django.core.cache import cache

from disclosure.files import types
from disclosure.items import checks
from disclosure.search import readable
from tests import factories
from tests.items.library import document, picture_bytes

from .files import docx, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

SCAN = b"%PDF-1.7\n" + pdf("a").split(b"\n", 1)[1].replace(b"<0001> Tj", b"<> Tj")


@pytest.fixture(autouse=True)
def nothing_known():
    cache.clear()


def draft(school, name: str, content: bytes, title: str = ""):
    attached = document(school.organization, title="收支明细", name=name, content=content)
    return factories.item(
        school.column,
        by=school.people["office"],
        attachments=[("file", {"document": attached, "title": title})],
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", pdf("食堂收支"), False),
        ("a.pdf", SCAN, True),
        ("a.pdf", b"%PDF-1.7 broken", True),
        ("a.docx", docx("食堂收支"), False),
        ("a.docx", docx(" "), True),
        ("a.txt", "食堂收支".encode(), False),
        ("a.jpg", picture_bytes(), True),
        ("a.doc", types.OLE + b"\0" * 600, True),
    ],
)
def test_what_has_no_text_is_told_and_refuses_nothing(school, name, content, told):
    page = draft(school, name, content)
    found = checks.notes(page)
    assert [fault.field for fault in found] == ["attachments"] * told
    assert not any(fault.blocks for fault in found)
    assert all("收支明细" in fault.message and fault.block for fault in found)
    assert not [fault for fault in checks.faults(page) if fault.blocks]


def test_the_editor_shows_it_beside_the_attachment_and_reads_each_file_once(client, school, monkeypatch):
    page = draft(school, "a.pdf", SCAN, title="一份扫描件")
    client.force_login(school.people["office"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    assert "In “一份扫描件” no text was found" in answer.text
    monkeypatch.setattr(readable, "LONGEST_S", -1)  # no time to look: what was found out is known
    assert "In “一份扫描件” no text was found" in client.get(f"/admin/pages/{page.pk}/edit/").text
    cache.clear()
    assert "no text was found" not in client.get(f"/admin/pages/{page.pk}/edit/").text
