"""The form to sign in with. Wagtail's gives its fields no label, so that they would read in English everywhere."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from . import rights


class LoginForm(WagtailLoginForm):
    """Named by WAGTAILADMIN_USER_LOGIN_FORM."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"username": _("Login name"), "password": _("Password")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder")  # the label says it, and stays when one types

    def confirm_login_allowed(self, user):
        """Who was on a roster and is not now learns why they no longer get in."""
        super().confirm_login_allowed(user)
        if rights.ever_member(user) and not user.has_perm("wagtailadmin.access_admin"):
            raise ValidationError(
                _(
                    "No term of yours on a roster runs at this moment, and the rights end with the term. "
                    "The administrator of your organization can tell you more."
                ),
                code="no_term",
            )
