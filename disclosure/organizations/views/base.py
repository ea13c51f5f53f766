"""What the pages of an organization have in common: who reaches them, and where they stand in the admin."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...core.exceptions import Refusal
from .. import rights
from ..models import Body, Membership, OrganizationPage


class OrganizationView(WagtailAdminTemplateMixin):
    """One organization: its members read the roster, its keepers change it; for others it is not there."""

    header_icon = "group"
    keepers_only = True

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.organization = get_object_or_404(OrganizationPage, pk=kwargs["organization"])
        if not self.keeps and (self.keepers_only or not self.belongs):
            raise Http404

    @cached_property
    def keeps(self) -> bool:
        """Whether this person keeps the roster."""
        return rights.keeps_roster(self.request.user, self.organization)

    @cached_property
    def belongs(self) -> bool:
        """Whether this person is in a body of the organization."""
        return any(m.body.organization_id == self.organization.pk for m in rights.memberships(self.request.user))

    @cached_property
    def body(self) -> Body:
        return get_object_or_404(self.organization.bodies, pk=self.kwargs["body"])

    @cached_property
    def member(self) -> Membership:
        """The member that the address names, of this organization."""
        members = Membership.objects.select_related("body__organization", "photograph", "user")
        return get_object_or_404(members, pk=self.kwargs["member"], body__organization=self.organization)

    def address(self, name: str, *more) -> str:
        return reverse(f"disclosure_organizations:{name}", args=[self.organization.pk, *more])

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("disclosure_organizations:index"), "label": _("Organizations")},
            {"url": self.address("roster"), "label": self.organization.title},
            *self.trail(),
        ]

    def trail(self) -> list[dict]:
        """The rest of the way to this page."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "organization": self.organization, "keeps": self.keeps})


class OrganizationFormView(OrganizationView, FormView):
    """A form over one operation: what it refuses stands on the form, and what was typed stays."""

    template_name = "disclosure/organizations/form.html"
    submit_button_label = gettext_lazy("Save")

    def form_valid(self, form):
        try:
            return self.carry_out(form)
        except Refusal as refusal:
            self.refused(form, refusal)
        except ValidationError as error:
            form.add_error(None, error)
        return self.form_invalid(form)

    def carry_out(self, form):
        """Call the operation; the response where it went well."""
        raise NotImplementedError

    def refused(self, form, refusal: Refusal) -> None:
        form.add_error(None, str(refusal))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(
            action_url=self.request.path,
            back=self.address("roster"),
            submit_button_label=self.submit_button_label,
            submit_button_active_label=_("Saving…"),
            form_is_multipart=context["form"].is_multipart(),
            media=context["form"].media,
        )
        return context
