"""Taking down at once, stopping what waits, and confirming it afterwards.

Nothing else ends a posting before its time: the minimum period holds (I4), so there is no operation that ends early.
"""

from django.db import transaction

from ..core import clock, ledger
from ..items.models import Closing, ClosingKind, Posting
from ..organizations import rights
from ..organizations.models import Body, BodyKind
from . import notifications
from .exceptions import (
    AlreadyConfirmed,
    ExplanationMissing,
    MayNotDecide,
    NotAsked,
    NotUp,
    NotWaiting,
    OwnDecision,
)
from .models import Confirmation

CONFIRMING = (BodyKind.LEADING, BodyKind.SUPERVISION)


@transaction.atomic
def withdraw(*, posting: Posting, by, explanation: str) -> Closing:
    """Take `posting` down at once; page, lists and files close with the transaction (I7).

    `explanation` is shown to the public. Raises MayNotDecide, ExplanationMissing, NotUp.
    """
    decider = _decider(posting, by)
    explanation = _reason(explanation)
    ledger.lock(posting.organization.chain)
    now = clock.now()
    if not Posting.objects.current(now).filter(pk=posting.pk).exists():
        raise NotUp()
    closing = _close(posting, ClosingKind.WITHDRAWN, by, decider, explanation, now)
    notifications.to_confirm(closing)
    return closing


@transaction.atomic
def stop(*, posting: Posting, by, explanation: str) -> Closing:
    """Stop `posting` while it waits: it will not go up, and what it would have replaced stays up.

    Raises MayNotDecide, ExplanationMissing, NotWaiting.
    """
    decider = _decider(posting, by)
    explanation = _reason(explanation)
    ledger.lock(posting.organization.chain)
    now = clock.now()
    if not Posting.objects.waiting(now).filter(pk=posting.pk).exists():
        raise NotWaiting()
    closing = _close(posting, ClosingKind.STOPPED, by, decider, explanation, now)
    notifications.stopped(closing)
    notifications.to_confirm(closing)
    return closing


@transaction.atomic
def confirm(*, closing: Closing, body: Body, by) -> Confirmation:
    """Confirm a decision afterwards, as a member of `body`. Raises NotAsked, OwnDecision, AlreadyConfirmed."""
    organization = closing.posting.organization
    asked = body.organization_id == organization.pk and body.kind in CONFIRMING and closing.decided_by_id is not None
    member = rights.holds(by, organization, body.kind) if asked else None
    if member is None:
        raise NotAsked()
    if closing.decided_by_id == by.pk:
        raise OwnDecision()
    ledger.lock(organization.chain)
    if Confirmation.objects.filter(closing=closing, body=body).exists():
        raise AlreadyConfirmed()
    confirmation = Confirmation.objects.create(closing=closing, body=body, by=by, by_name=member.name, at=clock.now())
    ledger.record(
        organization.chain,
        "closing.confirmed",
        actor=by,
        subject=f"closing:{closing.pk}",
        data={"posting": closing.posting_id, "body": body.pk},
        rows=[confirmation],
    )
    return confirmation


def _decider(posting: Posting, by):
    membership = rights.may_withdraw(by, posting.organization)
    if membership is None:
        raise MayNotDecide()
    return membership


def _reason(explanation: str) -> str:
    explanation = explanation.replace("\r\n", "\n").strip()
    if not explanation:
        raise ExplanationMissing()
    return explanation


def _close(posting: Posting, kind: str, by, decider, explanation: str, now) -> Closing:
    closing = Closing.objects.create(
        posting=posting,
        kind=kind,
        at=now,
        decided_by=by,
        decided_name=decider.name,
        decided_as=decider.position or decider.body.name,
        explanation=explanation,
        decided_at=now,
    )
    ledger.record(
        posting.organization.chain,
        f"posting.{kind}",
        actor=by,
        subject=f"closing:{closing.pk}",
        data={
            "posting": posting.pk,
            "index": posting.index.text,
            "digest": posting.edition.digest,
            "at": now.isoformat(),
        },
        rows=[closing],
    )
    return closing
