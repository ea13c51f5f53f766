"""The admin's API without everyone's files (L12), and without a way round the admin's own views (W15)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from . import territory


class OwnPages(PagesAdminAPIViewSet):
    """Read as ever. Its actions ask no hook, so pages of organizations and those above them are not changed here."""

    def action_view(self, request, pk, action_name):
        if territory.touches_organizations(self.get_object()):
            raise PermissionDenied(_("Pages of organizations, and pages above them, cannot be changed this way."))
        return super().action_view(request, pk, action_name)


class OwnOnly:
    """Mixed in before an endpoint: what the person may use, instead of everything."""

    def get_queryset(self):
        policy = policy_registry.get_by_type(self.model)
        may = policy.instances_user_has_any_permission_for(self.request.user, ["add", "change", "choose"])
        return super().get_queryset().filter(pk__in=may.values("pk"))


class OwnImages(OwnOnly, ImagesAdminAPIViewSet):
    pass


class OwnDocuments(OwnOnly, DocumentsAdminAPIViewSet):
    pass
