"""Who reads the register of filings: the office with which it was filed (DESIGN §7)."""

from ..core.registers import RegisterPolicy
from ..organizations import rights
from ..organizations.models import BodyKind, OrganizationPage
from .models import Filing


def superiors_of(user) -> list[OrganizationPage]:
    """The organizations whose register `user` keeps."""
    return list(rights.organizations_where(user, BodyKind.OFFICE))


class FilingPolicy(RegisterPolicy):
    """A superuser looks after the installation and reads all; to acknowledge is the office's alone."""

    def reads(self, user):
        return user.is_active and (user.is_superuser or Filing.objects.filed_with(superiors_of(user)).exists())

    def readable(self, user):
        return Filing.objects.all() if user.is_superuser else Filing.objects.filed_with(superiors_of(user))
