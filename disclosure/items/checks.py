"""What an item must have before it is submitted. One list, open to packages above; asked alike by the editor's
checklist, its form and `Task.start()` (DESIGN §4)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """One thing that is missing or wrong: its sentence, the field it stands beside, whether it keeps from submitting."""

    message: str
    field: str = ""
    blocks: bool = True


Check = Callable[[object], Iterable[Fault]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Add a check; it takes the page as it would be frozen and yields faults."""
    _checks.append(check)
    return check


def faults(page) -> list[Fault]:
    """All that keeps `page` from being submitted, or that its clerk should know, in the order of the editor."""
    return [fault for check in _checks for fault in check(page)]


@register
def has_its_place(page):
    """Title, entry and date come before everything (art 12)."""
    if not page.title.strip():
        yield Fault(_("Give the item a title."), "title")
    if page.entry is None:
        yield Fault(_("Choose the catalogue entry it belongs to."), "entry")
    if page.formed_on is None:
        yield Fault(_("Say on which date the matter was formed."), "formed_on")
