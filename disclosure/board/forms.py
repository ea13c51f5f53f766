"""What a visitor filters lists by, always by GET. A value that means nothing filters nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..catalog.models import CatalogEntry, ColumnPage
from .postings import State


class Select(forms.Select):
    """A select in the dress of the board."""

    def __init__(self):
        super().__init__(attrs={"class": "input"})


class ListFilter(forms.Form):
    """Year and state."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None, widget=Select())
    state = forms.ChoiceField(label=_("State"), required=False, choices=State.choices, widget=Select())

    def __init__(self, data, *, years: list[int], states=State):
        super().__init__(data)
        names = [(year, _("%(year)s") % {"year": year}) for year in years]
        self.fields["year"].choices = [("", _("All years")), *names]
        self.fields["state"].choices = [(state.value, state.label) for state in states]

    def value(self, name: str, default=None):
        """The cleaned value of a field; `default` where it is empty or means nothing."""
        self.is_valid()
        return self.cleaned_data.get(name) or default


class ColumnFilter(ListFilter):
    """The same, and the entry of the catalogue."""

    entry = forms.ChoiceField(label=_("Catalogue entry"), required=False, widget=Select())

    def __init__(self, data, *, years: list[int], columns: list[ColumnPage]):
        super().__init__(data, years=years)
        entries = CatalogEntry.objects.filter(column__in=columns).order_by("pk").values_list("pk", "name")
        self.fields["entry"].choices = [("", _("All entries")), *((str(pk), name) for pk, name in entries)]
