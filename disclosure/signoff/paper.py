"""Signing on paper: a member without an account signs the printed sheet, the office registers it with a scan, and a
second member confirms it as witness. From then on it is a signature like any other.

The witness comes from those who sign: a member, with an account, of a body of the route, and nobody who wrote the item
or registered the sheet. So it takes two people, one of whom need not want it up (I2). A witness says that this hand
signed this sheet, and nothing of its content: it is no signature of theirs, and they may sign their own step as well.
"""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

import segno
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from ..core import clock, ledger, outbox
from ..files import operations as kept
from ..files import types
from ..files.exceptions import FileRefused
from ..organizations import rights
from ..organizations.models import Membership
from . import eligibility, notifications, operations
from .exceptions import NotEligible, NoWitness, PaperOver, ReasonMissing, WrongDay, WrongSheet
from .models import PaperEnd, PaperEndKind, PaperSignature, Signature, Submission
from .rosters import RosterAt, rosters_now
from .rules import Person, among, plain, same

CODE = 12  # digits of the digest that stand on the sheet as its code
PICTURES = (types.JPEG.content_type, types.PNG.content_type)


@dataclass(frozen=True)
class Scan:
    """A kept scan of a signed sheet."""

    name: str
    content_type: str
    size: int
    sha256: str


def code_of(digest: str) -> str:
    """The short code of a sheet: the first twelve digits of the digest, in groups of four."""
    return " ".join(digest[start : start + 4] for start in range(0, CODE, 4))


def keep_scan(file: BinaryIO, name: str) -> Scan:
    """Keep a scan, a picture without what came along in it. Raises FileRefused."""
    no_scan = FileRefused(
        _("“%(name)s” cannot be read as a scan: PDF, JPEG and PNG can, each with its own ending.") % {"name": name}
    )
    try:
        kind = types.content_type(file, name)
    except FileRefused as refused:  # its sentence is about what can be published
        raise no_scan from refused
    if kind in PICTURES:
        largest = kept.keep_picture(file, name).sizes[-1]
        return Scan(f"{name.rsplit('.', 1)[0]}.jpg", largest["type"], largest["size"], largest["sha256"])
    if kind != types.PDF.content_type:
        raise no_scan
    found = kept.keep(file, name)
    return Scan(name, found.content_type, found.size, found.sha256)


def register(
    *,
    submission: Submission,
    membership: Membership,
    code: str,
    signed_on: date,
    scan: Scan,
    by,
    review: dict | None = None,
) -> PaperSignature:
    """Register that `membership` signed the printed sheet that bears `code`.

    Raises SubmissionEnded, Overtaken, NotEligible, WrongSheet, WrongDay, NoWitness, ReviewIncomplete.
    """
    operations.void_if_changed(submission)
    with transaction.atomic():
        return _register(submission, membership, code, signed_on, scan, by, review)


def _register(submission, membership, code, signed_on, scan, by, review) -> PaperSignature:
    state = operations.under_way(submission, submission.edition.digest)
    desk = rights.drafts(by, submission.organization)
    if desk is None:
        raise NotEligible(_("Only a member of the organization's office registers what was signed on paper."))
    refuse_code(submission, code)
    rosters = rosters_now([submission])
    reason = eligibility.refusal_on_paper(submission, state.step, membership, rosters)
    if reason:
        raise NotEligible(reason)
    if not timezone.localdate(submission.submitted_at) <= signed_on <= clock.today():
        raise WrongDay()
    if waiting_papers(submission).filter(membership=membership).exists():
        raise NotEligible(_("This signature is registered already, and waits for its witness."))
    step = submission.route[state.step - 1]
    paper = PaperSignature.objects.create(
        submission=submission,
        step=state.step,
        body_id=step["body"],
        membership=membership,
        name=membership.name,
        position=membership.position,
        role=membership.role,
        digest=submission.edition.digest,
        review=operations.complete_review(step, review),
        signed_on=signed_on,
        scan_name=scan.name,
        scan_type=scan.content_type,
        scan_size=scan.size,
        scan_sha256=scan.sha256,
        registered_by=by,
        registered_name=desk.name,
        registered_at=clock.now(),
    )
    able = witnesses(paper, rosters)
    if not able:
        raise NoWitness()
    ledger.record(
        submission.organization.chain,
        "paper.registered",
        actor=by,
        subject=f"paper:{paper.pk}",
        data=_data(paper),
        rows=[paper],
    )
    notifications.paper_registered(paper, able)
    return paper


