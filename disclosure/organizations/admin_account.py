"""Accounts: one's own, and those that a superuser keeps. A name is one, as on a roster; Wagtail's forms would ask for
two, and save nothing without both."""

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.ui.tables import BooleanColumn, StatusFlagColumn
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
    email_management_enabled,
)
from wagtail.users.views.users import IndexView, UserViewSet

from ..accounts import secret
from ..core.exceptions import Refusal
from . import rights


class OneName:
    """Of a form: the whole name in one field. An account of the host site that has two keeps them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_name"].required = False
        if not self.instance.last_name:
            del self.fields["last_name"]
            self.fields["first_name"].label = _("Full name")


class OneNameEmailForm(OneName, NameEmailForm):
    pass


class OneNamePanel(NameEmailSettingsPanel):
    form_class = OneNameEmailForm


class UsersView(IndexView):
    """Whether an account is active is said in words; Wagtail's icon is called “True” in every language."""

    @cached_property
    def columns(self):
        words = {"true_label": _("may sign in"), "false_label": _("closed")}
        return [
            StatusFlagColumn(plain.name, label=plain.label, sort_key=plain.sort_key, width=plain.width, **words)
            if isinstance(plain, BooleanColumn)
            else plain
            for plain in super().columns
        ]


class OneNameUserViewSet(UserViewSet):
    index_view_class = UsersView
    template_prefix = "disclosure/organizations/account_"

    def get_form_class(self, for_update=False):
        fields = [get_user_model().USERNAME_FIELD, "email", "first_name", "last_name", "password1", "password2"]
        return type("AccountForm", (OneName, super().get_form_class(for_update)), {"field_order": fields})


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
    """The account page, without a name for whom a roster names."""

    def get_panels(self):
        replaced = (ChangePasswordPanel, NameEmailSettingsPanel)
        panels = [panel for panel in super().get_panels() if not isinstance(panel, replaced)]
        mine = (self.request, self.request.user, self.request.user.wagtail_userprofile)
        named = EmailPanel if rights.ever_member(self.request.user) else OneNamePanel
        own = [OwnPasswordPanel(*mine), named(*mine)]
        return [*panels, *(panel for panel in own if panel.is_active())]


def _of_users() -> dict:
    """The views of accounts; a host site that has taken Wagtail's own away keeps what it has."""
    if apps.get_app_config("wagtailusers").user_viewset != f"{UserViewSet.__module__}.{UserViewSet.__qualname__}":
        return {}
    views = OneNameUserViewSet("wagtailusers_users", url_prefix="users")
    return {
        "wagtailusers_users:index": require_admin_access(views.index_view),
        "wagtailusers_users:index_results": require_admin_access(views.index_results_view),
        "wagtailusers_users:add": require_admin_access(views.add_view),
        "wagtailusers_users:edit": require_admin_access(views.edit_view),
    }


INSTEAD = {"wagtailadmin_account": require_admin_access(OwnAccount.as_view())}
OF_ACCOUNTS = _of_users()
