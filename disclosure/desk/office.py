"""The desk of an office: what came back, its drafts, what it sent and where that stands, what is about to end."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ..board.addresses import item_address
from ..changes import confirming
from ..core import clock
from ..items.models import ItemPage, Posting
from ..organizations.models import OrganizationPage
from ..organizations.territory import belonging_to
from ..signoff import paper
from ..signoff.models import Outcome, OutcomeKind, PaperSignature, Submission
from ..signoff.reading import step_title
from .parts import SHORT, Link, Part, Row, ago
from .standing import CAME_BACK, Label, moment, standings, until

SOON = timedelta(days=7)

Organizations = Iterable[OrganizationPage]


def returned(organizations: Organizations) -> Part:
    """What came back with reasons, and was not submitted again since."""
    found = returned_to(organizations)
    return Part(
        "returned",
        _("Returned to your office"),
        [_returned(outcome) for outcome in found[:SHORT]],
        total=found.count(),
        more=Link(_("All that was returned"), reverse("disclosure_submissions:index") + "?state=returned"),
    )


def returned_to(organizations: Organizations) -> QuerySet[Outcome]:
    """Returns and voids that ended the last submission of their item, latest first; what was recalled since answers
    none of them."""
    later = Submission.objects.filter(item=OuterRef("submission__item"), number__gt=OuterRef("submission__number"))
    later = later.exclude(outcome__kind=OutcomeKind.RECALLED)
    ended = Outcome.objects.filter(
        ~Exists(later),
        submission__organization__in=organizations,
        kind__in=CAME_BACK,
    )
    return ended.select_related("submission__edition").order_by("-at")


def _returned(outcome: Outcome) -> Row:
    submission = outcome.submission
    by = " · ".join(filter(None, [step_title(submission, outcome.step), outcome.by_name]))
    lines = [by, _("%(moment)s, %(ago)s") % {"moment": moment(outcome.at), "ago": ago(outcome.at)}]
    return Row(
        submission.edition.title,
        reverse("wagtailadmin_pages:edit", args=[submission.item_id]),
        [line for line in lines if line],
        reason=outcome.reason,
    )


def declined(organizations: Organizations) -> Part:
    """Signatures on paper that a witness did not confirm: the office registers them anew, or the item waits."""
    found = paper.declined().filter(submission__organization__in=organizations)
    return Part(
        "declined", _("Signatures on paper not confirmed"), [_declined(p) for p in found[:SHORT]], total=len(found)
    )


def _declined(refused: PaperSignature) -> Row:
    words = {"name": refused.name, "by": refused.end.by_name, "moment": moment(refused.end.at)}
    return Row(
        refused.submission.edition.title,
        reverse("disclosure_signoff:sign", args=[refused.submission_id]),
        [_("%(name)s signed on paper; not confirmed by %(by)s, %(moment)s") % words],
        reason=refused.end.reason,
    )


def sent(user, organizations: Organizations) -> Part:
    """What this person submitted, and what their colleagues did that is being signed; where each item stands now."""
    mine_or_open = Q(submitted_by=user) | Q(outcome__isnull=True)
    found = Submission.objects.filter(mine_or_open, organization__in=organizations).select_related("edition")
    last: dict[int, Submission] = {}
    for submission in found.order_by("-pk")[: SHORT * 4]:
        last.setdefault(submission.item_id, submission)
    recent = list(last.values())[:SHORT]
    where = standings([submission.item_id for submission in recent])
    return Part(
        "sent",
        _("What was sent for signing"),
        [_sent(submission, where[submission.item_id].labels) for submission in recent],
        empty=_("Nothing was sent for signing yet. Draft an item, then choose “Submit for signing” at its foot."),
        more=Link(_("All that was sent for signing"), reverse("disclosure_submissions:index")),
    )


def _sent(submission: Submission, labels: list[Label]) -> Row:
    by = {"moment": moment(submission.submitted_at), "name": submission.submitted_name}
    address = reverse("disclosure_desk:item", args=[submission.item_id])
    return Row(submission.edition.title, address, [_("submitted %(moment)s by %(name)s") % by], labels)


def drafts(organizations: Organizations) -> Part:
    """Drafts that were never submitted, last edited first."""
    found = never_submitted(organizations).order_by("-latest_revision_created_at").defer("body", "attachments")
    rows = [
        Row(page.draft_title, reverse("wagtailadmin_pages:edit", args=[page.pk]), _edited(page))
        for page in found[:SHORT]
    ]
    return Part(
        "drafts",
        _("Drafts"),
        rows,
        empty=_("There are no drafts."),
        total=found.count(),
    )


def never_submitted(organizations: Organizations) -> QuerySet[ItemPage]:
    """Drafts that nobody has submitted yet."""
    return ItemPage.objects.filter(belonging_to(organizations), submissions__isnull=True)


def _edited(page: ItemPage) -> list[str]:
    edited = page.latest_revision_created_at
    return [_("edited %(moment)s") % {"moment": moment(edited)}] if edited else []


def ending(organizations: Organizations) -> Part:
    """What comes down within seven days, soonest first."""
    now = clock.now()
    up = Posting.objects.filter(organization__in=organizations).for_list()
    found = up.current(now).filter(ends_at__lt=now + SOON).order_by("ends_at")
    rows = [
        Row(
            posting.edition.title,
            item_address(posting.index.text),
            [_("%(index)s, up until %(moment)s") % {"index": posting.index.text, "moment": until(posting.ends_at)}],
        )
        for posting in found[:SHORT]
    ]
    return Part(
        "ending",
        _("Comes down within seven days"),
        rows,
        total=found.count(),
        more=Link(_("All postings"), reverse("disclosure_postings:index")),
    )


def unconfirmed(organizations: Organizations) -> Part:
    """Withdrawals that a group ought to have confirmed by now (I8)."""
    found = confirming.overdue_in(organizations)
    rows = [
        Row(
            waiting.closing.posting.edition.title,
            item_address(waiting.closing.posting.index.text),
            [
                _("%(body)s was to confirm before %(moment)s")
                % {"body": waiting.body.name, "moment": moment(waiting.due_at)}
            ],
            urgent=True,
        )
        for waiting in found[:SHORT]
    ]
    return Part("unconfirmed", _("Withdrawals that nobody confirmed"), rows, total=len(found))
