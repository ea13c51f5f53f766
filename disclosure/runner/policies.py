"""Who reads the ledger: each in its own organization; a superior reads its own chain, not its subordinates'."""

from ..core.models import LedgerEntry
from ..core.registers import RegisterPolicy
from ..organizations import rights
from ..organizations.models import BodyKind, OrganizationPage

READERS = (BodyKind.ADMINISTRATORS, BodyKind.OFFICE, BodyKind.SUPERVISION, BodyKind.PRINCIPAL)


def organizations_read_by(user) -> list[OrganizationPage]:
    """The organizations whose chain `user` reads as a member."""
    return list(rights.organizations_where(user, *READERS))


class LedgerPolicy(RegisterPolicy):
    """A superuser, who looks after the installation, reads every chain, and the installation's own."""

    def reads(self, user):
        return user.is_active and (user.is_superuser or bool(organizations_read_by(user)))

    def readable(self, user):
        if user.is_superuser:
            return LedgerEntry.objects.all()
        return LedgerEntry.objects.filter(chain__in=[o.chain_id for o in organizations_read_by(user)])
