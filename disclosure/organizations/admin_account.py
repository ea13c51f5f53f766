"""One's own account. A member's name is that of the roster; Wagtail's form would ask for two names, and save nothing
without both."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel, email_management_enabled

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


class OwnAccount(AccountView):
    """The account page, without names for whom a roster names."""

    def get_panels(self):
        panels = super().get_panels()
        if not rights.ever_member(self.request.user):
            return panels
        kept = [panel for panel in panels if not isinstance(panel, NameEmailSettingsPanel)]
        email = EmailPanel(self.request, self.request.user, self.request.user.wagtail_userprofile)
        return [*([email] if email.is_active() else []), *kept]


INSTEAD = {"wagtailadmin_account": require_admin_access(OwnAccount.as_view())}
