"""Who is told of sign-off: an outbox row each, in the same transaction, once."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..core import outbox
from ..organizations.models import BodyKind
from . import eligibility
from .models import Outcome, OutcomeKind, PaperEnd, PaperSignature, Submission


def step_began(submission: Submission, step: int, signers) -> None:
    """Each who may sign the step that begins; of those who sign on paper its submitter."""
    plan = submission.route[step - 1]
    by_hand = [membership.name for membership in signers if membership.user is None]
    if by_hand:
        outbox.owe(
            key=f"step-on-paper:{submission.pk}:{step}",
            recipient=submission.submitted_by.email,
            subject=_("To be signed on paper: %(title)s") % {"title": submission.edition.title},
            body=_("%(names)s have no account: print the sheet and let them sign it.\n\n%(address)s\n")
            % {
                "names": _(", ").join(by_hand),
                "address": outbox.address(reverse("disclosure_signoff:sign", args=[submission.pk])),
            },
        )
    for membership in signers:
        if membership.user is None:
            continue
        outbox.owe(
            key=f"step:{submission.pk}:{step}:{membership.user_id}",
            recipient=membership.user.email,
            subject=_("To be signed: %(title)s") % {"title": submission.edition.title},
            body=_(
                "%(name)s, as a member of “%(body)s” you are asked to sign “%(title)s” (%(organization)s).\n\n"
                "Step: %(step)s\nRead and sign it here: %(address)s\n"
            )
            % {
                "name": membership.name,
                "body": plan["body_name"],
                "title": submission.edition.title,
                "organization": submission.organization.title,
                "step": plan["title"],
                "address": outbox.address(reverse("disclosure_signoff:sign", args=[submission.pk])),
            },
        )


def ended(submission: Submission, outcome: Outcome) -> None:
    """The submitter, unless they ended it themselves; where they have left the office, those who are in it."""
    author = submission.submitted_by
    if outcome.by_id == author.pk:
        return
    there = {membership.user for membership in eligibility.staff(submission, BodyKind.OFFICE)}
    for reader in {author} if author in there or not there else there:
        _ended(submission, outcome, reader)


def _ended(submission: Submission, outcome: Outcome, reader) -> None:
    sentence = {
        OutcomeKind.GRANTED: _("has all its signatures and will be up at its moment"),
        OutcomeKind.RETURNED: _("was returned by %(name)s"),
        OutcomeKind.RECALLED: _("was recalled by %(name)s"),
        OutcomeKind.VOID: _("can no longer be signed as it was submitted"),
    }[OutcomeKind(outcome.kind)] % {"name": outcome.by_name}
    outbox.owe(
        key=f"outcome:{outcome.pk}:{reader.pk}",
        recipient=reader.email,
        subject=_("%(title)s %(sentence)s") % {"title": submission.edition.title, "sentence": sentence},
        body=_("“%(title)s” %(sentence)s.\n\n%(reason)s\n\n%(address)s\n")
        % {
            "title": submission.edition.title,
            "sentence": sentence,
            "reason": outcome.reason,
            "address": outbox.address(reverse("wagtailadmin_pages:edit", args=[submission.item_id])),
        },
    )


def paper_registered(paper: PaperSignature, witnesses) -> None:
    """Those of the body itself who may witness it; where there is none, everyone who may."""
    own = [m for m in witnesses if m.body_id == paper.body_id]
    for membership in own or witnesses:
        outbox.owe(
            key=f"paper:{paper.pk}:{membership.user_id}",
            recipient=membership.user.email,
            subject=_("To be witnessed: %(title)s") % {"title": paper.submission.edition.title},
            body=_(
                "%(signer)s signed “%(title)s” on paper. Please compare the scan with the item, and confirm it or say "
                "why not. One witness is enough.\n\n%(address)s\n"
            )
            % {"signer": paper.name, "title": paper.submission.edition.title, "address": _paper_address(paper)},
        )


def paper_declined(paper: PaperSignature, end: PaperEnd) -> None:
    """Whoever registered it."""
    outbox.owe(
        key=f"paper-declined:{paper.pk}",
        recipient=paper.registered_by.email,
        subject=_("Not confirmed: %(title)s") % {"title": paper.submission.edition.title},
        body=_("%(name)s does not confirm the signature of %(signer)s on paper:\n\n%(reason)s\n\n%(address)s\n")
        % {"name": end.by_name, "signer": paper.name, "reason": end.reason, "address": _paper_address(paper)},
    )


def _paper_address(paper: PaperSignature) -> str:
    return outbox.address(reverse("disclosure_signoff:paper", args=[paper.pk]))
