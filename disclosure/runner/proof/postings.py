"""Postings: each as its permit and its edition's terms say, one at a time; closings and index numbers (I4, I7)."""

from collections import defaultdict
from datetime import UTC, datetime
from itertools import groupby, pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from ...items import rules
from ...items.models import Closing, ClosingKind, IndexNumber, Permit, Posting
from ...items.phases import WITH_CLOSINGS, closed_by
from .editions import trusted
from .report import Report

FOREVER = datetime.max.replace(tzinfo=UTC)
COPIED = ("item_id", "organization_id", "column_id", "entry_id")


def postings(report: Report) -> None:
    """Each permit is posted, as its edition's terms say."""
    for permit in Permit.objects.filter(posting__isnull=True).order_by("pk"):
        report.fault(f"permit {permit.pk}", _("was never posted"))
    rows = Posting.objects.select_related("permit", "edition__stored", "index", "replaces")
    for posting in rows.order_by("pk").iterator(chunk_size=200):
        report.count(_("postings"))
        for sentence in _wrong(posting):
            report.fault(f"posting {posting.pk} ({posting.index.text})", sentence)


def _wrong(posting: Posting):
    edition = posting.edition
    if posting.permit.edition_id != edition.pk:
        yield _("its permit is for another edition")
    if (
        any(getattr(posting, name) != getattr(edition, name) for name in COPIED)
        or posting.index.item_id != edition.item_id
    ):
        yield _("does not belong where its edition belongs")
    content = trusted(edition)
    if content is not None:
        yield from _against_terms(posting, content)


def _against_terms(posting: Posting, content: dict):
    terms = content["terms"]
    if (posting.audience, posting.after_end) != (terms["audience"], terms["after_end"]):
        yield _("its audience, or what comes after its end, is not what was signed")
    wished = datetime.fromisoformat(terms["from"]) if terms["from"] else posting.made_at
    if posting.begins_at != max(wished, posting.made_at):
        yield _("begins at another moment than was signed")
    elif (posting.ends_at, posting.earliest_end) != _ends(posting, terms, content["correction"]):
        yield _("ends at another moment than was signed")


def _ends(posting: Posting, terms: dict, correction: dict | None) -> tuple[datetime | None, datetime | None]:
    """The end, and the minimum period: of the edition before, where this one only mends the form."""
    if posting.replaces is not None and correction and not correction["anew"]:
        return posting.replaces.ends_at, posting.replaces.earliest_end
    span = rules.period(
        begins=posting.begins_at,
        until=datetime.fromisoformat(terms["until"]) if terms["until"] else None,
        days=terms["days"],
        minimum_days=terms["minimum_days"],
        zone=timezone.get_default_timezone(),
    )
    return span.ends, span.earliest_end


def one_at_a_time(report: Report) -> None:
    """No item is on the board twice at one moment."""
    rows = Posting.objects.select_related("index").prefetch_related(WITH_CLOSINGS).order_by("item", "begins_at", "pk")
    for _item, postings_of_item in groupby(rows.iterator(chunk_size=500), key=lambda posting: posting.item_id):
        report.count(_("disclosure items"))
        went_up = [posting for posting in postings_of_item if not _stopped(posting)]
        for before, after in pairwise(went_up):
            if _down_at(before) > after.begins_at:
                place = f"posting {after.pk} ({after.index.text})"
                report.fault(place, _("begins while posting %(before)s is still up") % {"before": before.pk})


def _stopped(posting: Posting) -> bool:
    return any(closing.kind == ClosingKind.STOPPED for closing in posting.closings.all())


def _down_at(posting: Posting) -> datetime:
    closing = closed_by(posting, FOREVER)
    moments = [posting.ends_at, closing.at if closing else None]
    return min((moment for moment in moments if moment), default=FOREVER)


def closings(report: Report) -> None:
    """Each end before time was decided by somebody, with a reason; or by the edition that took the place."""
    for closing in Closing.objects.select_related("posting", "successor").order_by("pk").iterator(chunk_size=500):
        report.count(_("closings"))
        for sentence in _wrong_closing(closing):
            report.fault(f"closing {closing.pk}", sentence)


def _wrong_closing(closing: Closing):
    posting, successor = closing.posting, closing.successor
    if closing.kind == ClosingKind.WITHDRAWN and not posting.begins_at <= closing.at:
        yield _("withdraws what was not up yet")
    if closing.kind == ClosingKind.STOPPED and closing.at > posting.begins_at:
        yield _("stops what was up already")
    if successor is None:
        if closing.kind == ClosingKind.REPLACED:
            yield _("names no posting that took the place")
        elif closing.decided_by_id is None or not closing.explanation:
            yield _("names nobody who decided it, or no reason")
    elif successor.item_id != posting.item_id or successor.begins_at != closing.at:
        yield _("the posting that took the place is of another item, or of another moment")


def numbers(report: Report) -> None:
    """Index numbers: no gap, none twice, each as its parts say, each of an item that was permitted."""
    series = defaultdict(list)
    for number in IndexNumber.objects.order_by("pk").iterator(chunk_size=1000):
        report.count(_("index numbers"))
        parts = (number.organization_code, number.column_code, number.year)
        series[parts].append(number.serial)
        if number.text != rules.index_text(*parts, number.serial):
            report.fault(f"index number {number.text}", _("is not what its parts say"))
    for parts, serials in sorted(series.items()):
        missing = sorted(set(range(1, max(serials) + 1)) - set(serials))
        for serial in missing[:20]:
            report.fault(f"index number {rules.index_text(*parts, serial)}", _("is missing: there is a gap"))
        if len(serials) != len(set(serials)):
            report.fault(f"index numbers {'-'.join(map(str, parts))}", _("a serial was given twice"))
    for number in IndexNumber.objects.filter(postings__isnull=True).order_by("pk"):
        report.fault(f"index number {number.text}", _("was given, and nothing was permitted under it"))
