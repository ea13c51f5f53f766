"""Attachments with text, as offices write them."""

import io
import zipfile

from openpyxl import Workbook

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*paragraphs: str) -> bytes:
    """A document; each letter of a paragraph in a run of its own, as Word splits them after editing."""
    body = "".join(
        "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{letter}</w:t></w:r>' for letter in text) + "</w:p>"
        for text in paragraphs
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def xlsx(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """One page in a font that says which letters its numbers stand for (ToUnicode), as Chinese PDF files do."""
    numbers = {letter: n for n, letter in enumerate(dict.fromkeys(text), start=1)}
    shown = "".join(f"{numbers[letter]:04x}" for letter in text)
    mapping = "\n".join(f"<{n:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, n in numbers.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(numbers)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
    )
    content = f"BT /F1 12 Tf 50 700 Td <{shown}> Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R]"
        " /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 8 0 R /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        " /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, text_of in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text_of}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )
