"""Notices for the tests of the board: frozen and permitted by the real operations, at a moment on the clock."""

import hashlib

from django.urls import reverse

from disclosure.changes import operations as changes
from disclosure.core import clock
from disclosure.files import store
from disclosure.items.models import EditionFile, ItemPage, Posting
from disclosure.items.operations import freeze
from disclosure.items.permits import grant
from tests import factories as make

PDF = b"%PDF-1.7 whatever"
NOW = make.moment("2026-11-24 09:00")


def put_up(school, *, at="2026-11-20 08:00", column=None, page: ItemPage | None = None, **fields) -> Posting:
    """A notice of `school` that was permitted at `at`, with no signatures; `wish_…` say from when until when."""
    office = school.people["office"]
    with clock.moved(make.moment(at)):
        if page is None:
            page = make.item(column or school.column, by=office, **fields)
        else:
            for name, value in fields.items():
                setattr(page, name, value)
            page.save_revision(user=office)
        revision = page.get_latest_revision()
        return grant(freeze(page=revision.as_object(), revision=revision, by=office), actor=office)


def correct(posting: Posting, school, *, at: str, **fields) -> Posting:
    """The next edition of the same item, permitted at `at`."""
    fields.setdefault("change_note", "更正一处。")
    return put_up(school, at=at, page=ItemPage.objects.get(pk=posting.item_id), **fields)


def withdraw(posting: Posting, school, *, at: str, why: str = "附件里有不应公开的个人信息。"):
    """Taken down at `at`, by the principal."""
    with clock.moved(make.moment(at)):
        return changes.withdraw(posting=posting, by=school.people["principal"], explanation=why)


def stop(posting: Posting, school, *, at: str, why: str = "还要再核对。"):
    """Stopped at `at`, while it waits."""
    with clock.moved(make.moment(at)):
        return changes.stop(posting=posting, by=school.people["principal"], explanation=why)


def address(posting: Posting) -> str:
    """Where the item is."""
    return reverse("disclosure:item", args=[posting.index.text])


def file_of(posting: Posting, name: str = "收支.pdf", data: bytes = PDF) -> EditionFile:
    """An attachment of the edition, in the store of kept files."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = store.path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return EditionFile.objects.create(
        edition=posting.edition,
        sha256=sha256,
        name=name,
        content_type="application/pdf",
        size=len(data),
        attachment=True,
    )
