"""What the catalogue refuses."""

from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class EntryInUse(Refusal):
    """What something was drafted under is closed, not deleted (I7)."""

    message = _("Items were drafted under this entry. It can be closed, but not deleted.")


class EntryClosedAlready(Refusal):
    message = _("This entry is closed already.")


class EntryOpenAlready(Refusal):
    message = _("This entry is in use already.")


class EntryRefused(Refusal):
    """An entry contradicts itself; the message names each fault."""