def confirm(*, paper: PaperSignature, witness, digest: str) -> Signature:
    """Stand as witness for a signature on paper: from now on it counts.

    `digest` is what the witness saw. Raises SubmissionEnded, Overtaken, EditionChanged, PaperOver, NotEligible.
    """
    operations.void_if_changed(paper.submission)
    with transaction.atomic():
        state = _open(paper, digest)
        submission = state.submission
        name = _as_witness(paper, witness)
        reason = eligibility.refusal_on_paper(submission, paper.step, paper.membership, had_none=True)
        if reason:
            raise NotEligible(reason)
        end = _end(paper, PaperEndKind.CONFIRMED, witness, name)
        signature = submission.signatures.create(
            step=paper.step,
            body_id=paper.body_id,
            paper=paper,
            name=paper.name,
            position=paper.position,
            role=paper.role,
            digest=paper.digest,
            signed_at=end.at,
            review=paper.review,
        )
        ledger.record(
            submission.organization.chain,
            "signature.witnessed",
            actor=witness,
            subject=f"signature:{signature.pk}",
            data=_data(paper) | {"paper": paper.pk},
            rows=[signature, end],
        )
        if eligibility.met(submission, state.step):
            state.approve()
        return signature


def decline(*, paper: PaperSignature, witness, reason: str) -> PaperEnd:
    """Do not confirm it, and say why; the office may register it anew. Raises as `confirm` does, and ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(_("Please say why you do not confirm it."))
    with transaction.atomic():
        _open(paper, paper.digest)
        end = _end(paper, PaperEndKind.DECLINED, witness, _as_witness(paper, witness), reason.strip())
        ledger.record(
            paper.submission.organization.chain,
            "paper.declined",
            actor=witness,
            subject=f"paper:{paper.pk}",
            data=_data(paper),
            rows=[end],
        )
        notifications.paper_declined(paper, end)
        return end


@transaction.atomic
def withdraw(*, paper: PaperSignature, by) -> PaperEnd:
    """Take a registration back that no witness has confirmed. Raises SubmissionEnded, PaperOver, NotEligible."""
    _open(paper, paper.digest)
    desk = rights.drafts(by, paper.submission.organization)
    if desk is None:
        raise NotEligible(_("Only a member of the organization's office registers what was signed on paper."))
    end = _end(paper, PaperEndKind.WITHDRAWN, by, desk.name)
    ledger.record(
        paper.submission.organization.chain,
        "paper.withdrawn",
        actor=by,
        subject=f"paper:{paper.pk}",
        data=_data(paper),
        rows=[end],
    )
    return end


def refuse_code(submission: Submission, code: str) -> None:
    """Whether `code`, or the whole digest, is that of the sheet. Raises WrongSheet."""
    typed = plain(code)
    if len(typed) < CODE or not submission.edition.digest.startswith(typed):
        raise WrongSheet()


def code_from(submission: Submission, digest: str) -> str:
    """The code to begin with where somebody came by the square of a sheet; only that of this submission."""
    return code_of(digest) if digest == submission.edition.digest else ""


def square(submission: Submission) -> str:
    """The square of the sheet as the address of a picture: the submission's page, and the digest."""
    page = outbox.address(reverse("disclosure_signoff:sign", args=[submission.pk]))
    return segno.make(f"{page}?sheet={submission.edition.digest}", error="m").svg_data_uri(scale=3, border=2)


def waiting_papers(submission: Submission):
    """Registrations that wait for a witness."""
    return submission.papers.filter(end__isnull=True)


