"""Registers of the desk: all submissions and postings of an office, all signatures of a signer. Only read."""

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from ..board.addresses import item_address
from ..core import clock
from ..core.registers import RegisterIndexView, RegisterViewSet
from ..items.models import Posting
from ..items.phases import WITH_CLOSINGS, Phase, phase_of
from ..organizations import rights
from ..organizations.models import BodyKind
from ..signoff.models import Signature, Submission
from .columns import EndColumn, MomentColumn
from .filters import PostingFilterSet, PostingPhase, SignatureFilterSet, SubmissionFilterSet, SubmissionState

ORGANIZATION = Column("organization", label=_("Organization"), sort_key="organization__title")


def submission_state(submission: Submission) -> str:
    """How far a submission is, in words."""
    outcome = getattr(submission, "outcome", None)
    return str(SubmissionState(outcome.kind if outcome else SubmissionState.OPEN).label)


def signing_page(submission_id: int) -> str:
    return reverse("disclosure_signoff:sign", args=[submission_id])


class SubmissionIndexView(RegisterIndexView):
    """Submissions of the reader's organizations, latest first."""

    own = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor="edition.title",
            sort_key="edition__title",
            get_url=lambda s: signing_page(s.pk),
        ),
        StatusTagColumn("state", label=_("State"), accessor=submission_state, primary=lambda s: s.ended_at is None),
        Column("submitted_name", label=_("Submitted by"), sort_key="submitted_name"),
        MomentColumn("submitted_at", label=_("Sent for signing"), sort_key="submitted_at"),
    ]

    @cached_property
    def columns(self):
        """The organization is named to those who work for several."""
        several = len(list(rights.organizations_where(self.request.user, BodyKind.OFFICE))) > 1
        return [*self.own, *([ORGANIZATION] if several else [])]

    def get_base_queryset(self):
        found = super().get_base_queryset().select_related("edition", "organization", "outcome")
        return found.annotate(ended_at=F("outcome__at"), ended_by=F("outcome__by_name"), reason=F("outcome__reason"))

    def to_row_dict(self, item):
        item.state = submission_state(item)
        return super().to_row_dict(item)


class SubmissionViewSet(RegisterViewSet):
    model = Submission
    name = "disclosure_submissions"
    url_prefix = "disclosure/submissions"
    icon = "clipboard-list"
    menu_label = _("Submissions")
    menu_name = "disclosure-submissions"
    menu_order = 150
    inspect_view_enabled = False
    index_view_class = SubmissionIndexView
    filterset_class = SubmissionFilterSet
    search_fields = ["edition__title", "submitted_name"]
    ordering = "-submitted_at"
    export_filename = "submissions"
    list_export = [
        "edition.title",
        "organization.title",
        "number",
        "get_intent_display",
        "submitted_name",
        "submitted_at",
        "state",
        "ended_at",
        "ended_by",
        "reason",
        "edition.digest",
    ]
    export_headings = {
        "edition.title": _("title"),
        "organization.title": _("organization"),
        "get_intent_display": _("intent"),
        "submitted_name": _("submitted by"),
        "state": _("state"),
        "ended_at": _("ended at"),
        "ended_by": _("ended by"),
        "reason": _("reason"),
        "edition.digest": _("digest"),
    }


def state_now(submission: Submission) -> str:
    """Where it is that was signed: up, ended, withdrawn; until then how far the submission is."""
    outcome = getattr(submission, "outcome", None)
    posting = getattr(outcome.permit, "posting", None) if outcome and outcome.permit_id else None
    return posting_phase(posting) if posting else submission_state(submission)


class SignatureIndexView(RegisterIndexView):
    """What the reader signed, latest first."""

    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor="submission.edition.title",
            get_url=lambda s: signing_page(s.submission_id),
        ),
        Column("body", label=_("As a member of")),
        MomentColumn("signed_at", label=_("Signed"), sort_key="signed_at"),
        StatusTagColumn("state", label=_("State"), accessor=lambda s: state_now(s.submission), primary=lambda s: False),
    ]

    def get_base_queryset(self):
        found = super().get_base_queryset()
        related = found.select_related("body", "submission__edition", "submission__outcome__permit__posting")
        return related.prefetch_related("submission__outcome__permit__posting__closings__successor__closings")


