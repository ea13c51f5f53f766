"""Days and moments with a calendar that leaves alone what was typed: the form reads it, or says what is wrong.

Wagtail's picker would replace what it does not understand, on leaving the field, by a day of its own.
"""

from django.forms import Media
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

AS_TYPED = {"validateOnBlur": False}


class DayInput(AdminDateInput):
    """A day."""

    def get_config(self):
        return super().get_config() | AS_TYPED


class CalendarInput(DayInput):
    """A day on the add-on's own pages, whose policy lets no script within the page run: day.js starts the calendar."""

    template_name = "django/forms/widgets/date.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-calendar"] = context["widget"]["config_json"]
        return context

    @property
    def media(self):
        return super().media + Media(js=["disclosure/day.js"])


class MomentInput(AdminDateTimeInput):
    """A day and a time."""

    def get_config(self):
        return super().get_config() | AS_TYPED
