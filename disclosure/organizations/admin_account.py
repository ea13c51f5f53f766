"""One's own account. A member's name is that of the roster; Wagtail's form would ask for two names, and save nothing
without both."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
    email_management_enabled,
)

from ..accounts import secret
from ..core.exceptions import Refusal
from . import rights


class EmailForm(forms.ModelForm):
    email = forms.EmailField(label=_("E-mail"), help_text=_("What waits for you is told to this address."))

    class Meta:
        model = get_user_model()
        fields = ["email"]


class EmailPanel(BaseSettingsPanel):
    name = "email"
    title = _("E-mail")
    order = 100
    form_class = EmailForm

    def is_active(self):
        return email_management_enabled()


class OwnPasswordForm(PasswordChangeForm):
    """The old password is guessed no more often here than where one signs."""

    request = None

    def clean_old_password(self):
        try:
            secret.check(self.request, self.cleaned_data["old_password"], at="account")
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return self.cleaned_data["old_password"]


class OwnPasswordPanel(ChangePasswordPanel):
    form_class = OwnPasswordForm

    def get_form(self):
        form = super().get_form()
        form.request = self.request
        return form


class OwnAccount(AccountView):
    """The account page, without names for whom a roster names."""

    def get_panels(self):
        panels = [panel for panel in super().get_panels() if not isinstance(panel, ChangePasswordPanel)]
        mine = (self.request, self.request.user, self.request.user.wagtail_userprofile)
        own = [OwnPasswordPanel(*mine)]
        if rights.ever_member(self.request.user):
            panels = [panel for panel in panels if not isinstance(panel, NameEmailSettingsPanel)]
            own.append(EmailPanel(*mine))
        return [*panels, *(panel for panel in own if panel.is_active())]


INSTEAD = {"wagtailadmin_account": require_admin_access(OwnAccount.as_view())}
