"""Every kind of entry in the ledger, in words. A kind that is written and not named here fails a test."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "submission.made": _("submitted for signing"),
    "submission.granted": _("submission granted"),
    "submission.returned": _("submission returned"),
    "submission.recalled": _("submission recalled"),
    "submission.void": _("submission void"),
    "signature.given": _("signed"),
    "permit.granted": _("permitted to be public"),
    "posting.made": _("posting made"),
    "posting.begun": _("went up"),
    "posting.ended": _("came down at its end"),
    "posting.closed": _("came down before its end"),
    "posting.replaced": _("to be replaced by the next edition"),
    "posting.stopped": _("stopped before it went up"),
    "posting.withdrawn": _("withdrawn"),
    "closing.confirmed": _("decision confirmed afterwards"),
    "filing.sent": _("filed with the superior"),
    "filing.received": _("filing received"),
    "filing.acknowledged": _("filing acknowledged"),
    "runner.silent": _("runner was silent"),
    "mail.dropped": _("message let go"),
}


def label(kind: str) -> str:
    """`kind` in words; the kind itself where it is not known (any more)."""
    return str(KINDS.get(kind, kind))
