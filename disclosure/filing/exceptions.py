"""What filing refuses."""

from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class NotTheSuperior(Refusal):
    """Only the office with which it was filed acknowledges it."""

    message = _("Only the office with which it was filed can acknowledge it.")


class AlreadyAcknowledged(Refusal):
    """A filing has one receipt."""

    message = _("This filing has been acknowledged already.")
