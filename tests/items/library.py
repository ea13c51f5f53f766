"""Documents and images of an organization's library, with real bytes."""

import io
import zipfile

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def document(organization, *, title: str = "收支明细", name: str = "shouzhi.pdf", content: bytes = PDF):
    """A document in the library of `organization`."""
    model = get_document_model()
    return model.objects.create(
        title=title, collection=organization.collection, file=ContentFile(content, name=name), file_size=len(content)
    )


def picture_bytes(form: str = "JPEG", size=(640, 480), colour="#8a6", **options) -> bytes:
    """The bytes of a plain picture."""
    out = io.BytesIO()
    Picture.new(options.pop("mode", "RGB"), size, colour).save(out, form, **options)
    return out.getvalue()


def image(organization, *, title: str = "操场", name: str = "caochang.jpg", content: bytes | None = None):
    """An image in the library of `organization`."""
    content = content or picture_bytes()
    with Picture.open(io.BytesIO(content)) as opened:
        width, height = opened.size
    model = get_image_model()
    return model.objects.create(
        title=title,
        collection=organization.collection,
        file=ContentFile(content, name=name),
        width=width,
        height=height,
        file_size=len(content),
    )


def zipped(*entries: str, mimetype: str = "") -> bytes:
    """A zip with empty entries, as office files are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for entry in entries:
            archive.writestr(entry, "x")
    return out.getvalue()
