"""Writing to the ledger, and checking what was written."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from . import canonical, clock
from . import rows as written
from .exceptions import ClockWrong, FreeTextInLedger
from .models import Chain, LedgerEntry

PUT_BACK = "clock.put_back"  # the one entry that may be earlier than the one before it
PLAIN = re.compile(r"[A-Za-z0-9_.:/+,-]{0,128}")


def installation() -> Chain:
    """The chain of the installation itself."""
    return Chain.objects.get_or_create(name=Chain.INSTALLATION)[0]


def lock(chain: Chain) -> Chain:
    """Hold the chain until the transaction ends: who decides about the same organization comes one after the other."""
    return Chain.objects.select_for_update().get(pk=chain.pk)


def record(
    chain: Chain,
    kind: str,
    *,
    actor=None,
    subject: str = "",
    data: dict[str, Any] | None = None,
    rows: Sequence[models.Model] = (),
) -> LedgerEntry:
    """Write one decision at the end of `chain`, within the caller's transaction.

    `subject` names what it is about ("edition:12"). `data` holds ids, codes and digests; FreeTextInLedger otherwise.
    `rows` are what the decision wrote, saved already: their digest goes along, so that each of their columns stands.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A ledger entry belongs to the transaction of its decision.")
    data = (data or {}) | ({"row": written.digest(*rows)} if rows else {})
    _refuse_text([kind, subject, data])
    head, now = lock(chain), clock.now()
    if kind != PUT_BACK and not clock.is_moved():
        _require_right_clock(head, now)
    entry = LedgerEntry(
        chain=head,
        number=head.head_number + 1,
        at=now,
        kind=kind,
        actor=actor,
        subject=subject,
        data=data,
        previous=head.head_hash,
    )
    entry.hash = entry_hash(entry, str(head.key))
    entry.save()
    head.head_number, head.head_hash = entry.number, entry.hash
    head.save(update_fields=["head_number", "head_hash"])
    return entry


def entry_hash(entry: LedgerEntry, chain_key: str) -> str:
    """The hash that `entry` ought to carry."""
    return canonical.digest(
        {
            "chain": chain_key,
            "number": entry.number,
            "at": _instant(entry.at),
            "kind": entry.kind,
            "actor": entry.actor_id,
            "subject": entry.subject,
            "data": entry.data,
            "previous": entry.previous,
        }
    )


def faults(chain: Chain, batch: int = 2000) -> Iterator[str]:
    """What is wrong with `chain`, each as a line that names its place; nothing where it is whole."""
    expected, previous, before, last = 1, "", 0, None
    for entry in chain.entries.order_by("number").iterator(chunk_size=batch):
        place = f"ledger {chain.name} #{entry.number}"
        if entry.number != expected:
            yield _("%(place)s: number %(expected)d was expected") % {"place": place, "expected": expected}
        if entry.previous != previous:
            yield _("%(place)s: does not follow the entry before it") % {"place": place}
        if entry.hash != entry_hash(entry, str(chain.key)):
            yield _("%(place)s: content does not match its hash") % {"place": place}
        if entry.pk <= before:  # readers that go through several chains go by the rows' own order
            yield _("%(place)s: was written before the entry that precedes it") % {"place": place}
        if last is not None and last - entry.at > clock.JUMP and entry.kind != PUT_BACK:
            yield _("%(place)s: is earlier than the entry before it") % {"place": place}
        expected, previous, before, last = entry.number + 1, entry.hash, entry.pk, entry.at
    if (chain.head_number, chain.head_hash) != (expected - 1, previous):
        yield _("ledger %(chain)s: the chain's head is not its last entry") % {"chain": chain.name}


def ahead(at: datetime) -> models.QuerySet[LedgerEntry]:
    """Last entries of their chains that lie ahead of `at`, by more than the clocks of two machines differ."""
    last = LedgerEntry.objects.filter(number=models.F("chain__head_number"))
    return last.filter(at__gt=at + clock.JUMP).order_by("-at")


def _require_right_clock(chain: Chain, now: datetime) -> None:
    """No decision gets a moment that the machine cannot have meant. Raises ClockWrong."""
    if off := clock.jump():
        raise ClockWrong(now, off)
    if last := ahead(now).filter(chain=chain).first():
        raise ClockWrong(now, now - last.at)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _refuse_text(value: Any) -> None:
    if isinstance(value, str):
        if not PLAIN.fullmatch(value):
            raise FreeTextInLedger(_("The ledger holds ids, codes and digests, no free text."))
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_text(key)
            _refuse_text(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_text(inner)
    elif value is not None and not isinstance(value, bool | int):
        raise FreeTextInLedger(_("The ledger holds ids, codes and digests, no free text."))
