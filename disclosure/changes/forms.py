"""What is filled in for a decision taken at once."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExplanationForm(forms.Form):
    """Why; first looked at as it will be read, then decided."""

    explanation = forms.CharField(
        label=_("Why is it taken down?"),
        help_text=_(
            "Everyone who opens its address will read this, for ever. Name no person, no identity number, no telephone "
            "number; do not repeat what has to be taken down."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def as_decided(self) -> "ExplanationForm":
        """The same, kept in the page while it is looked at."""
        self.fields["explanation"].widget = forms.HiddenInput()
        return self


class StopForm(ExplanationForm):
    """Why what waits will not go up; the office and the groups read it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["explanation"].label = _("Why will it not go up?")
        self.fields["explanation"].help_text = _("The office, the leading group and the supervision group read this.")
