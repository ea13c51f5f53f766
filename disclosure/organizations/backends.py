"""Rights by membership, as Django asks for them."""

from django.contrib.auth.backends import BaseBackend

from . import rights


class MembershipBackend(BaseBackend):
    """Whoever has an active membership may enter the admin. Nobody signs in by this backend."""

    def has_perm(self, user_obj, perm, obj=None):
        return perm == "wagtailadmin.access_admin" and bool(rights.memberships(user_obj))
