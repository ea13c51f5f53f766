"""The ledger: every chain whole, and ending no earlier than its heads say that were kept outside the database."""

from collections import defaultdict

from django.utils.translation import gettext as _

from ...core import heads, ledger
from ...core.models import Chain, LedgerEntry
from .report import Report


def chains(report: Report) -> None:
    """Numbers without a gap, each entry after the one before it, each content as its hash, the head the last."""
    for chain in Chain.objects.order_by("pk"):
        report.count(_("chains"))
        report.faults.extend(ledger.faults(chain))
        report.count(_("entries"), chain.head_number)


def kept_heads(report: Report) -> None:
    """What was kept outside: an entry that is missing or differs shows that a tail was cut and written anew."""
    by_chain: dict[str, dict[int, list[heads.Head]]] = defaultdict(lambda: defaultdict(list))
    for head in heads.kept():
        report.count(_("heads"))
        if head.chain:
            by_chain[head.chain][head.number].append(head)
        else:
            report.fault(head.place, _("the line cannot be read"))
    chains = {str(chain.key): chain for chain in Chain.objects.all()}
    for key, numbers in by_chain.items():
        _compare(report, chains.get(key), key, numbers)


def _compare(report: Report, chain: Chain | None, key: str, numbers: dict[int, list[heads.Head]]) -> None:
    name = chain.name if chain else key
    entries = LedgerEntry.objects.filter(chain=chain).order_by("number").values_list("number", "hash")
    found = {number: hash for number, hash in entries.iterator(chunk_size=2000) if number in numbers}
    for number, kept in sorted(numbers.items()):
        place = f"ledger {name} #{number}"
        for head in kept:
            if number not in found:
                report.fault(place, _("is missing, and was a head (%(where)s): the tail was cut") % _where(head))
            elif found[number] != head.hash:
                report.fault(place, _("is not the head that was kept (%(where)s)") % _where(head))


def _where(head: heads.Head) -> dict:
    return {"where": head.place}
