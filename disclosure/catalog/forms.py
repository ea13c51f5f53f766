"""The form of a catalogue entry."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Workflow

from ..organizations.models import OrganizationPage
from . import operations
from .columns import columns_of
from .models import ColumnPage
from .policies import kept_by
from .rules import RequiredBlock


class ColumnField(forms.ModelChoiceField):
    """Columns by code and title; those of the second level stand after the one above them."""

    def label_from_instance(self, column):
        return f"{column.code} {column.title}"


class EntryForm(WagtailAdminModelForm):
    """An entry of one of the organizations that the user keeps; where there is only one, it is not asked."""

    organization = forms.ModelChoiceField(OrganizationPage.objects.none(), label=_("organization"))
    column = ColumnField(ColumnPage.objects.none(), label=_("column"))
    required_blocks = forms.TypedMultipleChoiceField(
        label=_("parts that an item must have"),
        choices=RequiredBlock.choices,
        coerce=str,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organizations = self._organizations()
        self.fields["column"].queryset = ColumnPage.objects.filter(
            pk__in=[column.pk for organization in organizations for column in columns_of(organization)]
        ).order_by("path")
        # routes that hang on a page are inherited; an entry names one that hangs nowhere
        self.fields["workflow"].queryset = Workflow.objects.active().filter(workflow_pages__isnull=True)

    def _organizations(self) -> list[OrganizationPage]:
        if self.instance.pk:
            del self.fields["organization"]
            return [self.instance.catalog.organization]
        field = self.fields["organization"]
        field.queryset = kept_by(self.for_user)
        organizations = list(field.queryset)
        if len(organizations) == 1:
            field.initial, field.widget = organizations[0], forms.HiddenInput()
        return organizations

    def home(self) -> OrganizationPage | None:
        """The organization that the entry belongs to, or will."""
        return self.instance.catalog.organization if self.instance.pk else self.cleaned_data.get("organization")

    def clean(self):
        cleaned = super().clean()
        for field in ("number", "ground"):
            cleaned[field] = cleaned.get(field, "").strip()
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        home = self.home()
        if home is None or self.errors:
            return
        for field, sentence in operations.faults(self.instance, home):
            self.add_error(field, sentence)
