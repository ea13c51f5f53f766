"""The register of filings in the admin, and who reads it."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .models import Filing
from .policies import FilingPolicy
from .viewsets import FilingViewSet

register_permission_policy(Filing, FilingPolicy(Filing))


@hooks.register("register_admin_viewset")
def register_of_filings():
    return FilingViewSet()
