"""Every kind of entry in the ledger, in words. A kind that is written and not named here fails a test."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "submission.made": _("submitted for signing"),
    "submission.granted": _("submission granted"),
    "submission.returned": _("submission returned"),
    "submission.recalled": _("submission recalled"),
    "submission.void": _("submission void"),
    "submission.settled": _("step done, since somebody left"),
    "signature.given": _("signed"),
    "signature.witnessed": _("signed on paper, and witnessed"),
    "paper.registered": _("signature on paper registered"),
    "paper.declined": _("signature on paper not confirmed"),
    "paper.withdrawn": _("registration of a signature on paper taken back"),
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
    "organization.opened": _("organization opened"),
    "organization.moved": _("organization put under another superior"),
    "frame.changed": _("name, contact data or settings changed"),
    "roster.body_made": _("body made"),
    "roster.body_changed": _("body changed"),
    "roster.member_added": _("member added"),
    "roster.member_changed": _("member's entry changed"),
    "roster.member_ended": _("term ended"),
    "roster.member_struck_out": _("member struck out"),
    "roster.invited": _("member invited"),
    "roster.invitation_revoked": _("invitation taken back"),
    "roster.joined": _("member joined with an account"),
    "account.factor_reset": _("second factor of a member reset"),
    "catalog.entry_added": _("catalogue entry added"),
    "catalog.entry_changed": _("catalogue entry changed"),
    "catalog.entry_closed": _("catalogue entry closed"),
    "catalog.entry_reopened": _("catalogue entry opened again"),
    "catalog.entry_removed": _("catalogue entry removed"),
    "profile.installed": _("profile installed"),
    "route.hung": _("signing route set"),
    "clock.put_back": _("clock of the server put back"),
    "runner.silent": _("runner was silent"),
    "installation.restored": _("restored from a backup"),
    "mail.dropped": _("message let go"),
    "mail.repeated": _("message sent again after an interruption"),
}


def label(kind: str) -> str:
    """`kind` in words; the kind itself where it is not known (any more)."""
    return str(KINDS.get(kind, kind))
