"""Reads the text of one file, as a program of its own: `python -I reader.py TYPE [MOST] < file > text`.

It runs apart, under limits of time and memory, since files come from outside: whatever a file does to the reader, it
does to this process alone. It imports nothing of Django.
"""

import io
import resource
import sys
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import pypdfium2
from openpyxl import load_workbook

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
MOST = 2_000_000  # characters of one file; what comes after is not found
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/header", "word/footer")
GAP = "\ue000"


def pdf(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        yield page.get_textpage().get_text_range()
        page.close()


def docx(data: bytes) -> Iterator[str]:
    """Paragraph by paragraph, cells of tables among them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith(PARTS):
                with archive.open(name) as part:
                    yield from _paragraphs(part)


def _paragraphs(part) -> Iterator[str]:
    for _event, element in ElementTree.iterparse(part):
        if element.tag == f"{WORD}p":
            yield "".join(_run(each) for each in element.iter())
            element.clear()


def _run(element) -> str:
    if element.tag == f"{WORD}t":
        return element.text or ""
    return " " if element.tag in (f"{WORD}tab", f"{WORD}br", f"{WORD}cr") else ""


def xlsx(data: bytes) -> Iterator[str]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield sheet.title
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


def plain(data: bytes) -> Iterator[str]:
    """UTF-8, or else GB18030, as the files of an office are."""
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("gb18030", errors="replace")


KINDS = {
    "application/pdf": pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
    "text/plain": plain,
    "text/csv": plain,
}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    left = int(sys.argv[2]) if len(sys.argv) > 2 else MOST
    for part in filter(str.strip, KINDS[sys.argv[1]](sys.stdin.buffer.read())):
        sys.stdout.buffer.write((part[:left] + GAP).encode("utf-8", errors="ignore"))
        left -= len(part) + 1
        if left <= 0:
            break


if __name__ == "__main__":
    main()
