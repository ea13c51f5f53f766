"""How a table is typed: a text area, which a small controller shows as a grid that takes what a spreadsheet copies.
And how topics are: those that are offered come from topics.py."""

import json

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.admin.widgets import AdminTagWidget


class SheetInput(forms.Textarea):
    """A table as text: rows by line, cells by tabulator.

    `columns` answers its columns, asked each time, in the reader's language; none: the first row has the headings.
    """

    def __init__(self, columns=None, attrs=None):
        self.columns = columns
        super().__init__(attrs={"rows": 8, "spellcheck": "false", "wrap": "off", **(attrs or {})})

    def build_attrs(self, base_attrs, extra_attrs=None):
        words = {
            "add": _("Add a row"),
            "remove": _("Remove row"),
            "column": _("Add a column"),
            "row": _("Row"),
            "heading": _("Heading"),
            "plain": _("As text"),
            "grid": _("As a table"),
            "hint": _("Copy cells in the spreadsheet, click the cell where they begin, and paste."),
        }
        headings = [str(column.heading) for column in self.columns()] if self.columns else []
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-controller": "disclosure-sheet",
            "data-disclosure-sheet-columns-value": json.dumps(headings, ensure_ascii=False),
            "data-disclosure-sheet-words-value": json.dumps(words, ensure_ascii=False),
        }

    @property
    def media(self):
        return forms.Media(
            js=[versioned_static("disclosure/items/sheet.js")],
            css={"all": [versioned_static("disclosure/items/sheet.css")]},
        )


class SheetInputAdapter(WidgetAdapter):
    """The editor asks for widgets by their adapter; a text area with attributes needs nothing of its own."""


register(SheetInputAdapter(), SheetInput)


class TopicInput(AdminTagWidget):
    """Wagtail asks everybody's topics, which the door keeps closed; this one those that the person may know."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-w-tag-url-value"] = reverse("disclosure_topics")
        return context
