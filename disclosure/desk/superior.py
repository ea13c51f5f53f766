"""The desk of a superior's office: what was filed with it, and the state of the organizations below it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..changes import confirming
from ..core import clock
from ..filing.models import Filing
from ..items.models import Closing, ClosingKind, Posting
from ..organizations.models import OrganizationPage
from ..signoff.models import Submission
from .parts import SHORT, Link, Part, Row, ago
from .standing import moment

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Month:
    """A month of the calendar, in the time of the site."""

    first: date
    following: date

    @classmethod
    def of(cls, day: date, before: bool = False) -> "Month":
        """The month of `day`, or the one before it."""
        first = day.replace(day=1)
        if before:
            first = (first - timedelta(days=1)).replace(day=1)
        return cls(first, (first + timedelta(days=31)).replace(day=1))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first and its last instant."""
        begins, ends = (timezone.make_aware(datetime.combine(day, time.min)) for day in (self.first, self.following))
        return begins, ends - INSTANT


@dataclass(frozen=True)
class OrganizationState:
    """One subordinate in numbers: counts, no titles of drafts (DESIGN §7)."""

    organization: OrganizationPage
    up: int
    waiting: int
    signing: int
    filings: int
    began: int
    ended: int
    withdrawn: int
    overdue: int
    last: datetime | None

    @property
    def title(self) -> str:
        return self.organization.title

    @property
    def address(self) -> str:
        return self.organization.url or ""


def subordinates(organizations: Iterable[OrganizationPage]) -> QuerySet[OrganizationPage]:
    """The organizations right below these."""
    below = OrganizationPage.objects.none()
    for organization in organizations:
        below |= OrganizationPage.objects.child_of(organization)
    return below.order_by("title")


def states(organizations: Iterable[OrganizationPage], month: Month | None = None) -> list[OrganizationState]:
    """Each of `organizations` in numbers, and what it did in `month` (this one): a fixed number of queries."""
    organizations, now = list(organizations), clock.now()
    month = month or Month.of(clock.today())
    postings = Posting.objects.filter(organization__in=organizations)
    up, waiting = _counts(postings.current(now)), _counts(postings.waiting(now))
    signing = _counts(Submission.objects.filter(organization__in=organizations, outcome__isnull=True))
    filings = _counts(Filing.objects.filter(organization__in=organizations).waiting())
    began = _counts(postings.begun(now).filter(begins_at__range=month.span))
    first, last_instant = month.span
    ended = _counts(postings.ended(now).filter(ends_at__gt=first, ends_at__lte=last_instant + INSTANT))
    taken = Closing.objects.filter(kind=ClosingKind.WITHDRAWN, at__lte=now, at__range=month.span)
    withdrawn = _counts(postings.filter(Exists(taken.filter(posting=OuterRef("pk")))))
    overdue = Counter(org for org, _closing in {_concerned(w) for w in confirming.overdue_in(organizations)})
    counted = (up, waiting, signing, filings, began, ended, withdrawn, overdue)
    last = dict(postings.begun(now).order_by().values_list("organization").annotate(Max("begins_at")))
    return [OrganizationState(o, *(counts.get(o.pk, 0) for counts in counted), last.get(o.pk)) for o in organizations]


def _concerned(waiting: confirming.Waiting) -> tuple[int, int]:
    """One decision counts once, though two groups are to confirm it."""
    return waiting.body.organization_id, waiting.closing.pk


def _counts(rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("organization").annotate(Count("pk", distinct=True)))


def filings(organizations: Iterable[OrganizationPage]) -> Part:
    """What is to be acknowledged, longest waiting first."""
    found = Filing.objects.filed_with(organizations).waiting().select_related("organization").order_by("pk")
    register = reverse("disclosure_filing:index")
    rows = [
        Row(
            filing.title,
            reverse("disclosure_filing:inspect", args=[filing.pk]),
            [
                f"{filing.organization.title} · {filing.index_text}",
                _("filed %(moment)s, %(ago)s") % {"moment": moment(filing.filed_at), "ago": ago(filing.filed_at)},
            ],
        )
        for filing in found[:SHORT]
    ]
    return Part(
        "filings",
        _("Filings to acknowledge"),
        rows,
        empty=_("Everything that was filed is acknowledged."),
        total=found.count(),
        more=Link(_("The register of filings"), register),
    )


def below(organizations: Iterable[OrganizationPage]) -> Part:
    """The state of the subordinates."""
    found = subordinates(organizations)
    rows = [state_row(state) for state in states(found[:SHORT])]
    return Part(
        "below",
        _("Organizations below yours"),
        rows,
        total=found.count(),
        more=Link(_("All organizations in a table"), reverse("disclosure_desk:organizations")),
    )


def state_row(state: OrganizationState) -> Row:
    numbers = _("up: %(up)s; waiting: %(waiting)s; being signed: %(signing)s; filings to acknowledge: %(filings)s")
    month = _("this month: went up %(began)s, came to its end %(ended)s, withdrawn %(withdrawn)s, overdue %(overdue)s")
    last = _("last posting %(moment)s") % {"moment": moment(state.last)} if state.last else _("nothing posted yet")
    return Row(
        state.title,
        state.address,
        [
            numbers % {"up": state.up, "waiting": state.waiting, "signing": state.signing, "filings": state.filings},
            month
            % {"began": state.began, "ended": state.ended, "withdrawn": state.withdrawn, "overdue": state.overdue},
            last,
        ],
        urgent=state.last is None or state.overdue > 0,
    )
