"""The second page of signing in: the code."""

from django import forms
from django.contrib.auth import get_user
from django.contrib.auth.views import RedirectURLMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin import messages

from ...accounts import factor
from ...accounts.exceptions import TooManyTries
from ...core.exceptions import Refusal

FEW = 3


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("One-time code"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": "", "class": "one-time-code"}
        ),
    )

    def __init__(self, *args, recovery: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if recovery:
            self.fields["code"].label = _("Recovery code")
            self.fields["code"].widget.attrs |= {"inputmode": "text", "autocomplete": "off"}


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class CodeView(RedirectURLMixin, FormView):
    """For whoever gave the right password; they are nobody until the code is right."""

    form_class = CodeForm
    template_name = "disclosure/organizations/code.html"

    def dispatch(self, request, *args, **kwargs):
        self.owner = get_user(request)
        if not self.owner.is_authenticated:
            return redirect("wagtailadmin_login")
        if not factor.is_on(self.owner):  # reset meanwhile
            request.session.pop(factor.OWED, None)
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    @property
    def recovery(self) -> bool:
        return "recovery" in self.request.GET

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "recovery": self.recovery}

    def get_default_redirect_url(self):
        return reverse("wagtailadmin_home")

    def form_valid(self, form):
        try:
            factor.give(self.request, self.owner, form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", str(refusal))
            response = self.form_invalid(form)
            response.status_code = 429 if isinstance(refusal, TooManyTries) else 200
            return response
        left = factor.codes_left(self.owner)
        if self.recovery or left <= FEW:
            words = ngettext("%(left)d recovery code is left.", "%(left)d recovery codes are left.", left)
            messages.warning(self.request, words % {"left": left})
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(recovery=self.recovery, next=self.get_redirect_url(), **kwargs)
