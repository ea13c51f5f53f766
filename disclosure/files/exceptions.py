"""What kept files refuse."""

from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class FileRefused(Refusal):
    """A file cannot be published: its kind, its size or what is inside it. The message says why and what to do."""


class FileGone(Refusal):
    """A kept file, or a file of the library, is not where it belongs."""

    message = _("The file is missing from the store.")
