"""One's second factor: switched on with one code, off with another; and reset for a member who lost it."""

import segno
from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...accounts import factor
from ...core.exceptions import Refusal
from .. import second_factor
from .base import OrganizationFormView
from .code import CodeForm


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class SecondFactorView(WagtailAdminTemplateMixin, FormView):
    """Off: the square, the secret, one code to confirm. On: new recovery codes, or off again, with a code."""

    form_class = CodeForm
    template_name = "disclosure/organizations/second_factor.html"
    page_title = gettext_lazy("Second factor")
    header_icon = "lock"

    def get_breadcrumbs_items(self):
        account = {"url": reverse("wagtailadmin_account"), "label": _("Login account")}
        return [*self.breadcrumbs_items, account, {"url": "", "label": self.page_title}]

    @cached_property
    def is_on(self) -> bool:
        return factor.is_on(self.request.user)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "recovery": False}

    def form_valid(self, form):
        code = form.cleaned_data["code"]
        try:
            if not self.is_on:
                return self.codes(factor.switch_on(self.request, code))
            if "off" not in self.request.POST:
                factor.confirm(self.request, code)
                return self.codes(factor.new_codes(self.request.user))
            second_factor.switch_off(self.request, code)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The second factor is switched off."))
        return redirect("wagtailadmin_account")

    def codes(self, codes: list[str]):
        """The recovery codes, for the only time."""
        return self.render_to_response(self.get_context_data(codes=codes))

    def get_context_data(self, **kwargs):
        said = {"is_on": self.is_on, "required": second_factor.required(self.request.user)}
        if not self.is_on and "codes" not in kwargs:
            device = factor.offered(self.request.user)
            address = factor.address(device)
            square = segno.make(address, error="m").svg_data_uri(scale=5, border=2)
            said |= {"square": square, "address": address, "groups": factor.groups(device)}
        elif "codes" not in kwargs:
            said["left"] = factor.codes_left(self.request.user)
        return super().get_context_data(**{**kwargs, **said})


class ResetView(OrganizationFormView):
    """By an administrator, for a member who can no longer give a code."""

    template_name = "disclosure/organizations/factor_reset.html"
    submit_button_label = gettext_lazy("Reset the second factor")

    def get_form(self, form_class=None):
        return forms.Form(**self.get_form_kwargs())

    def get_page_title(self):
        return _("Second factor of %(name)s") % {"name": self.member.name}

    def carry_out(self, form):
        second_factor.reset(by=self.request.user, membership=self.member)
        messages.success(
            self.request,
            _("The second factor of %(name)s was reset. They are told by mail.") % {"name": self.member.name},
        )
        return redirect(self.address("roster"))

    def get_context_data(self, **kwargs):
        possible = second_factor.may_reset(self.request.user, self.member)
        return super().get_context_data(**{**kwargs, "member": self.member, "possible": possible})
