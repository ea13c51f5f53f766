"""Notices for the tests of the board: frozen and permitted by the real operations, at a moment on the clock."""

from disclosure.changes import operations as changes
from disclosure.core import clock
from disclosure.items.models import ItemPage, Posting
from disclosure.items.operations import freeze
from disclosure.items.permits import grant
from tests import factories as make

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
    return put_up(school, at=at, page=ItemPage.objects.get(pk=posting.item_id), **fields)


def withdraw(posting: Posting, school, *, at: str, why: str = "附件里有不应公开的个人信息。"):
    """Taken down at `at`, by the principal."""
    with clock.moved(make.moment(at)):
        return changes.withdraw(posting=posting, by=school.people["principal"], explanation=why)


def stop(posting: Posting, school, *, at: str, why: str = "还要再核对。"):
    """Stopped at `at`, while it waits."""
    with clock.moved(make.moment(at)):
        return changes.stop(posting=posting, by=school.people["principal"], explanation=why)
