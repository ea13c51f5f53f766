"""What a signer reads beside the edition itself, and who may read it. Only questions; nothing changes here."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..core import clock
from ..items.models import Edition, Posting
from ..organizations import rights
from .forms import Result
from .models import Outcome, OutcomeKind, Signature, Submission


@dataclass(frozen=True)
class Earlier:
    """An edition to compare with, and in words which one it is."""

    key: str
    words: str
    edition: Edition


def may_read(user, submission: Submission) -> bool:
    """The office of its organization, who signed it, and members of the bodies whose step it is or was (DESIGN §7)."""
    if rights.drafts(user, submission.organization) or submission.signatures.filter(user=user).exists():
        return True
    reached = {step["body"] for step in submission.route if step["step"] <= last_step(submission)}
    return any(membership.body_id in reached for membership in rights.memberships(user))


def last_step(submission: Submission) -> int:
    """The step that is under way, or at which it ended."""
    outcome = Outcome.objects.filter(submission=submission).first()
    if outcome is not None and outcome.step:
        return outcome.step
    return max((state.step for state in submission.task_states.all() if state.step), default=1)


def earlier_editions(submission: Submission, user) -> list[Earlier]:
    """What this edition can be compared with, nearest to the reader first: the last this reader signed, the last that
    went round before, the one that is up. Each edition once, never this one; none where this is the first."""
    before = Submission.objects.filter(item=submission.item_id, number__lt=submission.number).select_related("edition")
    mine = before.filter(signatures__user=user).order_by("-number").first()
    last = before.order_by("-number").first()
    up = Posting.objects.filter(item=submission.item_id).current(clock.now()).select_related("edition").first()
    candidates = [
        ("mine", _("the edition you signed last"), mine),
        ("last", _("the edition that was submitted before"), last),
        ("up", _("the edition that is up"), up),
    ]
    found: dict[int, Earlier] = {}
    for key, words, holder in candidates:
        if holder is not None and holder.edition_id not in {*found, submission.edition_id}:
            found[holder.edition_id] = Earlier(key, words, holder.edition)
    return list(found.values())


def remarks(submission: Submission) -> list[Signature]:
    """Signatures of this submission that say something: a remark or a review."""
    return [s for s in submission.signatures.order_by("signed_at") if s.comment or s.review]


def returns(submission: Submission) -> QuerySet[Outcome]:
    """Earlier returns of this item, latest first."""
    earlier = Outcome.objects.filter(
        submission__item=submission.item_id, submission__number__lt=submission.number, kind=OutcomeKind.RETURNED
    )
    return earlier.select_related("submission").order_by("-at")


def review_in_words(signature: Signature) -> str:
    """The result of a review as people read it."""
    result = signature.review.get("result", "")
    return str(Result(result).label) if result in Result.values else result


def step_title(submission: Submission, number: int | None) -> str:
    """The name of a step of the route, as it stood."""
    return submission.route[number - 1]["title"] if number and number <= len(submission.route) else ""
