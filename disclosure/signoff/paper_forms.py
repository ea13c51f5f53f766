"""What the office fills in to register a signature on paper, and a witness to confirm it or not."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ..core import clock
from ..core.exceptions import Refusal
from ..core.widgets import CalendarInput
from . import paper
from .forms import PasswordForm, Result, StatedAttribute
from .models import Form


class RegisterForm(forms.Form):
    """Who signed, when, on which sheet, and the scan of it; at a review what was marked on the sheet."""

    member = forms.ChoiceField(label=_("Who signed?"), widget=forms.RadioSelect)
    signed_on = forms.DateField(label=_("Signed on"), widget=CalendarInput)
    code = forms.CharField(
        label=_("Code on the sheet"),
        help_text=_("Twelve letters and digits, at the foot of the sheet. It shows that it is the right sheet."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    attribute = StatedAttribute()
    ground = forms.CharField(
        label=_("Ground"), help_text=_("Only where it is not proactive disclosure."), max_length=200, required=False
    )
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)
    scan = forms.FileField(
        label=_("Scan or photograph of the signed sheet"),
        help_text=_("PDF, JPEG or PNG. Those who sign and the office see it; it is never public."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, data=None, files=None, *, plan: dict, members, content: dict, code: str = ""):
        stated = {name: content[name] for name in ("attribute", "ground")}
        super().__init__(data, files, initial={"code": code, "signed_on": clock.today(), **stated})
        self.fields["attribute"].state(content["attribute"])
        self.members = {str(member.pk): member for member in members}
        self.fields["member"].choices = [(pk, member.name) for pk, member in self.members.items()]
        if len(self.members) == 1:
            self.initial["member"] = next(iter(self.members))
        if plan["form"] != Form.REVIEW:
            for name in ("attribute", "ground", "result"):
                del self.fields[name]

    def clean_scan(self) -> paper.Scan:
        file: UploadedFile = self.cleaned_data["scan"]
        try:
            return paper.keep_scan(file, file.name or "")
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None

    @property
    def given(self) -> dict:
        """As `paper.register` takes it."""
        said = self.cleaned_data
        return {
            "membership": self.members[said["member"]],
            "signed_on": said["signed_on"],
            "code": said["code"],
            "scan": said["scan"],
            "review": {key: said.get(key, "") for key in ("attribute", "ground", "result")},
        }


class ConfirmForm(PasswordForm):
    """A witness stands for it."""

    digest = forms.CharField(widget=forms.HiddenInput)
    seen = forms.BooleanField(
        label=_("I have compared the sheet with the item above, and I know whose signature it is."),
        error_messages={"required": _("Please tick this when you have compared them.")},
    )
    field_order = ["seen", "password"]


class DeclineForm(PasswordForm):
    """A witness does not stand for it, and says why."""

    reason = forms.CharField(
        label=_("Why do you not confirm it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Please say why you do not confirm it.")},
    )
    field_order = ["reason", "password"]
