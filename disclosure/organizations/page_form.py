"""The forms of pages. The emblem of an organization is kept as photographs of rosters are, before the page is saved."""

from uuid import uuid4

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from ..files import operations as files
from ..files.addresses import private_address
from ..files.exceptions import FileRefused
from . import dress


class PageForm(WagtailAdminPageForm):
    """Base of the forms of our pages: that of a new page has a key, so that sent twice it makes one page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["begun"] = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)


class OrganizationPageForm(PageForm):
    """The fields of the page, and a picture to be made its emblem."""

    emblem_file = forms.FileField(
        label=_("Emblem"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=_(
            "Stands before the name at the head of the pages, 36 pixels high: about square, 100 to 500 pixels wide. "
            "JPEG, PNG, WebP or GIF. No picture of a person, no likeness of a seal."
        ),
    )
    without_emblem = forms.BooleanField(label=_("Take the emblem off the pages"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.emblem is None:
            self.fields.pop("without_emblem", None)
        elif self.for_user:
            shown = private_address(self.for_user, {**self.instance.emblem.sizes[0], "name": "emblem"})
            picture = format_html('<img src="{}" alt="{}" width="72">', shown, _("The present emblem"))
            self.fields["without_emblem"].help_text = picture

    def clean_link_colour(self):
        return dress.six_digits(self.cleaned_data["link_colour"])

    def clean(self):
        cleaned = super().clean()
        if chosen := cleaned.get("emblem_file"):
            try:
                self.instance.emblem = files.keep_picture(chosen, chosen.name)
            except FileRefused as refusal:
                self.add_error("emblem_file", str(refusal))
        elif cleaned.get("without_emblem"):
            self.instance.emblem = None
        return cleaned
