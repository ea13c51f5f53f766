"""What can be wrong with a profile, said so that its author finds the place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..core.exceptions import Refusal


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one place. `path` is the way to the field: keys, and positions counted from 0."""

    file: str
    line: int
    path: tuple[str | int, ...]
    reason: str

    @property
    def field(self) -> str:
        """The way to the field in words, positions counted from 1: `item 4, threshold, amount`."""
        words = [_("item %(number)d") % {"number": step + 1} if isinstance(step, int) else step for step in self.path]
        return _(", ").join(words) or _("the whole file")

    def __str__(self) -> str:
        return _("%(file)s, line %(line)d, %(field)s: %(reason)s") % {
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "reason": self.reason,
        }


class ProfileError(Refusal):
    """A profile cannot be used. Carries every fault that was found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnknownProfile(Refusal):
    """There is no profile of this name; the names that there are come with the refusal."""

    def __init__(self, name: str, known: Iterable[str]):
        names = {"name": name, "known": _(", ").join(known)}
        super().__init__(_("There is no profile named “%(name)s”. There are: %(known)s.") % names)


class AnotherProfileHere(Refusal):
    """One organization has one catalogue, so it follows one regime."""

    def __init__(self, title: str):
        sentence = _("This organization follows the profile “%(title)s” already. One organization follows one profile.")
        super().__init__(sentence % {"title": title})
