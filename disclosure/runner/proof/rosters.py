"""Rosters: each membership is as its last entry in the ledger says."""

from django.utils.translation import gettext as _

from ...organizations.history import History, state_of
from ...organizations.models import Membership
from .report import Report


def rosters(report: Report) -> None:
    """Each membership stands as the ledger says; none was put in, or altered, behind its back."""
    history = History()
    for row in Membership.objects.select_related("body__organization").order_by("pk").iterator(chunk_size=1000):
        report.count(_("memberships"))
        place = f"membership {row.pk}"
        said = history.last(row.pk)
        if said is None:
            report.fault(place, _("has no entry in the ledger"))
        elif differing := [field for field, value in state_of(row).items() if said.get(field) != value]:
            fields = _(", ").join(differing)
            report.fault(place, _("is not as the ledger says (%(fields)s)") % {"fields": fields})
    for pk in history.missing():
        report.fault(f"membership {pk}", _("is in the ledger, and its row is missing"))
