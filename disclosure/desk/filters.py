"""How the desk's registers are narrowed."""

from django.db import models
from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from ..core import clock
from ..core.registers import DaysWidget
from ..items.models import Posting
from ..items.phases import Phase
from ..organizations import rights
from ..organizations.models import BodyKind, OrganizationPage
from ..signoff.models import Intent, OutcomeKind, Signature, Submission


class SubmissionState(models.TextChoices):
    """How far a submission is."""

    OPEN = "open", _("being signed")
    GRANTED = OutcomeKind.GRANTED, _("permitted")
    RETURNED = OutcomeKind.RETURNED, _("returned")
    RECALLED = OutcomeKind.RECALLED, _("recalled")
    VOID = OutcomeKind.VOID, _("void")


def offices(request):
    """The organizations whose office this person belongs to."""
    ids = [o.pk for o in rights.organizations_where(request.user, BodyKind.OFFICE)]
    return OrganizationPage.objects.filter(pk__in=ids)


class SubmissionFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=_("State"), choices=SubmissionState.choices, method="in_state", widget=RadioSelect)
    by = ChoiceFilter(label=_("Submitted by"), choices=[("me", _("me"))], method="by_whom", widget=RadioSelect)
    intent = ChoiceFilter(label=_("Intent"), choices=Intent.choices, widget=RadioSelect)
    submitted_at = DateFromToRangeFilter(label=_("Sent for signing"), widget=DaysWidget)
    organization = ModelChoiceFilter(label=_("Organization"), queryset=offices, widget=RadioSelect)

    class Meta:
        model = Submission
        fields: list = []

    def in_state(self, rows, name, value):
        return rows.filter(outcome__isnull=True) if value == SubmissionState.OPEN else rows.filter(outcome__kind=value)

    def by_whom(self, rows, name, value):
        return rows.filter(submitted_by=self.request.user)


class SignatureFilterSet(WagtailFilterSet):
    signed_at = DateFromToRangeFilter(label=_("Signed"), widget=DaysWidget)

    class Meta:
        model = Signature
        fields: list = []


class PostingPhase(models.TextChoices):
    """Where a posting is, as lists know it."""

    PUBLIC = Phase.PUBLIC, _("up")
    WAITING = Phase.WAITING, _("waits for its moment")
    ENDED = Phase.ENDED, _("ended")
    WITHDRAWN = Phase.WITHDRAWN, _("withdrawn")


class PostingFilterSet(WagtailFilterSet):
    phase = ChoiceFilter(label=_("State"), choices=PostingPhase.choices, method="in_phase", widget=RadioSelect)
    begins_at = DateFromToRangeFilter(label=_("Goes up"), widget=DaysWidget)
    ends_at = DateFromToRangeFilter(label=_("Comes down"), widget=DaysWidget)
    organization = ModelChoiceFilter(label=_("Organization"), queryset=offices, widget=RadioSelect)

    class Meta:
        model = Posting
        fields: list = []

    def in_phase(self, rows, name, value):
        now = clock.now()
        return {
            PostingPhase.PUBLIC: rows.current,
            PostingPhase.WAITING: rows.waiting,
            PostingPhase.ENDED: rows.ended,
            PostingPhase.WITHDRAWN: rows.withdrawn,
        }[PostingPhase(value)](now)
