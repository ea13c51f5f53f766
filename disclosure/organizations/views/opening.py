"""Opening an organization below one's own."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from ...core.exceptions import Refusal
from .. import opening, rights
from ..exceptions import CodeTaken
from ..forms import OpenForm
from ..models import BodyKind, OrganizationPage


class ParentField(forms.ModelChoiceField):
    def label_from_instance(self, page):
        return page.title


class OpenView(WagtailAdminTemplateMixin, FormView):
    """Name, code, contact data, first administrator: one operation. Its maker is shown the invitation."""

    form_class = OpenForm
    template_name = "disclosure/organizations/form.html"
    page_title = gettext_lazy("Open an organization")
    header_icon = "group"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not self.parents.exists():
            raise Http404

    @cached_property
    def parents(self):
        """The pages below which this person may open one."""
        user = self.request.user
        if user.is_superuser:
            models = OrganizationPage.allowed_parent_page_models()
            return Page.objects.filter(depth__gt=1).exact_type(*models).order_by("path")
        return Page.objects.filter(pk__in=[o.pk for o in rights.organizations_where(user, BodyKind.ADMINISTRATORS)])

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        first = self.parents.first()
        form.fields["parent"] = ParentField(
            self.parents, label=_("Opened below"), initial=self.request.GET.get("below", first.pk)
        )
        if self.parents.count() == 1:
            form.fields["parent"].widget = forms.HiddenInput()
        form.order_fields(["parent", *form.fields])
        return form

    def form_valid(self, form):
        cleaned = form.cleaned_data
        try:
            page, invitation = opening.open_organization(
                by=self.request.user,
                parent=cleaned["parent"],
                code=cleaned["code"],
                title=cleaned["title"],
                administrator=cleaned["administrator"],
                administrator_email=cleaned["administrator_email"],
                **form.contact(),
            )
        except CodeTaken as refusal:
            form.add_error("code", str(refusal))
        except (Refusal, ValidationError) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("disclosure_organizations:invitation", page.pk, invitation.membership_id)
        return self.form_invalid(form)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("disclosure_organizations:index"), "label": _("Organizations")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            action_url=self.request.path,
            back=reverse("disclosure_organizations:index"),
            submit_button_label=_("Open the organization"),
            submit_button_active_label=_("Saving…"),
            **kwargs,
        )
