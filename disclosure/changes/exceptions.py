"""What changes refuse, each with a sentence for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class MayNotDecide(Refusal):
    """Taking down at once is for the principal and the head of the office."""

    message = _("Only the principal or the head of the office can decide this.")


class NotUp(Refusal):
    """What is to be withdrawn is not up at this moment."""

    message = _("This is not up at this moment: it has ended, was taken down already, or waits for its moment.")


class NotWaiting(Refusal):
    """What is to be stopped does not wait any more."""

    message = _("This does not wait any more. What is up already is withdrawn instead.")


class ExplanationMissing(Refusal):
    """The public is told why (I7)."""

    message = _("Please say why. The explanation is shown to the public.")


class NotAsked(Refusal):
    """Only members of the leading and of the supervision group confirm, each for their own group."""

    message = _("You are not a member of a group that is asked to confirm this.")


class OwnDecision(Refusal):
    """Nobody confirms what they decided themselves."""

    message = _("You decided this yourself; another member confirms it.")


class AlreadyConfirmed(Refusal):
    """A group confirms once."""

    message = _("Your group has confirmed this already.")
