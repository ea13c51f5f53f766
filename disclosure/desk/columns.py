"""Columns of the desk's tables."""

from wagtail.admin.ui.tables import Column

from .standing import moment, until


class MomentColumn(Column):
    """A moment by day and time. Wagtail's own says how long ago, and of what is still to come "just now"."""

    def get_value(self, instance):
        at = super().get_value(instance)
        return moment(at) if at else ""


class EndColumn(Column):
    """The end of a period, as the public reads it."""

    def get_value(self, instance):
        at = super().get_value(instance)
        return until(at) if at else ""
