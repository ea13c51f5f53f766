"""What is filled in for a decision taken at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..signoff.forms import PasswordForm


class ExplanationForm(forms.Form):
    """Why; looked at as it will be read before it is decided."""

    explanation = forms.CharField(
        label=_("Why is it taken down?"),
        help_text=_(
            "Everyone who opens its address will read this, for ever. Name no person, no identity number, no telephone "
            "number; do not repeat what has to be taken down."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class StopForm(ExplanationForm):
    """Why what waits will not go up; the office and the groups read it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["explanation"].label = _("Why will it not go up?")
        self.fields["explanation"].help_text = _("The office, the leading group and the supervision group read this.")


class DecisionForm(PasswordForm):
    """The decision itself, with the reason as it was looked at; it asks for the password as signing does."""

    explanation = forms.CharField(max_length=1000, widget=forms.HiddenInput)
