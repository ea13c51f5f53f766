"""What items refuse."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class ContentDamaged(Refusal):
    """An edition's content does not match its digest: it is not shown (I1)."""

    message = _("The content of this edition does not match its digest. It is not shown.")


class NothingToShow(Refusal):
    """The wished period is over before it begins."""

    message = _("The period in which this would be up is over already.")


class NotReady(Refusal):
    """An item is not ready to be submitted; `faults` says why, each with its place."""

    message = _("This item is not ready to be submitted.")

    def __init__(self, faults):
        self.faults = list(faults)
        super().__init__(" ".join(str(f.message) for f in self.faults))


class LiveWithoutPosting(Refusal, PermissionDenied):
    """A page was to be live without a current posting of its content (DESIGN §2). Wagtail answers it with 403."""

    message = _("This item is made public by its signatures, never by publishing the page.")


class NoSchedule(LiveWithoutPosting):
    """Wagtail's own schedule would publish or hide a page beside the door (W27)."""

    message = _("When an item goes up and comes down is part of what is signed. Wagtail's schedule cannot be used.")


class DraftLocked(Refusal):
    """The draft is being signed: nobody changes it (W23)."""

    message = _("The draft is being signed. Recall it first, then change it.")


class StaysInItsColumn(Refusal, PermissionDenied):
    """What was submitted once names organization and column (W20)."""

    message = _("Something was submitted here. It stays in its column, and the column in its organization.")
