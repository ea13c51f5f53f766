"""All parts of the proof, in the order in which they are told."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import chains, database, editions, evidence, filings, mirror, papers, postings, rosters, signing
from .report import Report
from .snapshot import snapshot

logger = logging.getLogger("disclosure.proof")


@dataclass(frozen=True)
class Part:
    """One part: its title, and what looks at it."""

    title: str
    look: Callable[[Report], None]


PARTS = [
    Part(_("Triggers"), database.triggers),
    Part(_("Foreign keys"), database.orphans),
    Part(_("Ledger"), chains.chains),
    Part(_("Heads outside the database"), chains.kept_heads),
    Part(_("Decisions against the ledger"), evidence.evidence),
    Part(_("Rosters against the ledger"), rosters.rosters),
    Part(_("Submissions and signatures"), signing.submissions),
    Part(_("Signatures on paper"), papers.papers),
    Part(_("Permits"), signing.permits),
    Part(_("Postings against permits"), postings.postings),
    Part(_("One posting at a time"), postings.one_at_a_time),
    Part(_("Closings"), postings.closings),
    Part(_("Index numbers"), postings.numbers),
    Part(_("Editions against digests"), editions.editions),
    Part(_("Kept files"), editions.files),
    Part(_("Filings"), filings.filings),
    Part(_("Mirror against postings"), mirror.mirror),
]


def prove(looked: Callable[[str, int], None] = lambda title, total: None) -> Iterator[tuple[Part, Report]]:
    """Each part with its report, at one moment of the database; `looked` hears of progress within a part."""
    with snapshot():
        for part in PARTS:
            report = Report(looked=lambda total, part=part: looked(str(part.title), total))
            _look(part, report)
            yield part, report


def _look(part: Part, report: Report) -> None:
    """What cannot even be read is a fault, too, and keeps no other part from being looked at."""
    try:
        part.look(report)
    except Exception as error:
        logger.exception("proof: %s", part.title)
        report.fault(str(part.title), gettext("could not be finished: %(error)s") % {"error": repr(error)})
