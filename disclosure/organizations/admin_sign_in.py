"""Signing in, and asking for a new password: Wagtail's pages, with limits. Whoever is stopped is answered 429, so that
the web server's log shows it, too."""

import hashlib

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.template.loader import render_to_string
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import LoginView, PasswordResetView

from ..accounts import client, factor, log
from ..accounts import operations as tries
from ..accounts.exceptions import TooManyTries
from ..accounts.rules import Door
from ..core import outbox
from . import second_factor

TOO_MANY = 429


class StoppedMixin:
    """A form that was stopped says so by its status."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if any(form.has_error(name, TooManyTries.code) for name in [NON_FIELD_ERRORS, *form.fields]):
            response.status_code = TOO_MANY
        return response


class OwnLoginView(StoppedMixin, LoginView):
    """With the form that the host names; whoever has a second factor goes on to its page."""

    def get_success_url(self):
        goal = super().get_success_url()
        return second_factor.code_address(goal) if self.request.session.get(factor.OWED) else goal


class ResetForm(PasswordResetForm):
    """The mail is owed, as every other: an address that has an account is answered no slower than one that has none."""

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, **more):
        link = hashlib.sha256(f"{context['uid']}:{context['token']}".encode()).hexdigest()
        outbox.owe(
            key=f"{outbox.CONFIDENTIAL}reset:{link[:32]}",
            recipient=to_email,
            subject=render_to_string(subject_template_name, context),
            body=render_to_string(email_template_name, context),
        )


class OwnPasswordResetView(StoppedMixin, PasswordResetView):
    """Each mail that is asked for counts, whether the address has an account or not."""

    def get_form_class(self):
        return ResetForm

    def form_valid(self, form):
        email = form.cleaned_data["email"].casefold()
        try:
            tries.begin(Door.RESET, email, client.address(self.request))
        except TooManyTries as refusal:
            log.write("stopped", request=self.request, at="reset")
            form.add_error(None, forms.ValidationError(str(refusal), code=refusal.code))
            return self.form_invalid(form)
        log.write("reset-asked", request=self.request)
        return super().form_valid(form)


INSTEAD = {
    "wagtailadmin_login": OwnLoginView.as_view(),
    "wagtailadmin_password_reset": OwnPasswordResetView.as_view(),
}
