"""Names of the parts of an item, as the catalogue asks for them and the checklist names them."""

from django.utils.translation import gettext_lazy as _

PARTS = {
    "text": _("Body text"),
    "fees": _("Fee schedule"),
    "accounts": _("Income and expense"),
    "persons": _("List of persons"),
    "award": _("Result of an award or appointment"),
    "votes": _("Vote record"),
    "timeline": _("Project timeline"),
    "pictures": _("Pictures"),
    "attachments": _("Attachments"),
}

SHEETS = ("fees", "accounts", "persons", "timeline")


def sheets() -> list[tuple[str, str]]:
    """The parts that are tables: kind and name."""
    return [(kind, str(PARTS[kind])) for kind in SHEETS]
