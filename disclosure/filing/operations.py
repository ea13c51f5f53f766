"""Filing with the superior, and acknowledging it (P9.4, P10.1)."""

from django.db import transaction

from ..core import clock, ledger
from ..items.models import Posting
from ..organizations import rights
from ..organizations.models import BodyKind
from .exceptions import AlreadyAcknowledged, NotTheSuperior
from .models import Filing, Receipt


@transaction.atomic
def file(posting: Posting) -> Filing | None:
    """Put `posting` into the register of the nearest organization above; once. None where there is none above.

    Own chain first, the superior's after it: the head that is filed is the entry that says so (I5).
    """
    superior = rights.superior_of(posting.organization)
    if superior is None:
        return None
    known = Filing.objects.filter(posting=posting).first()
    if known:
        return known
    digest = posting.edition.digest
    named = {"index": posting.index.text, "edition": posting.edition.number, "digest": digest}
    sent = ledger.record(
        posting.organization.chain,
        "filing.sent",
        subject=f"posting:{posting.pk}",
        data={**named, "superior": superior.code},
    )
    filing = Filing.objects.create(
        posting=posting,
        edition=posting.edition,
        organization=posting.organization,
        superior=superior,
        index_text=posting.index.text,
        title=posting.edition.title,
        digest=digest,
        signatures=signatures(posting),
        chain_number=sent.number,
        chain_head=sent.hash,
        filed_at=clock.now(),
    )
    ledger.record(
        superior.chain,
        "filing.received",
        subject=f"filing:{filing.pk}",
        data={**named, "from": posting.organization.code, "number": sent.number, "head": sent.hash},
        rows=[filing],
    )
    return filing


def signatures(posting: Posting) -> list[dict]:
    """Who signed it, as the superior's register keeps it: the names stay as they were that day."""
    submission = posting.permit.outcome.submission
    titles = {step["step"]: (step["title"], step["body_name"]) for step in submission.route}
    return [
        {
            "step": titles[signature.step][0],
            "body": titles[signature.step][1],
            "name": signature.name,
            "position": signature.position,
            "at": signature.signed_at.isoformat(),
        }
        | ({"witness": signature.paper.end.by_name} if signature.paper else {})
        for signature in submission.signatures.all()
    ]


@transaction.atomic
def acknowledge(*, filing: Filing, by) -> Receipt:
    """Give the receipt, by the office with which it was filed. Raises NotTheSuperior, AlreadyAcknowledged."""
    office = rights.holds(by, filing.superior, BodyKind.OFFICE)
    if office is None:
        raise NotTheSuperior()
    ledger.lock(filing.superior.chain)
    if Receipt.objects.filter(filing=filing).exists():
        raise AlreadyAcknowledged()
    receipt = Receipt.objects.create(filing=filing, by=by, by_name=office.name, at=clock.now())
    ledger.record(
        filing.superior.chain,
        "filing.acknowledged",
        actor=by,
        subject=f"filing:{filing.pk}",
        data={"index": filing.index_text, "digest": filing.digest},
        rows=[receipt],
    )
    return receipt
