"""Rules of the catalogue: pure, everything is handed to them."""

import re
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NUMBER = re.compile(r"[1-9][0-9]?(\.[1-9][0-9]?){0,2}")


class RequiredBlock(models.TextChoices):
    """The parts of an item that an entry can demand."""

    TEXT = "text", gettext_lazy("text")
    FEES = "fees", gettext_lazy("fee schedule")
    ACCOUNTS = "accounts", gettext_lazy("income and expense")
    PERSONS = "persons", gettext_lazy("list of persons")
    AWARD = "award", gettext_lazy("result of an award or appointment")
    VOTES = "votes", gettext_lazy("vote record")
    TIMELINE = "timeline", gettext_lazy("project timeline")
    PICTURES = "pictures", gettext_lazy("pictures")
    ATTACHMENTS = "attachments", gettext_lazy("attachments")


def entry_faults(
    *, number: str, taken: bool, proactive: bool, exempt: bool, ground: str, at_home: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry: field and sentence.

    `taken`: another entry of the catalogue has the number. `at_home`: its column is one of its own organization.
    """
    if not NUMBER.fullmatch(number):
        yield "number", _("Write the number as 3 or 3.2.")
    if taken:
        yield "number", _("Another entry of this catalogue has the number already.")
    if exempt and not ground:
        yield "ground", _("What is exempt needs its ground (art 14 to 16).")
    if proactive and ground:
        yield "ground", _("What is disclosed proactively has no ground.")
    if not at_home:
        yield "column", _("Choose a column of the same organization.")
