"""What the core refuses."""

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