def declined():
    """Registrations that a witness did not confirm, of submissions under way; not those that were registered anew."""
    again = PaperSignature.objects.filter(submission=OuterRef("submission"), membership=OuterRef("membership"))
    found = PaperSignature.objects.filter(end__kind=PaperEndKind.DECLINED, submission__outcome__isnull=True)
    found = found.exclude(Exists(again.filter(pk__gt=OuterRef("pk"))))
    return found.select_related("submission__edition", "submission__organization", "end").order_by("-end__at")


def signers_on_paper(submission: Submission, step: int, rosters: RosterAt | None = None) -> list[Membership]:
    """Members without an account who may still sign the step, and for whom nothing is registered."""
    registered = set(waiting_papers(submission).values_list("membership", flat=True))
    able = eligibility.signers(submission, step, rosters)
    return [m for m in able if m.user_id is None and m.pk not in registered]


def witnesses(paper: PaperSignature, rosters: RosterAt | None = None) -> list[Membership]:
    """Who may witness it, each once."""
    rosters = rosters or rosters_now([paper.submission])
    there = {m.pk: m for step in paper.submission.route for m in rosters.memberships(step)}
    able = {p.user: there[p.place] for p in _persons(paper, rosters) if not _refused(paper, p)}
    return list(able.values())


def witness_refusal(paper: PaperSignature, user, rosters: RosterAt | None = None) -> str:
    """Why `user` cannot witness it, in words for them; empty where they can."""
    mine = [p for p in _persons(paper, rosters or rosters_now([paper.submission])) if p.user == user.pk]
    if not mine:
        return _("A witness is a member of one of the bodies that sign this item.")
    return next((reason for p in mine if (reason := _refused(paper, p))), "")


def waiting_for(user) -> list[PaperSignature]:
    """Signatures on paper that `user` may witness now, longest waiting first."""
    organizations = {m.body.organization_id for m in rights.memberships(user)}
    found = PaperSignature.objects.filter(
        end__isnull=True,
        submission__organization__in=organizations,
        submission__outcome__isnull=True,
        submission__task_states__status=TaskState.STATUS_IN_PROGRESS,
        submission__task_states__step=F("step"),
    ).select_related("submission__edition", "submission__organization", "membership")
    papers = list(found.order_by("registered_at"))
    rosters = rosters_now([paper.submission for paper in papers])
    return [paper for paper in papers if not witness_refusal(paper, user, rosters)]


def _persons(paper: PaperSignature, rosters: RosterAt) -> list[Person]:
    return [p for step in paper.submission.route for p in rosters.members(step) if p.user is not None]


def _refused(paper: PaperSignature, them: Person) -> str:
    signer = Person(paper.membership.user_id, place=paper.membership_id, name=plain(paper.name))
    if them.user == paper.registered_by_id:
        return _("You registered it. Somebody else has to witness it.")
    if among(them, eligibility.authors_of(paper.submission)):
        return _("You wrote or edited this item. Whoever did does not witness its signatures.")
    if same(them, signer):
        return _("Nobody witnesses their own signature.")
    return ""


def _as_witness(paper: PaperSignature, user) -> str:
    """The name by which `user` witnesses it. Raises NotEligible."""
    reason = witness_refusal(paper, user)
    if reason:
        raise NotEligible(reason)
    return eligibility.name_of(user, paper.submission.organization)


def _open(paper: PaperSignature, digest: str):
    """The step under way, for which it waits; the submission is locked. Raises SubmissionEnded, PaperOver."""
    state = operations.under_way(paper.submission, digest)
    end = PaperEnd.objects.filter(paper=paper).first()
    if end is not None:
        words = {"what": end.get_kind_display(), "name": end.by_name}
        raise PaperOver(_("This registration is decided already: %(what)s, by %(name)s.") % words)
    if state.step != paper.step:
        raise PaperOver(_("This step has all its signatures: this one is no longer needed."))
    return state


def _end(paper: PaperSignature, kind: str, by, name: str, reason: str = "") -> PaperEnd:
    return PaperEnd.objects.create(paper=paper, kind=kind, by=by, by_name=name, reason=reason, at=clock.now())


def _data(paper: PaperSignature) -> dict:
    return {"submission": paper.submission_id, "step": paper.step, "body": paper.body_id, "digest": paper.digest}
