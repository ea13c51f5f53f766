"""Granting permits and making postings. Sign-off alone imports this module (import-linter holds it)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ..core import clock, ledger
from . import rules
from .content import content_of
from .exceptions import NothingToShow
from .models import Closing, ClosingKind, Edition, IndexNumber, Permit, Posting


@transaction.atomic
def grant(edition: Edition, *, actor=None) -> Posting:
    """Permit `edition` and post it by its terms; a correction takes the place of what is up, in one moment.

    The caller has checked the signatures and holds the transaction of the last of them.
    """
    now = clock.now()
    chain = edition.organization.chain
    terms = content_of(edition)["terms"]
    # the chain's row is locked by its entry: whoever numbers, numbers alone
    permit = Permit.objects.create(edition=edition, granted_at=now)
    ledger.record(
        chain,
        "permit.granted",
        actor=actor,
        subject=f"edition:{edition.pk}",
        data={"digest": edition.digest},
        rows=[permit],
    )
    before = Posting.objects.standing(edition.item, now)
    begins = max(_instant(terms["from"]) or now, now)
    span = _span(begins, terms, before, content_of(edition).get("correction"))
    posting = Posting.objects.create(
        permit=permit,
        edition=edition,
        item=edition.item,
        index=_index(edition, begins),
        organization=edition.organization,
        column=edition.column,
        entry=edition.entry,
        begins_at=span.begins,
        ends_at=span.ends,
        earliest_end=span.earliest_end,
        audience=terms["audience"],
        after_end=terms["after_end"],
        replaces=before,
        made_at=now,
    )
    ledger.record(
        chain,
        "posting.made",
        actor=actor,
        subject=f"posting:{posting.pk}",
        data={
            "index": posting.index.text,
            "edition": edition.number,
            "digest": edition.digest,
            "from": span.begins.isoformat(),
            "until": span.ends.isoformat() if span.ends else None,
        },
        rows=[posting, posting.index],
    )
    if before is not None:
        _replace(before, posting, actor)
    return posting


def _replace(before: Posting, posting: Posting, actor) -> None:
    kind = ClosingKind.REPLACED if before.begins_at < posting.begins_at else ClosingKind.STOPPED
    closing = Closing.objects.create(
        posting=before, kind=kind, at=posting.begins_at, successor=posting, decided_at=clock.now()
    )
    ledger.record(
        posting.organization.chain,
        f"posting.{kind}",
        actor=actor,
        subject=f"closing:{closing.pk}",
        data={"posting": before.pk, "successor": posting.pk, "at": posting.begins_at.isoformat()},
        rows=[closing],
    )
    if kind == ClosingKind.STOPPED and (hanging := _behind(before)):
        _replace(hanging, posting, actor)


def _behind(stopped: Posting) -> Posting | None:
    """What a correction that was stopped before it went up was to take the place of: it is up still, and has to go."""
    behind = stopped.replaces
    while behind is not None and behind.closings.filter(kind=ClosingKind.STOPPED).exists():
        behind = behind.replaces
    return behind


def _span(begins: datetime, terms: dict, before: Posting | None, correction: dict | None) -> rules.Period:
    """A correction begins the period anew unless the edition says that it only mends the form (DESIGN §7)."""
    if before is not None and correction and not correction["anew"]:
        if before.ends_at is not None and before.ends_at <= begins:
            raise NothingToShow()
        return rules.Period(begins, before.ends_at, before.earliest_end)
    try:
        return rules.period(
            begins=begins,
            until=_instant(terms["until"]),
            days=terms["days"],
            minimum_days=terms["minimum_days"],
            zone=timezone.get_default_timezone(),
        )
    except ValueError as over:  # it ran out while it was being signed
        raise NothingToShow() from over


def _index(edition: Edition, begins: datetime) -> IndexNumber:
    """The item's index number: given with its first permit, without gaps, never again."""
    known = IndexNumber.objects.filter(item=edition.item).first()
    if known:
        return known
    codes = {
        "organization_code": edition.organization.code,
        "column_code": edition.column.code,
        "year": begins.astimezone(timezone.get_default_timezone()).year,
    }
    serial = (IndexNumber.objects.filter(**codes).aggregate(last=Max("serial"))["last"] or 0) + 1
    text = rules.index_text(codes["organization_code"], codes["column_code"], codes["year"], serial)
    return IndexNumber.objects.create(item=edition.item, serial=serial, text=text, given_at=clock.now(), **codes)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
