"""What the core refuses."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _


class Refusal(Exception):
    """A refusal with a sentence for the person who meets it. Views show it; they never turn it into a 500."""

    message = ""

    def __init__(self, message: str = ""):
        super().__init__(message or str(self.message))


class AppendOnlyViolation(Refusal):
    """Something tried to change or remove a row that is written once (I5, I7)."""

    def __init__(self, model):
        super().__init__(
            _("“%(name)s” is written once: it cannot be changed or deleted.") % {"name": model._meta.verbose_name}
        )


class FreeTextInLedger(Refusal):
    """Ledger entries hold ids, codes and digests, never free text (I5)."""


class ClockWrong(Refusal):
    """The clock of the machine was put on or back: what is decided now would get a moment that nobody can stand by."""

    def __init__(self, now: datetime, off: timedelta):
        shown = formats.date_format(timezone.localtime(now), "DATETIME_FORMAT")
        if off > timedelta(0):
            said = _(
                "The server's clock was put on while the site was running; it shows %(now)s. Nothing is decided until "
                "it is right. Please tell whoever looks after the server."
            )
        else:
            said = _(
                "The server's clock shows %(now)s, and has been later than that before. Nothing is decided until it is "
                "right. Please tell whoever looks after the server."
            )
        super().__init__(said % {"now": shown})
