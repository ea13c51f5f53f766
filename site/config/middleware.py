"""Headers that Django does not set by itself, and the one place where the admin's Content-Security-Policy differs."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

# Nothing of the public site or the admin asks for these of a browser.
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# What Wagtail's admin needs beyond the strict policy: an upload is previewed as a blob, and the editor sends and shows
# pages in frames of its own. A preview of a page keeps the strict policy: Wagtail renders it as a request of its own to
# the page's address.
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
# Wagtail's own pages: their widgets (day, moment, page and task choosers) start by scripts within the page, and the
# editor brings styles along. The add-on's have neither, nor the desk and the door: names of views, and how they begin.
WIDGETS_POLICY = ADMIN_POLICY | {"script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]}
WITHOUT_WIDGETS = ("disclosure_", "wagtailadmin_home", "wagtailadmin_log", "wagtailadmin_account", "wagtailadmin_pass")


class SecurityHeadersMiddleware(CSPMiddleware):
    """The strict policy of the settings everywhere; the admin's own below its address."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            view = request.resolver_match.view_name if request.resolver_match else ""
            parts.config = ADMIN_POLICY if view.startswith(WITHOUT_WIDGETS) else WIDGETS_POLICY
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
