"""The preview of an installation, as a list: what will be made, what is there already, what differs and stays."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..organizations.models import BodyKind, OrganizationPage
from .schema import Profile


class Part(models.TextChoices):
    BODY = "body", _("bodies")
    COLUMN = "column", _("columns")
    STEP = "step", _("signing steps")
    ROUTE = "route", _("signing routes")
    CATALOG = "catalog", _("catalogue")
    ENTRY = "entry", _("catalogue entries")


class Action(models.TextChoices):
    MAKE = "make", _("will be made")
    KEEP = "keep", _("is there already")
    DIFFERS = "differs", _("differs, and stays as it is")


@dataclass(frozen=True)
class Line:
    """One thing of a profile, by its key: a body's kind, a column's code, an entry's number, a route's name."""

    part: Part
    key: str
    title: str
    action: Action
    reason: str
    quote: str = ""
    plan_ref: str = ""

    @property
    def label(self) -> str:
        """The key as people know it: kinds by their names, codes and numbers as they are; of the rest nothing."""
        if self.part == Part.BODY:
            return str(BodyKind(self.key).label)
        return self.key if self.part in {Part.COLUMN, Part.ENTRY} else ""


@dataclass(frozen=True)
class Group:
    """The lines of one part, counted."""

    part: Part
    lines: list[Line]
    counts: dict[Action, int]


@dataclass(frozen=True)
class Preview:
    """What installing `profile` in `organization` would do. Nothing was changed by asking."""

    profile: Profile
    organization: OrganizationPage
    lines: list[Line] = field(default_factory=list)

    def makes(self, part: Part) -> set[str]:
        return {line.key for line in self.lines if line.part == part and line.action == Action.MAKE}

    def count(self, action: Action) -> int:
        return sum(line.action == action for line in self.lines)

    @property
    def changes_anything(self) -> bool:
        return self.count(Action.MAKE) > 0

    def groups(self) -> list[Group]:
        """The lines part by part; a part without lines is left out."""
        found = []
        for part in Part:
            lines = [line for line in self.lines if line.part == part]
            counts = {action: sum(line.action == action for line in lines) for action in Action}
            if lines:
                found.append(Group(part, lines, counts))
        return found