class SignatureViewSet(RegisterViewSet):
    model = Signature
    name = "disclosure_signatures"
    url_prefix = "disclosure/signatures"
    icon = "pick"
    menu_label = _("What I signed")
    menu_name = "disclosure-signatures"
    menu_order = 160
    inspect_view_enabled = False
    index_view_class = SignatureIndexView
    filterset_class = SignatureFilterSet
    search_fields = ["submission__edition__title"]
    ordering = "-signed_at"
    export_filename = "signatures"
    list_export = ["submission.edition.title", "body.name", "signed_at", "digest"]
    export_headings = {"submission.edition.title": _("title"), "body.name": _("body")}


def posting_phase(posting: Posting) -> str:
    """Where a posting is now, in words."""
    phase = phase_of(posting, clock.now())
    return str(PostingPhase(phase).label if phase in PostingPhase.values else phase.label)


DECISIONS = {
    Phase.PUBLIC: (_("Take it down at once"), "disclosure_changes:withdraw"),
    Phase.WAITING: (_("Stop it"), "disclosure_changes:stop"),
}


class PostingIndexView(RegisterIndexView):
    """Postings of the reader's organizations, latest first."""

    own = [
        Column("index", label=_("Index number"), sort_key="index__text"),
        StatusTagColumn("phase", label=_("State"), accessor=posting_phase, primary=lambda p: False),
        MomentColumn("begins_at", label=_("Goes up"), sort_key="begins_at"),
        EndColumn("ends_at", label=_("Comes down"), sort_key="ends_at"),
    ]

    @cached_property
    def columns(self):
        """Each title leads to the item's story, or to what the public reads; and on to the decision who may take it."""
        title = TitleColumn("title", label=_("Title"), accessor="edition.title", get_url=self._address)
        decides = any(self._may_withdraw(office) for office in self._organizations)
        decision = TitleColumn(
            "decision", label=_("Decision"), accessor=self._decision, get_url=self._decide, classname="desk-decision"
        )
        return [title, *self.own, *([decision] if decides else [])]

    @cached_property
    def _organizations(self) -> list:
        return list(rights.organizations_where(self.request.user, BodyKind.OFFICE, BodyKind.PRINCIPAL))

    def _may_withdraw(self, organization) -> bool:
        return rights.may_withdraw(self.request.user, organization) is not None

    def _address(self, posting: Posting) -> str:
        if rights.drafts(self.request.user, posting.organization):
            return reverse("disclosure_desk:item", args=[posting.item_id])
        if phase_of(posting, clock.now()) in (Phase.WAITING, Phase.STOPPED):  # what the public cannot read
            return reverse("disclosure_signoff:sign", args=[posting.permit.outcome.submission_id])
        return item_address(posting.index.text)

    def _decision(self, posting: Posting) -> str:
        found = DECISIONS.get(phase_of(posting, clock.now()))
        return str(found[0]) if found and self._may_withdraw(posting.organization) else "—"

    def _decide(self, posting: Posting) -> str | None:
        found = DECISIONS.get(phase_of(posting, clock.now()))
        may = found and self._may_withdraw(posting.organization)
        return reverse(found[1], args=[posting.pk]) if may else None

    def get_base_queryset(self):
        return super().get_base_queryset().for_list().select_related("permit__outcome").prefetch_related(WITH_CLOSINGS)

    def to_row_dict(self, item):
        item.phase = posting_phase(item)
        return super().to_row_dict(item)


class PostingViewSet(RegisterViewSet):
    model = Posting
    name = "disclosure_postings"
    url_prefix = "disclosure/postings"
    icon = "view"
    menu_label = _("Postings")
    menu_name = "disclosure-postings"
    menu_order = 155
    inspect_view_enabled = False
    index_view_class = PostingIndexView
    filterset_class = PostingFilterSet
    search_fields = ["edition__title", "index__text"]
    ordering = "-begins_at"
    export_filename = "postings"
    list_export = [
        "index.text",
        "edition.title",
        "organization.title",
        "column.title",
        "begins_at",
        "ends_at",
        "phase",
        "edition.digest",
    ]
    export_headings = {
        "phase": _("state"),
        "index.text": _("index number"),
        "edition.title": _("title"),
        "organization.title": _("organization"),
        "column.title": _("column"),
        "edition.digest": _("digest"),
    }
