"""Every decision is a row and an entry in the ledger: neither without the other, and both say the same (I5)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from ...changes.models import Confirmation
from ...core import rows
from ...core.models import LedgerEntry
from ...filing.models import Filing, Receipt
from ...items.models import Closing, ClosingKind, Permit, Posting
from ...signoff.models import Outcome, OutcomeKind, PaperEnd, PaperEndKind, PaperSignature, Signature, Submission
from ..models import Told, What
from .report import Report

SAME_TRANSACTION = timedelta(minutes=2)  # row and entry are written one after the other


@dataclass(frozen=True)
class Expected:
    """The entry that a row ought to have: chain, kind, subject, moment, person, and what its data has to say."""

    chain: int
    kind: str
    subject: str
    at: datetime
    data: dict[str, Any]
    actor: int | None = None
    rows: tuple[Model, ...] = ()  # whose digest it carries


@dataclass(frozen=True)
class Kind:
    """Rows of one table, and the kinds of entries that stand for them."""

    rows: Callable[[], QuerySet]
    kinds: tuple[str, ...]
    expected: Callable[[Any], Expected]


def evidence(report: Report) -> None:
    """Look at every kind of decision."""
    for kind in KINDS:
        _match(report, kind)


def _match(report: Report, kind: Kind) -> None:
    written = _written(kind.kinds)
    for row in kind.rows().order_by("pk").iterator(chunk_size=500):
        report.count(_("decisions"))
        expected = kind.expected(row)
        candidates = written.get((expected.chain, expected.kind, expected.subject), [])
        entry = next((e for e in candidates if _agrees(e, expected)), None)
        if entry is not None:
            candidates.remove(entry)
            continue
        wrong = candidates.pop(0) if candidates else None
        sentence = _("does not say what ledger entry %(entry)s says") if wrong else _("has no entry in the ledger")
        place = f"{row._meta.model_name} {row.pk}"
        report.fault(place, sentence % {"entry": _place(wrong)} if wrong else sentence)
    for left in written.values():
        for entry in left:
            report.fault(f"ledger {_place(entry)}", _("speaks of %(subject)s, which is not there") % _subject(entry))


def _written(kinds: Iterable[str]) -> dict[tuple, list[dict]]:
    """Entries of these kinds, by what they are about."""
    found: dict[tuple, list[dict]] = defaultdict(list)
    fields = ("chain", "chain__name", "number", "kind", "subject", "at", "actor", "data")
    entries = LedgerEntry.objects.filter(kind__in=kinds).order_by("pk").values(*fields)
    for entry in entries.iterator(chunk_size=2000):
        found[entry["chain"], entry["kind"], entry["subject"]].append(entry)
    return found


def _agrees(entry: dict, expected: Expected) -> bool:
    if entry["actor"] != expected.actor or abs(entry["at"] - expected.at) > SAME_TRANSACTION:
        return False
    if expected.rows and entry["data"].get("row") != rows.digest(*expected.rows):
        return False
    return all(_same(entry["data"].get(key), value) for key, value in expected.data.items())


def _same(said: Any, value: Any) -> bool:
    """Moments are compared as moments: the ledger has them in the zone in which they were written."""
    if isinstance(value, datetime):
        return isinstance(said, str) and datetime.fromisoformat(said) == value
    return said == value


def _place(entry: dict) -> str:
    return f"{entry['chain__name']} #{entry['number']}"


def _subject(entry: dict) -> dict:
    return {"subject": entry["subject"]}


def _submission(row: Submission) -> Expected:
    data = {"item": row.item_id, "edition": row.edition.number, "digest": row.edition.digest, "intent": row.intent}
    chain = row.organization.chain_id
    written = (row, row.edition)
    return Expected(
        chain, "submission.made", f"submission:{row.pk}", row.submitted_at, data, row.submitted_by_id, written
    )


def _signature(row: Signature) -> Expected:
    data = {"submission": row.submission_id, "step": row.step, "body": row.body_id, "digest": row.digest}
    chain = row.submission.organization.chain_id
    if row.paper is not None:
        end = getattr(row.paper, "end", None)
        data["paper"] = row.paper_id
        actor, written = end and end.by_id, (row, end) if end else (row,)
        return Expected(chain, "signature.witnessed", f"signature:{row.pk}", row.signed_at, data, actor, written)
    return Expected(chain, "signature.given", f"signature:{row.pk}", row.signed_at, data, row.user_id, (row,))


def _paper(row: PaperSignature) -> Expected:
    chain = row.submission.organization.chain_id
    who = row.registered_by_id
    return Expected(chain, "paper.registered", f"paper:{row.pk}", row.registered_at, _of_paper(row), who, (row,))


def _paper_end(row: PaperEnd) -> Expected:
    chain = row.paper.submission.organization.chain_id
    return Expected(
        chain, f"paper.{row.kind}", f"paper:{row.paper_id}", row.at, _of_paper(row.paper), row.by_id, (row,)
    )


def _of_paper(row: PaperSignature) -> dict[str, Any]:
    return {"submission": row.submission_id, "step": row.step, "body": row.body_id, "digest": row.digest}


def _outcome(row: Outcome) -> Expected:
    data = {"step": row.step, "digest": row.submission.edition.digest}
    chain = row.submission.organization.chain_id
    return Expected(chain, f"submission.{row.kind}", f"submission:{row.submission_id}", row.at, data, row.by_id, (row,))


def _permit(row: Permit) -> Expected:
    outcome = getattr(row, "outcome", None)
    chain, data = row.edition.organization.chain_id, {"digest": row.edition.digest}
    subject = f"edition:{row.edition_id}"
    return Expected(chain, "permit.granted", subject, row.granted_at, data, outcome and outcome.by_id, (row,))


def _posting(row: Posting) -> Expected:
    outcome = getattr(row.permit, "outcome", None)
    data = {
        "index": row.index.text,
        "edition": row.edition.number,
        "digest": row.edition.digest,
        "from": row.begins_at,
        "until": row.ends_at,
    }
    chain = row.organization.chain_id
    actor, written = outcome and outcome.by_id, (row, row.index)
    return Expected(chain, "posting.made", f"posting:{row.pk}", row.made_at, data, actor, written)


def _closing(row: Closing) -> Expected:
    data: dict[str, Any] = {"posting": row.posting_id, "at": row.at}
    actor = row.decided_by_id
    if row.successor_id:
        data["successor"] = row.successor_id
        outcome = getattr(row.successor.permit, "outcome", None)
        actor = outcome and outcome.by_id
    chain = row.posting.organization.chain_id
    return Expected(chain, f"posting.{row.kind}", f"closing:{row.pk}", row.decided_at, data, actor, (row,))


def _confirmation(row: Confirmation) -> Expected:
    data = {"posting": row.closing.posting_id, "body": row.body_id}
    chain = row.closing.posting.organization.chain_id
    return Expected(chain, "closing.confirmed", f"closing:{row.closing_id}", row.at, data, row.by_id, (row,))


def _sent(row: Filing) -> Expected:
    data = {"index": row.index_text, "digest": row.digest, "superior": row.superior.code}
    return Expected(row.organization.chain_id, "filing.sent", f"posting:{row.posting_id}", row.filed_at, data)


def _received(row: Filing) -> Expected:
    data = {"index": row.index_text, "digest": row.digest, "number": row.chain_number, "head": row.chain_head}
    chain = row.superior.chain_id
    return Expected(chain, "filing.received", f"filing:{row.pk}", row.filed_at, data, rows=(row,))


def _receipt(row: Receipt) -> Expected:
    data = {"index": row.filing.index_text, "digest": row.filing.digest}
    chain = row.filing.superior.chain_id
    return Expected(chain, "filing.acknowledged", f"filing:{row.filing_id}", row.at, data, row.by_id, (row,))


def _told(row: Told) -> Expected:
    data = {"index": row.posting.index.text, "digest": row.posting.edition.digest, "at": row.due_at}
    chain = row.posting.organization.chain_id
    return Expected(chain, f"posting.{row.what}", f"posting:{row.posting_id}", row.told_at, data)


KINDS = [
    Kind(lambda: Submission.objects.select_related("edition", "organization"), ("submission.made",), _submission),
    Kind(
        lambda: Signature.objects.select_related("submission__organization", "paper__end"),
        ("signature.given", "signature.witnessed"),
        _signature,
    ),
    Kind(lambda: PaperSignature.objects.select_related("submission__organization"), ("paper.registered",), _paper),
    Kind(
        lambda: PaperEnd.objects.exclude(kind=PaperEndKind.CONFIRMED).select_related("paper__submission__organization"),
        ("paper.declined", "paper.withdrawn"),
        _paper_end,
    ),
    Kind(
        lambda: Outcome.objects.select_related("submission__edition", "submission__organization"),
        tuple(f"submission.{kind}" for kind in OutcomeKind.values),
        _outcome,
    ),
    Kind(lambda: Permit.objects.select_related("edition__organization", "outcome"), ("permit.granted",), _permit),
    Kind(
        lambda: Posting.objects.select_related("index", "edition", "organization", "permit__outcome"),
        ("posting.made",),
        _posting,
    ),
    Kind(
        lambda: Closing.objects.select_related("posting__organization", "successor__permit__outcome"),
        tuple(f"posting.{kind}" for kind in ClosingKind.values),
        _closing,
    ),
    Kind(
        lambda: Confirmation.objects.select_related("closing__posting__organization"),
        ("closing.confirmed",),
        _confirmation,
    ),
    Kind(lambda: Filing.objects.select_related("organization", "superior"), ("filing.sent",), _sent),
    Kind(lambda: Filing.objects.select_related("superior"), ("filing.received",), _received),
    Kind(lambda: Receipt.objects.select_related("filing__superior"), ("filing.acknowledged",), _receipt),
    Kind(
        lambda: Told.objects.filter(told_at__isnull=False).select_related(
            "posting__index", "posting__edition", "posting__organization"
        ),
        tuple(f"posting.{what}" for what in What.values),
        _told,
    ),
]
