"""Files that mean harm: each ends in a sentence, within a stated memory, or is kept harmless under a safe name."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from openpyxl import Workbook

from disclosure.core.exceptions import Refusal
from disclosure.files import pictures, types
from disclosure.files.responses import disposition
from disclosure.items import spreadsheets
from tests.items.library import PDF, picture_bytes, zipped

MOST_MEMORY = 64 * 1024 * 1024  # bytes that Python may hold at once for one refused file
LIMIT = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it has this size, whatever is in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def book(**parts: bytes) -> bytes:
    """A workbook of one cell with some of its parts replaced: `sheet`, `strings`, or added: `more`."""
    plain = Workbook()
    plain.active.append(["x"])
    out = io.BytesIO()
    plain.save(out)
    names = {
        "sheet": SHEET,
        "strings": "xl/sharedStrings.xml",
        "more": "xl/media/more.bin",
        "workbook": "xl/workbook.xml",
    }
    replaced = {names[name]: content for name, content in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, replaced.pop(entry, old.read(entry)))
        for entry, content in replaced.items():
            new.writestr(entry, content)
    return made.getvalue()


def sheet(rows: str) -> bytes:
    return f'<?xml version="1.0"?><worksheet {SPREADSHEET}><sheetData>{rows}</sheetData></worksheet>'.encode()


def bomb_in_mimetype() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"x" * 100 * 1024 * 1024)
    return out.getvalue()


def altered(content: bytes, offset: int, value: int) -> bytes:
    """A zip with one byte of every local header, and of its line in the table of contents, put to `value`."""
    changed = bytearray(content)
    for mark, beyond in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset + beyond] = value
            at = changed.find(mark, at + 4)
    return bytes(changed)


def lying_sizes() -> bytes:
    """A zip bomb whose table of contents says that it is small."""
    content = bytearray(book(sheet=sheet("<row>" + "<c/>" * 30_000_000 + "</row>")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        real = struct.pack("<I", archive.getinfo(SHEET).file_size)
    return bytes(content).replace(real, struct.pack("<I", 1000))


PICTURES = {
    "huge dimensions": lambda: png(60_000, 60_000),
    "dimensions beyond any": lambda: png(2**31 - 1, 2**31 - 1),
    "no pixel at all": lambda: png(0, 0),
    "a lie about its size": lambda: png(4000, 4000, b"\0" * 100),
    "cut off": lambda: picture_bytes("JPEG", size=(3000, 2000))[:2000],
    "cut off, PNG": lambda: picture_bytes("PNG", size=(300, 200))[:-40],
    "a broken GIF": lambda: b"GIF89a" + b"\xff" * 200,
    "a broken WebP": lambda: b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\xff" * 200,
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "TIFF": lambda: picture_bytes("TIFF"),
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
}
ATTACHMENTS = {
    "a page with the name of a text": (lambda: b"  \n<!DocType HTML><script>alert(1)</script>", "a.txt"),
    "a page behind a comment": (lambda: b"<!-- x --><html><script>alert(1)</script>", "a.txt"),
    "a page in UTF-16": (lambda: "<html><script>".encode("utf-16"), "a.txt"),
    "a page that begins as PDF, as page": (lambda: PDF + b"<html><script>alert(1)</script>", "a.html"),
    "SVG": (lambda: b"<svg onload='alert(1)'/>", "a.svg"),
    "SVG with the name of a picture": (lambda: b"<svg onload='alert(1)'/>", "a.png"),
    "a document with macros": (lambda: zipped("[Content_Types].xml", "word/vbaProject.bin", "word/x.xml"), "a.docm"),
    "that, with the other ending": (lambda: zipped("[Content_Types].xml", "word/vbaProject.bin", "word/x"), "a.docx"),
    "a workbook with macros": (lambda: zipped("[Content_Types].xml", "xl/vbaProject.bin", "xl/x.xml"), "a.xlsm"),
    "an archive": (lambda: zipped("a.pdf"), "a.docx"),
    "more parts than can be": (lambda: zipped(*[f"word/{n}" for n in range(types.MOST_ENTRIES + 1)]), "a.docx"),
    "a mimetype that never ends": (bomb_in_mimetype, "a.odt"),
    "text with NUL": (lambda: b"a,b\0c\n", "a.csv"),
}
SHEETS = {
    "a bomb": (lambda: book(sheet=sheet("<row>" + "<c/>" * 30_000_000 + "</row>")), "a.xlsx"),
    "a bomb beside the sheet": (lambda: book(more=b"\0" * 101 * 1024 * 1024), "a.xlsx"),
    "a bomb that says it is small": (lying_sizes, "a.xlsx"),
    "entities in the sheet": (
        lambda: book(sheet=LIMIT.encode() + b"]>" + sheet("<row><c><v>&i;</v></c></row>").split(b"?>", 1)[1]),
        "a.xlsx",
    ),
    "ten million rows": (lambda: book(sheet=sheet("<row/>" * 10_000_000)), "a.xlsx"),
    "a million attributes": (
        lambda: book(sheet=sheet("<row " + " ".join(f"a{n}=''" for n in range(1_000_001)) + "/>")),
        "a.xlsx",
    ),
    "a sheet that is encrypted": (lambda: altered(book(), 6, 0x01), "a.xlsx"),
    "a sheet packed in a way of its own": (lambda: altered(book(), 8, 0x63), "a.xlsx"),
    "a workbook of something else": (lambda: book(workbook=b"<a/>"), "a.xlsx"),
    "a cell of a string that is not there": (
        lambda: book(sheet=sheet('<row><c t="s"><v>999</v></c></row>')),
        "a.xlsx",
    ),
    "no XML": (lambda: book(sheet=b"\0\xff"), "a.xlsx"),
    "csv with NUL": (lambda: b"a,b\0c\n", "a.csv"),
    "csv with a cell that never ends": (lambda: b'"' + b"x" * (spreadsheets.LARGEST - 10), "a.csv"),
}


def ends_in_a_sentence(act, content: bytes) -> None:
    """It is refused, with words, and Python held no more than MOST_MEMORY for it."""
    tracemalloc.start()
    try:
        with pytest.raises(Refusal) as refused:
            act(io.BytesIO(content))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert str(refused.value)
    assert peak < MOST_MEMORY, f"{peak / 1024 / 1024:.0f} MB"


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture(name):
    ends_in_a_sentence(lambda file: list(pictures.sizes(file, "a.jpg")), PICTURES[name]())


@pytest.mark.parametrize("name", ATTACHMENTS)
def test_a_hostile_attachment(name):
    make, called = ATTACHMENTS[name]
    ends_in_a_sentence(lambda file: types.content_type(file, called), make())


@pytest.mark.parametrize("name", SHEETS)
def test_a_hostile_spreadsheet(name):
    make, called = SHEETS[name]
    ends_in_a_sentence(lambda file: spreadsheets.rows_of(file, called), make())


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a\r\nX: y.pdf", "\u202efdp.exe.pdf", "a\0b.pdf", 'a";x="b.pdf', "公" * 300]
)
def test_a_hostile_name_says_nothing_in_a_header(name):
    header = disposition(name, inline=False)
    assert header.isascii()
    assert header.isprintable()
    assert "/" not in header.split("filename*")[0]
    assert "\u202e" not in header
