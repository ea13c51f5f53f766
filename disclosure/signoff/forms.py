"""What a signer fills in: the signature, at a review its short form, or the reasons of a return."""

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..catalog.models import Attribute
from ..core.exceptions import Refusal
from ..organizations.models import OrganizationPage
from . import password
from .models import Form, Submission


class Result(models.TextChoices):
    """The result of a confidentiality review that agrees (art 17); one that does not is a return."""

    CLEAR = "clear", _("Nothing in it is secret or private: it may be public.")
    TREATED = "treated", _("What is secret or private was taken out: as it stands, it may be public.")


class StatedAttribute(forms.ChoiceField):
    """The attribute that the edition states: who reviews it agrees to it, or returns the item."""

    def __init__(self):
        wrong = _("It is what the item says. If that is wrong, return it and say so.")
        words = {"label": _("Attribute"), "help_text": wrong, "error_messages": {"invalid_choice": wrong}}
        super().__init__(widget=forms.RadioSelect, **words)

    def state(self, attribute: str) -> None:
        self.choices = [(attribute, Attribute(attribute).label)]


class PasswordForm(forms.Form):
    """A decision: the password is asked for where the organization wants it and it was not entered just now."""

    def __init__(self, request: HttpRequest, organization: OrganizationPage, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.request = request
        if password.asked(request, organization):
            self.fields["password"] = forms.CharField(
                label=_("Your password"),
                help_text=_("The one you sign in with. It is asked for again after ten minutes."),
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )

    def clean_password(self) -> str:
        try:
            password.check(self.request, self.cleaned_data["password"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return ""

    @property
    def first_fault(self) -> str:
        """Where on the page the first field stands that has to be mended; empty where it is none of them."""
        return next((field.auto_id for field in self if field.errors), "")


class ActForm(PasswordForm):
    """What signing and returning have in common: the digest that was seen, and the password."""

    act = ""
    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, submission: Submission, data=None, **kwargs):
        initial = {"digest": submission.edition.digest, **kwargs.pop("initial", {})}
        super().__init__(request, submission.organization, data, initial=initial, prefix=self.act, **kwargs)
        self.submission = submission


class SignForm(ActForm):
    """The signature itself."""

    act = "sign"
    read = forms.BooleanField(
        label=_("I have read the text above and its attachments."),
        error_messages={"required": _("Please tick this when you have read it.")},
    )
    comment = forms.CharField(
        label=_("A remark, if you have one"),
        help_text=_("Those who sign and the office read it. Whoever wants a change returns it instead."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    field_order = ["attribute", "ground", "result", "comment", "read", "password"]

    @property
    def review(self) -> dict:
        return {key: self.cleaned_data.get(key, "") for key in ("attribute", "ground", "result")}


class ReviewForm(SignForm):
    """The short form of the confidentiality review: attribute, ground, result (P4.12, P8.5, art 17)."""

    attribute = StatedAttribute()
    ground = forms.CharField(
        label=_("Ground"), help_text=_("Only where it is not proactive disclosure."), max_length=200, required=False
    )
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)

    def __init__(self, request, submission, data=None, *, attribute: str = "", ground: str = ""):
        super().__init__(request, submission, data, initial={"attribute": attribute, "ground": ground})
        self.fields["attribute"].state(attribute)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("attribute") not in (None, Attribute.PROACTIVE) and not data.get("ground", "").strip():
            self.add_error("ground", _("Say on what ground it is not disclosed proactively."))
        return data


class ReturnForm(ActForm):
    """Back to the office, with reasons."""

    act = "return"
    reason = forms.CharField(
        label=_("What has to be changed?"),
        help_text=_("The office reads it, and everyone who signs."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Please say why you return it.")},
    )
    field_order = ["reason", "password"]


class RecallForm(forms.Form):
    """Why the office takes it back; those who have signed read it."""

    reason = forms.CharField(
        label=_("Why, if you want to say"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )


def form_to_sign(request: HttpRequest, submission: Submission, step: dict, content: dict, data=None) -> SignForm:
    """The form of the step under way."""
    if step["form"] == Form.REVIEW:
        stated = {"attribute": content["attribute"], "ground": content["ground"]}
        form = ReviewForm(request, submission, data, **stated)
    else:
        form = SignForm(request, submission, data)
    if not content["files"]:
        form.fields["read"].label = _("I have read the text above.")
    return form
