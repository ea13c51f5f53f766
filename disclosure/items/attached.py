"""What stands in canonical content for the documents and images of the library.

What is signed names bytes, not rows of the library: a row can be given another file, or deleted (W24).
"""

import re

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..files import operations as kept
from ..files import pictures, types
from ..files.exceptions import FileGone, FileRefused
from .streams import numbers

ENDINGS = {"image/webp": "webp", "image/jpeg": "jpg"}
UNFIT = re.compile(r'[\x00-\x1f\x7f/\\?%*:|"<>#]+')
LONGEST_NAME = 80


class ByNumber:
    """Documents and images by their number in the library: opens nothing."""

    def files(self, attachments: list[dict]) -> list[dict]:
        return [{"document": given.get("document"), "title": title_of(given)} for given in attachments]

    def picture(self, picture: dict) -> dict:
        return picture


class Kept:
    """Documents and images by the kept files they are, right now. Raises FileRefused, FileGone."""

    def __init__(self, documents: dict, images: dict):
        self._documents, self._images = documents, images
        self._pictures = 0

    @classmethod
    def of(cls, page) -> "Kept":
        """For all that `page` names; two queries."""
        return cls(*library_of(page))

    def files(self, attachments: list[dict]) -> list[dict]:
        """Each attachment with name, type, size and SHA-256. Names are unique within the edition."""
        found: list[dict] = []
        for given in attachments:
            file = self.file(given, taken={file["name"] for file in found})
            found += [file] if file else []
        return found

    def file(self, given: dict, taken: set[str]) -> dict | None:
        """One attachment; its name is none of those `taken`."""
        document = self._documents.get(given.get("document"))
        if document is None:
            raise FileGone()
        title = title_of(given) or document.title
        with opened(document) as file:
            kind = types.content_type(file, document.filename)
            row = kept.keep(file, document.filename)
        name = file_name(title, document.file_extension, taken)
        return {"title": title, "name": name, "type": kind, "size": row.size, "sha256": row.sha256}

    def picture(self, picture: dict) -> dict | None:
        """The picture in all its sizes, each with the name under which it is served."""
        image = self._images.get(picture["image"])
        if image is None:
            raise FileGone()
        self._pictures += 1
        with opened(image) as file:
            row = kept.keep_picture(file, image.title)
        sizes = [
            {**size, "name": f"picture-{self._pictures}-{size['width']}.{ENDINGS[size['type']]}"} for size in row.sizes
        ]
        return {"alt": picture["alt"], "caption": picture["caption"], "sizes": sizes}


class Drafted(Kept):
    """For a preview: what cannot be kept (not chosen yet, deleted, refused) is left out; the checklist names it."""

    def file(self, given: dict, taken: set[str]) -> dict | None:
        try:
            return super().file(given, taken)
        except (FileGone, FileRefused):
            return None

    def picture(self, picture: dict) -> dict | None:
        try:
            return super().picture(picture)
        except (FileGone, FileRefused):
            return None


def opened(member):
    """The file of a document or image, open. Raises FileGone."""
    try:
        return member.file.storage.open(member.file.name, "rb")
    except FileNotFoundError as missing:
        raise FileGone() from missing


def library_of(page) -> tuple[dict, dict]:
    """The documents and images that `page` names, by number; those deleted meanwhile are not among them."""
    documents, images = numbers(page)
    return get_document_model().objects.in_bulk(documents), get_image_model().objects.in_bulk(images)


def title_of(attachment: dict) -> str:
    """The title that the clerk gave an attachment; empty where the document's own serves."""
    return " ".join((attachment.get("title") or "").split())


def file_name(title: str, ending: str, taken: set[str]) -> str:
    """A file's name from its title: what it is saved as by those who download it."""
    plain = UNFIT.sub(" ", title).strip(" .")[:LONGEST_NAME].strip() or "file"
    name, number = f"{plain}.{ending.lower()}", 1
    while name in taken:
        number += 1
        name = f"{plain}-{number}.{ending.lower()}"
    return name


def complaint(member) -> None:
    """Refuse a document or image that cannot be kept, without keeping it. Raises FileRefused, FileGone."""
    with opened(member) as file:
        if isinstance(member, get_image_model()):
            pictures.check(file, member.title)
        else:
            types.content_type(file, member.filename)
    if member.file.size > kept.LARGEST:
        raise kept.too_large(member.title)
