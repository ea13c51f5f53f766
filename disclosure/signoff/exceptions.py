"""What sign-off refuses, each with a sentence for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class NotEligible(Refusal):
    """This person cannot sign this step; the message says why (I2)."""


class AlreadySigned(Refusal):
    """One person, one signature in a submission (I2)."""

    message = _("You have signed this submission already.")


class EditionChanged(Refusal):
    """The digest that was signed is not the submission's."""

    message = _("What you saw is not what is being signed now. Please read it again.")


class SubmissionEnded(Refusal):
    """The submission has ended: granted, returned, recalled or void."""

    message = _("This submission has ended; there is nothing left to sign.")


class Overtaken(Refusal):
    """The draft was changed while it was being signed: the submission is void (DESIGN §7)."""

    message = _(
        "The item was changed while it was being signed, so this submission is void. It has to be submitted again."
    )


class ReasonMissing(Refusal):
    """A return says why."""

    message = _("Please say why you return it.")


class ReviewIncomplete(Refusal):
    """The confidentiality review names attribute and result, and a ground where it is not proactive (art 17, P8.2)."""

    message = _("Please fill in attribute and result of the review, and the ground where it is not proactive.")


class RouteBroken(Refusal):
    """The route cannot be walked: a step without a body, no step at all, or steps changed meanwhile."""


class BrokenOff(Refusal):
    """The step under way was switched off in the settings of the route."""

    message = _("The step that was to sign it was switched off, so this submission is void.")


class SignaturesMissing(Refusal):
    """The finish action found a required step without its signatures: no permit (DESIGN §7)."""

    message = _("Signatures of a required step are missing. Nothing was made public.")


class WrongSheet(Refusal):
    """The code on the sheet is not that of the submission."""

    message = _("This is not the code of this submission. Please look whether it is the right sheet.")


class WrongDay(Refusal):
    """A day before the submission, or to come."""

    message = _("The day lies between the submission and today.")


class NoWitness(Refusal):
    """Nobody is left who could witness it."""

    message = _(
        "Nobody could witness it: of the bodies that sign there is no member with an account who neither wrote the "
        "item nor registers the sheet."
    )


class PaperOver(Refusal):
    """A registration that no longer waits; the message says what became of it."""
