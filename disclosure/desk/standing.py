"""Where items stand, in words: draft, being signed, returned, waiting, up, ended, withdrawn. Any number of items in the
same few queries, asked of submissions and postings at a moment; nothing of it is stored."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..core import clock, ends
from ..items.models import Edition, ItemPage, Posting
from ..items.phases import WITH_CLOSINGS, Phase, closed_by, phase_of
from ..signoff import eligibility
from ..signoff.models import Outcome, OutcomeKind, Submission
from ..signoff.rosters import rosters_now


class State(TextChoices):
    """Where an item stands, as filters and tags name it."""

    DRAFT = "draft", gettext_lazy("draft")
    SIGNING = "signing", gettext_lazy("being signed")
    RETURNED = "returned", gettext_lazy("returned")
    RECALLED = "recalled", gettext_lazy("recalled")
    WAITING = "waiting", gettext_lazy("waits for its moment")
    UP = "up", gettext_lazy("up")
    ENDED = "ended", gettext_lazy("ended")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    STOPPED = "stopped", gettext_lazy("stopped before it went up")


BY_PHASE = {
    Phase.WAITING: State.WAITING,
    Phase.PUBLIC: State.UP,
    Phase.ENDED: State.ENDED,
    Phase.WITHDRAWN: State.WITHDRAWN,
    Phase.STOPPED: State.STOPPED,
}
BY_OUTCOME = {
    OutcomeKind.RETURNED: State.RETURNED,
    OutcomeKind.VOID: State.RETURNED,
    OutcomeKind.RECALLED: State.RECALLED,
}
CAME_BACK = (OutcomeKind.RETURNED, OutcomeKind.VOID)


@dataclass(frozen=True)
class Label:
    """One thing that is true of an item now, as a tag says it."""

    state: State
    words: str


@dataclass
class Standing:
    """One item: its postings that matter now, its submission under way, how the last one ended, and its draft."""

    at: datetime
    postings: dict[State, Posting] = field(default_factory=dict)
    submission: Submission | None = None
    progress: tuple[int, int] = (0, 0)
    lacks_signers: bool = False
    outcome: Outcome | None = None
    edition: Edition | None = None
    drafted: bool = False

    @property
    def up(self) -> Posting | None:
        return self.postings.get(State.UP)

    @property
    def waiting(self) -> Posting | None:
        return self.postings.get(State.WAITING)

    @property
    def returned(self) -> bool:
        """Whether the last submission came back and none is under way since."""
        return self.submission is None and self.outcome is not None and self.outcome.kind in CAME_BACK

    @property
    def labels(self) -> list[Label]:
        """What is true now, the most pressing first; never empty."""
        found = [Label(state, _posting_words(state, posting, self.at)) for state, posting in self.postings.items()]
        if self.submission is not None:
            return [Label(State.SIGNING, self._signing_words()), *found]
        ended = self.outcome and BY_OUTCOME.get(OutcomeKind(self.outcome.kind))
        if ended:
            return [Label(ended, str(ended.label)), *found]
        if self.drafted:
            words = _("draft of a correction") if self.up or self.waiting else str(State.DRAFT.label)
            return [*found, Label(State.DRAFT, words)]
        return found

    @property
    def state(self) -> State:
        return self.labels[0].state

    def _signing_words(self) -> str:
        body = self.submission.route[self.submission.step - 1]["body_name"]
        if self.lacks_signers:
            return _("%(body)s has not enough members who may sign") % {"body": body}
        signed, needed = self.progress
        return _("being signed by %(body)s (%(signed)s of %(needed)s)") % {
            "body": body,
            "signed": signed,
            "needed": needed,
        }


def standings(items: Iterable[int], at: datetime | None = None) -> dict[int, Standing]:
    """Where each of `items` (primary keys) stands at `at` (now)."""
    at = at or clock.now()
    latest = dict(ItemPage.objects.filter(pk__in=items).values_list("pk", "latest_revision"))
    found = {pk: Standing(at) for pk in latest}
    for item, postings in _postings(latest, at).items():
        found[item].postings = postings
    for edition in Edition.objects.filter(item__in=latest).order_by("number"):
        found[edition.item_id].edition = edition
    for outcome in _outcomes(latest):
        standing = found[outcome.submission.item_id]
        recalled_since = outcome.kind == OutcomeKind.RECALLED and standing.outcome
        if not (recalled_since and standing.outcome.kind in CAME_BACK):  # a recall answers no return
            standing.outcome = outcome
    under_way = list(eligibility.under_way(Submission.objects.filter(item__in=latest)))
    rosters = rosters_now(under_way)
    for submission in under_way:
        standing = found[submission.item_id]
        standing.submission = submission
        standing.progress = eligibility.progress(submission, submission.step, rosters)
        standing.lacks_signers = not eligibility.can_be_met(submission, submission.step, rosters)
    for item, standing in found.items():
        standing.drafted = standing.edition is None or standing.edition.revision_id != latest[item]
    return found


def standing_of(item, at: datetime | None = None) -> Standing:
    """Where one item stands."""
    return standings([item.pk], at)[item.pk]


def _postings(items: Iterable[int], at: datetime) -> dict[int, dict[State, Posting]]:
    """What is up and what waits; where neither, the last that was."""
    all_of: dict[int, list[tuple[State, Posting]]] = defaultdict(list)
    read = Posting.objects.filter(item__in=items).select_related("edition", "index").prefetch_related(WITH_CLOSINGS)
    for posting in read.order_by("-begins_at", "-pk"):
        state = BY_PHASE.get(phase_of(posting, at))
        if state:
            all_of[posting.item_id].append((state, posting))
    found = {}
    for item, pairs in all_of.items():
        now = {state: posting for state, posting in reversed(pairs) if state in (State.UP, State.WAITING)}
        found[item] = now or dict(pairs[:1])
    return found


def _outcomes(items: Iterable[int]) -> Iterable[Outcome]:
    """How submissions ended, the latest of each item last."""
    return (
        Outcome.objects.filter(submission__item__in=items).select_related("submission").order_by("submission__number")
    )


def _posting_words(state: State, posting: Posting, at: datetime) -> str:
    if state == State.WAITING:
        return _("waits until %(moment)s") % {"moment": moment(posting.begins_at)}
    if state == State.UP:
        if posting.ends_at is None:
            return _("up, without an end")
        return _("up until %(moment)s") % {"moment": until(posting.ends_at)}
    if state == State.ENDED:
        return _("ended on %(moment)s") % {"moment": until(posting.ends_at)}
    if state == State.WITHDRAWN:
        return _("withdrawn on %(moment)s") % {"moment": moment(closed_by(posting, at).at)}
    return str(state.label)


def moment(at: datetime) -> str:
    """Day and time, the year only where it is not this one."""
    local = timezone.localtime(at)
    return formats.date_format(local, _form(local.year))


def until(at: datetime) -> str:
    """The same for the end of a period, as the public reads it: 24:00 of its last day."""
    return ends.in_words(at, _form(ends.end(at).day.year))


def _form(year: int) -> str:
    return _("j M, H:i") if year == clock.today().year else _("j M Y, H:i")
