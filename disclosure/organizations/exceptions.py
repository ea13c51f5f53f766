"""What organizations refuse, each with a sentence for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class NotAdministrator(Refusal):
    """Rosters are kept by the organization's administrators; where none is left, by the superior's (DESIGN §7)."""

    message = _("Only administrators of this organization can do that.")


class CodeFixed(Refusal):
    """A code that stands in index numbers does not change (DESIGN §2, Addresses)."""

    message = _("This code is part of index numbers that were given. It stays as it is.")
