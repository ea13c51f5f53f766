"""What a visitor filters lists by, always by GET. A value that means nothing filters nothing."""

import re

from django import forms
from django.db.models import Exists, OuterRef
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ..catalog.models import CatalogEntry, ColumnPage
from ..organizations.models import OrganizationPage
from .collection_form import words_of
from .criteria import READABLE, Criteria, of_year
from .postings import State
from .searching import Asked, Choice

YEAR = re.compile(r"20[0-9]{2}")
MOST_CHOICES = 200
FOUND = [State.ALL, State.CURRENT, State.ENDING, State.STANDING, State.PAST]


class Select(forms.Select):
    """A select in the dress of the board, written at once: Django includes a template for every option."""

    def __init__(self):
        super().__init__(attrs={"class": "input"})

    def render(self, name, value, attrs=None, renderer=None):
        own = self.format_value(value)
        each = ((flatatt({"value": one, "selected": str(one) in own}), words) for one, words in self.choices)
        options = format_html_join("\n", "<option{}>{}</option>", each)
        attributes = flatatt(self.build_attrs(self.attrs, {"name": name, **attrs}))
        return format_html("<select{}>{}</select>", attributes, options)


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


class DirectoryFilter(ListFilter):
    """Column, entry, year and state, and the order: columns and entries by their words, those of `organization`.

    Of all organizations one can be picked; its directory has an address of its own.
    """

    organization = forms.ChoiceField(label=_("Organization"), required=False, widget=Select())
    column = forms.ChoiceField(label=_("Column"), required=False, widget=Select())
    entry = forms.ChoiceField(label=_("Catalogue entry"), required=False, widget=Select())
    order = forms.ChoiceField(
        label=_("Sorted by"),
        required=False,
        choices=[("", _("Newest first")), ("oldest", _("Oldest first")), ("index", _("Index number"))],
        widget=Select(),
    )
    field_order = ["organization", "column", "entry", "year", "state", "order"]

    def __init__(self, data, *, years: list[int], organization: OrganizationPage | None):
        super().__init__(data, years=years, states=READABLE)
        entries = CatalogEntry.objects.filter(closed_at=None, column__live=True)
        if organization:
            entries = entries.filter(catalog__organization=organization)
            del self.fields["organization"]
        else:
            places = OrganizationPage.objects.live().order_by("path").values_list("code", "title")[:MOST_CHOICES]
            self.fields["organization"].choices = [("", _("All organizations")), *places]
        columns = ColumnPage.objects.live().filter(Exists(entries.filter(column=OuterRef("pk"))))
        if _line(data, "column"):
            entries = entries.filter(column__title=_line(data, "column"))
        self.fields["column"].choices = [("", _("All columns")), *((word, word) for word in words_of(columns, "title"))]
        self.fields["entry"].choices = [("", _("All entries")), *((word, word) for word in words_of(entries, "name"))]

    def criteria(self, organization: OrganizationPage | None) -> Criteria:
        """What is asked for."""
        return Criteria(
            organization=organization,
            column=self.value("column", ""),
            entry=self.value("entry", ""),
            state=self.value("state", State.ALL),
            **of_year(self.value("year")),
        )


class SearchFilter(forms.Form):
    """By what a search is narrowed: each choice with how many it leaves; what leaves nothing is not offered."""

    organization = forms.ChoiceField(label=_("Organization"), required=False, widget=Select())
    column = forms.ChoiceField(label=_("Column"), required=False, widget=Select())
    entry = forms.ChoiceField(label=_("Catalogue entry"), required=False, widget=Select())
    topic = forms.ChoiceField(label=_("Topic"), required=False, widget=Select())
    year = forms.ChoiceField(label=_("Year"), required=False, widget=Select())
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[(s.value, s.label) for s in FOUND], widget=Select()
    )
    files = forms.ChoiceField(label=_("Attachments"), required=False, widget=Select())
    order = forms.ChoiceField(
        label=_("Sorted by"),
        required=False,
        choices=[("", _("Words in the title first")), ("date", _("Newest first"))],
        widget=Select(),
    )

    ALL = {
        "organization": _("All organizations"),
        "column": _("All columns"),
        "entry": _("All entries"),
        "topic": _("All topics"),
        "year": _("All years"),
        "files": _("With or without"),
    }

    def __init__(self, data, *, asked: Asked, choices: dict[str, list[Choice]]):
        super().__init__(data)
        for name, found in choices.items():
            own = str(data.get(name, ""))
            offered = [
                (value, _("%(choice)s (%(number)s)") % {"choice": words, "number": number} if number else words)
                for value, words, number in found[:MOST_CHOICES]
                if number or value == own or name == "organization"
            ]
            self.fields[name].choices = [("", self.ALL[name]), *offered]
        if not asked.words:
            del self.fields["order"]


def asked_for(data) -> Asked:
    """What the address asks: words at a length that a title can have; what means nothing asks for nothing."""
    year, state = data.get("year", ""), data.get("state", "")
    return Asked(
        words=_line(data, "q"),
        organization=_line(data, "organization"),
        column=_line(data, "column"),
        entry=_line(data, "entry"),
        topic=_line(data, "topic"),
        year=int(year) if YEAR.fullmatch(year) else None,
        state=state if state in FOUND else State.ALL,
        files=data.get("files", "") == "1",
        by_date=data.get("order", "") == "date",
    )


def _line(data, name: str) -> str:
    """PostgreSQL takes no NUL."""
    return data.get(name, "").replace("\x00", "").strip()[:255]
