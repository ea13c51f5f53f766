"""What organizations refuse, each with a sentence for the person who meets it."""

from django.utils.translation import gettext_lazy as _

from ..core.exceptions import Refusal


class NotAdministrator(Refusal):
    """Rosters are kept by the organization's administrators; where none is left, by the superior's (DESIGN §7)."""

    message = _("Only administrators of this organization can do that.")


class CodeFixed(Refusal):
    """A code that stands in index numbers does not change (DESIGN §2, Addresses)."""

    message = _("This code is part of index numbers that were given. It stays as it is.")


class CodeTaken(Refusal):
    """A code names one organization."""

    message = _("Another organization has this code.")


class ChangedMeanwhile(Refusal):
    """Someone else changed it since the form was opened."""

    message = _("Someone else changed this meanwhile. Please look at it again; what you typed is still here.")


class AlreadyMember(Refusal):
    """The same person twice in one body at the same time."""

    message = _("This person is in that body already at that time.")


class TermRefused(Refusal):
    """A term has a first day, and a last one that is not before it."""

    message = _("A term ends after it begins.")


class EndOutsideTerm(TermRefused):
    """A term can be shortened, not prolonged, by ending it."""

    message = _("This end is not within the term.")


class HadRights(TermRefused):
    """Who could sign in by it was a member: the term is ended, not struck out."""

    message = _("This member has had an account by this entry. End the term instead.")


class TermOver(Refusal):
    """A term that is over stays as it was."""

    message = _("This term is over. It stays on the roster as it was.")


class BodyThere(Refusal):
    """One body of each kind."""

    message = _("There is a body of this kind already.")


class HasAccount(Refusal):
    """Who can sign in needs no invitation."""

    message = _("This member has an account already.")


class FactorRequired(Refusal):
    """Who signs for an organization that asks for it keeps a second factor."""

    message = _("An organization that you sign for asks for a second factor. It stays on.")


class NoFactor(Refusal):
    """There is nothing to reset, or it is not theirs to reset."""

    message = _("This member has no second factor that could be reset here.")


class AddressInvited(Refusal):
    """One address, one person: its owner could not tell whose place they take."""

    def __init__(self, name: str):
        super().__init__(_("“%(name)s” is invited at this address already.") % {"name": name})


class InvitationOver(Refusal):
    """A link that was used, revoked, or is older than seven days; also one that never was."""

    message = _("This link is not valid. Ask the administrator who invited you for a new one.")


class InvitationUsed(InvitationOver):
    message = _("This link was used already. If it was you, sign in.")


class InvitationRevoked(InvitationOver):
    message = _("This invitation was taken back. Ask the administrator who invited you.")


class InvitationExpired(InvitationOver):
    message = _("This link was valid for seven days. Ask the administrator who invited you for a new one.")


class AddressTaken(Refusal):
    """The owner of an account joins by signing in, not by a second account (I2)."""

    message = _("No new account can be made for this address. Sign in with the account you have, and accept there.")


class NameTaken(Refusal):
    """A login name belongs to one account."""

    message = _("Someone else has this login name. Please choose another.")


class AnotherAccount(Refusal):
    """The invitation went to the owner of another account."""

    message = _("This invitation is not for the account that you are signed in with.")


class AnotherName(Refusal):
    """The account is in another name than the roster's, and the public reads the roster's name."""

    def __init__(self, account: str, member: str):
        words = _(
            "Your account is in the name of “%(account)s”; this invitation is for “%(member)s”. Sign in with the "
            "account of “%(member)s”. If both are you, let the administrator write your name on the roster as your "
            "account has it."
        )
        super().__init__(words % {"account": account, "member": member})


class OrganizationRefused(Refusal):
    """Something that was said of a new organization cannot be; the message names it."""
