"""Who reads the desk's registers. The roster answers (DESIGN §7)."""

from ..core.registers import RegisterPolicy
from ..organizations import rights
from ..organizations.models import BodyKind


class OfficePolicy(RegisterPolicy):
    """Rows of an organization, for its office."""

    def reads(self, user):
        return bool(self._offices(user))

    def readable(self, user):
        return self.model.objects.filter(organization__in=self._offices(user))

    def _offices(self, user):
        return list(rights.organizations_where(user, BodyKind.OFFICE))


class PostingPolicy(OfficePolicy):
    """Postings, for those who take one down, too: the principal finds them here (P10.1)."""

    def _offices(self, user):
        return list(rights.organizations_where(user, BodyKind.OFFICE, BodyKind.PRINCIPAL))


class SignerPolicy(RegisterPolicy):
    """What somebody signed, for themselves: also when they sign no more."""

    def reads(self, user):
        return self.readable(user).exists()

    def readable(self, user):
        return self.model.objects.filter(user=user.pk)
