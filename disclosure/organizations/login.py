"""The form to sign in with. Wagtail's gives its fields no label, so that they would read in English everywhere."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from ..accounts import client, log
from ..accounts import operations as tries
from ..accounts.exceptions import TooManyTries
from ..accounts.rules import Door
from . import invitations, rights
from .exceptions import InvitationOver

ANSWER = "disclosure_invitation:answer"


class LoginForm(WagtailLoginForm):
    """Named by WAGTAILADMIN_USER_LOGIN_FORM."""

    error_messages = {
        **WagtailLoginForm.error_messages,
        "invalid_login": _("Login name and password do not belong together. Please try again."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"username": _("Login name"), "password": _("Password")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder")  # the label says it, and stays when one types

    def clean(self):
        """A try counts by what was typed, so that names without an account are answered alike."""
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not username or not password:
            return super().clean()
        who, where = username.casefold(), client.address(self.request)
        try:
            tries.begin(Door.SIGN_IN, who, where)
        except TooManyTries as refusal:
            log.write("stopped", account=log.number(username), request=self.request, at="sign-in")
            raise ValidationError(str(refusal), code=refusal.code) from None
        cleaned = super().clean()
        tries.right(Door.SIGN_IN, who, where)
        return cleaned

    def confirm_login_allowed(self, user):
        """Who was on a roster and is not now learns why they no longer get in."""
        super().confirm_login_allowed(user)
        if self._answers_an_invitation():
            return
        if rights.ever_member(user) and not user.has_perm("wagtailadmin.access_admin"):
            log.write("refused", account=user.pk, request=self.request, at="no-term")
            raise ValidationError(
                _(
                    "No term of yours on a roster runs at this moment, and the rights end with the term. "
                    "The administrator of your organization can tell you more."
                ),
                code="no_term",
            )

    def _answers_an_invitation(self) -> bool:
        """Whether this person signs in to answer one that is open: the term it gives may be the only one."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        try:
            found = resolve(urlsplit(asked).path)
            return found.view_name == ANSWER and bool(invitations.read(found.kwargs["secret"]))
        except (Resolver404, InvitationOver):
            return False
