"""Days and moments with a calendar that leaves alone what was typed: the form reads it, or says what is wrong.

Wagtail's picker would replace what it does not understand, on leaving the field, by a day of its own.
"""

from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

AS_TYPED = {"validateOnBlur": False}


class DayInput(AdminDateInput):
    """A day."""

    def get_config(self):
        return super().get_config() | AS_TYPED


class MomentInput(AdminDateTimeInput):
    """A day and a time."""

    def get_config(self):
        return super().get_config() | AS_TYPED
