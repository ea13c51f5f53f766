"""Which files may be published, told by what is in them. A name only has to agree.

What is not on the list is refused: pages and pictures that can carry scripts, programs, office files with macros,
files behind a password, and archives (a signer cannot read what is inside).
"""

import codecs
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from ..core.outages import raise_outage
from .exceptions import FileRefused

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MOST_ENTRIES = 10_000  # entries in a zip; an office file has some dozens


@dataclass(frozen=True)
class Kind:
    """A kind of file: its content type and the endings that its name may have."""

    content_type: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", ("pdf",))
OFD = Kind("application/ofd", ("ofd",))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
PNG = Kind("image/png", ("png",))
WEBP = Kind("image/webp", ("webp",))
GIF = Kind("image/gif", ("gif",))
CSV = Kind("text/csv", ("csv",))
TEXT = Kind("text/plain", ("txt",))
OLD_OFFICE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "dps": "application/vnd.ms-powerpoint",
}
ZIPPED = {
    "word/": Kind(OFFICE + "wordprocessingml.document", ("docx",)),
    "xl/": Kind(OFFICE + "spreadsheetml.sheet", ("xlsx",)),
    "ppt/": Kind(OFFICE + "presentationml.presentation", ("pptx",)),
}
OPEN = {
    OPEN_DOCUMENT + "text": Kind(OPEN_DOCUMENT + "text", ("odt",)),
    OPEN_DOCUMENT + "spreadsheet": Kind(OPEN_DOCUMENT + "spreadsheet", ("ods",)),
    OPEN_DOCUMENT + "presentation": Kind(OPEN_DOCUMENT + "presentation", ("odp",)),
}
ENDINGS = sorted(
    {e for kind in (PDF, OFD, JPEG, PNG, WEBP, GIF, CSV, TEXT, *ZIPPED.values(), *OPEN.values()) for e in kind.endings}
    | set(OLD_OFFICE)
)
SIGNATURES = [
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
]
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
PAGES = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<iframe", b"<?php", b"<!--")


def content_type(file: BinaryIO, name: str) -> str:
    """The content type of `file`, whose name is `name`. Raises FileRefused with a sentence for its owner."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise FileRefused(_("“%(name)s” is empty.") % {"name": name})
    kind = _kind(file, head, name, ending)
    file.seek(0)
    if ending not in kind.endings:
        raise FileRefused(
            _("“%(name)s” is in truth a file of another kind (%(kind)s). Save it with the right ending: %(endings)s.")
            % {"name": name, "kind": kind.content_type, "endings": ", ".join(kind.endings)}
        )
    return kind.content_type


def _kind(file: BinaryIO, head: bytes, name: str, ending: str) -> Kind:
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file, name)
    if head.startswith(OLE):
        return _old_office(file, name, ending)
    return _text(file, head, name, ending)


def _zipped(file: BinaryIO, name: str) -> Kind:
    """Office files are zips; only their table of contents is read."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.namelist()
            mimetype = _mimetype(archive) if "mimetype" in entries[:1] else ""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as broken:
        raise_outage(broken)
        raise FileRefused(_("“%(name)s” is damaged: it cannot be opened.") % {"name": name}) from broken
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(_("“%(name)s” holds too many parts.") % {"name": name})
    lower = [entry.lower() for entry in entries]
    if any(entry.endswith("vbaproject.bin") or entry.startswith(("basic/", "scripts/")) for entry in lower):
        raise _macros(name)
    if "ofd.xml" in lower:
        return OFD
    if mimetype in OPEN:
        return OPEN[mimetype]
    if "[content_types].xml" in lower:
        for folder, kind in ZIPPED.items():
            if any(entry.startswith(folder) for entry in lower):
                return kind
    raise FileRefused(
        _("“%(name)s” is an archive: those who sign cannot read what is inside. Attach the files one by one.")
        % {"name": name}
    )


def _mimetype(archive: zipfile.ZipFile) -> str:
    """The beginning of that entry; it is not unpacked further."""
    with archive.open("mimetype") as entry:
        return entry.read(100).decode("ascii", "replace")


def _old_office(file: BinaryIO, name: str, ending: str) -> Kind:
    """The format of office files before 2007; names of its streams stand in it in UTF-16."""
    file.seek(0)
    streams, before = set(), b""
    while chunk := file.read(1024 * 1024):
        window = before + chunk
        streams |= {word for word in ("_VBA_PROJECT", "EncryptedPackage") if word.encode("utf-16-le") in window}
        before = window[-64:]
    if "_VBA_PROJECT" in streams:
        raise _macros(name)
    if "EncryptedPackage" in streams:
        raise FileRefused(_("“%(name)s” is behind a password. Save it without one.") % {"name": name})
    if ending not in OLD_OFFICE:
        raise _unknown(name)
    return Kind(OLD_OFFICE[ending], (ending,))


def _text(file: BinaryIO, head: bytes, name: str, ending: str) -> Kind:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(PAGES):
        raise FileRefused(
            _("“%(name)s” is a web page or a drawing that can carry scripts. Save it as PDF.") % {"name": name}
        )
    if start.startswith(tuple(program.lower() for program in PROGRAMS)):
        raise FileRefused(_("“%(name)s” is a program. It cannot be published.") % {"name": name})
    if ending not in ("csv", "txt") or not _is_text(file):
        raise _unknown(name)
    return CSV if ending == "csv" else TEXT


def _is_text(file: BinaryIO) -> bool:
    """Whether the whole file is text in UTF-8 or GB18030 (in which spreadsheets are saved here)."""
    for encoding in ("utf-8", "gb18030"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while chunk := file.read(1024 * 1024):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _macros(name: str) -> FileRefused:
    return FileRefused(_("“%(name)s” contains macros. Save it without macros, or as PDF.") % {"name": name})


def _unknown(name: str) -> FileRefused:
    return FileRefused(
        _("“%(name)s” is of a kind that cannot be published. Possible are: %(endings)s.")
        % {"name": name, "endings": ", ".join(ENDINGS)}
    )
