"""Profiles in the admin: choose one, see what it will make, install it, see what was made."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..catalog.policies import kept_by
from ..core.exceptions import Refusal
from ..core.models import LedgerEntry
from ..organizations.models import OrganizationPage
from . import loader, operations
from .exceptions import UnknownProfile
from .lines import Action, Part
from .preview import followed_by
from .schema import Profile


class ProfilesView(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of profiles have in common: an organization that the user administers; any other answers 404."""

    page_title = gettext_lazy("Profiles")
    header_icon = "clipboard-list"

    @cached_property
    def organization(self) -> OrganizationPage:
        found = kept_by(self.request.user).filter(pk=self.kwargs["organization"]).first()
        if found is None:
            raise Http404
        return found

    def address(self, name: str, *more) -> str:
        return reverse(f"disclosure_profiles:{name}", args=[self.organization.pk, *more])

    def get_breadcrumbs_items(self):
        first = {"url": reverse("disclosure_profiles:index"), "label": _("Profiles")}
        return [*self.breadcrumbs_items, first, *self.trail()]

    def trail(self) -> list[dict]:
        """The rest of the way to this page."""
        return [{"url": self.address("choose"), "label": self.organization.title}]


class OrganizationsView(ProfilesView):
    """Which organization; whoever administers one only is taken there."""

    template_name = "disclosure/profiles/organizations.html"

    def get(self, request, *args, **kwargs):
        organizations = list(kept_by(request.user))
        if not organizations:
            raise Http404
        if len(organizations) == 1:
            return redirect("disclosure_profiles:choose", organizations[0].pk)
        rows = [
            {"organization": place, "follows": ", ".join(map(loader.title_of, followed_by(place)))}
            for place in organizations
        ]
        return self.render_to_response(self.get_context_data(rows=rows))

    def trail(self):
        return []


class ChooseView(ProfilesView):
    """The profiles that there are, each with what it holds."""

    template_name = "disclosure/profiles/choose.html"

    def get_context_data(self, **kwargs):
        followed = followed_by(self.organization)
        cards = [
            {
                "profile": profile,
                "address": self.address("preview", profile.name),
                "followed": profile.name in followed,
                "possible": not followed or profile.name in followed,
            }
            for profile in map(loader.load, loader.available())
        ]
        return super().get_context_data(**{**kwargs, "organization": self.organization, "cards": cards})


class PreviewView(ProfilesView):
    """What installing would make, keep and leave different; and the button that does it."""

    template_name = "disclosure/profiles/preview.html"

    @cached_property
    def profile(self) -> Profile:
        try:
            return loader.load(self.kwargs["name"])
        except UnknownProfile as unknown:
            raise Http404 from unknown

    def get(self, request, *args, **kwargs):
        try:
            preview = operations.plan(self.profile, self.organization, request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("choose"))
        counts = [(action, preview.count(action)) for action in Action]
        return self.render_to_response(self.get_context_data(preview=preview, profile=self.profile, counts=counts))

    def post(self, request, *args, **kwargs):
        try:
            entry = operations.install(self.profile, self.organization, request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("choose"))
        words = {"profile": self.profile.title, "organization": self.organization.title}
        if entry is None:
            messages.success(request, _("Nothing to make: “%(profile)s” is installed here.") % words)
        else:
            messages.success(request, _("“%(profile)s” was installed in “%(organization)s”.") % words)
        return redirect(self.address("installed"))

    def trail(self):
        return [*super().trail(), {"url": "", "label": self.profile.title}]


class InstalledView(ProfilesView):
    """What was made, as the ledger has it, and what comes next."""

    template_name = "disclosure/profiles/installed.html"

    def get(self, request, *args, **kwargs):
        chain = self.organization.chain
        installed = LedgerEntry.objects.filter(chain=chain, kind=operations.INSTALLED).select_related("actor")
        entry = installed.order_by("-number").first()
        if entry is None:
            return redirect(self.address("choose"))
        made = [(part.label, len(entry.data[part])) for part in Part]
        context = {
            "entry": entry,
            "made": made,
            "profile": loader.title_of(entry.data["profile"]),
            "organization": self.organization,
        }
        return self.render_to_response(self.get_context_data(**context))

    def trail(self):
        return [*super().trail(), {"url": "", "label": _("Installed")}]
