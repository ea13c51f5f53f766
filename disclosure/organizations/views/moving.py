"""An organization put under another superior."""

from django import forms
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from .. import moving
from .base import OrganizationFormView
from .opening import ParentField


class MoveForm(forms.Form):
    superior = ParentField(None, label=gettext_lazy("The superior from now on"))


class MoveView(OrganizationFormView):
    """For whoever administers both superiors; what it brings about is said before."""

    form_class = MoveForm
    template_name = "disclosure/organizations/move.html"
    submit_button_label = gettext_lazy("Put it there")

    @property
    def keeps(self) -> bool:
        """Those who may move it need not keep its roster."""
        return self.superiors.exists()

    @cached_property
    def superiors(self):
        return moving.superiors_for(self.request.user, self.organization)

    def get_page_title(self):
        return _("Put %(organization)s under another superior") % {"organization": self.organization.title}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["superior"].queryset = self.superiors
        return form

    def carry_out(self, form):
        superior = form.cleaned_data["superior"]
        moving.move(by=self.request.user, organization=self.organization, superior=superior)
        words = {"organization": self.organization.title, "superior": superior.title}
        messages.success(self.request, _("%(organization)s is under %(superior)s from now on.") % words)
        return redirect("disclosure_organizations:index")
