"""The signing page, and taking a submission back."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..core import clock
from ..core.exceptions import Refusal
from ..files.addresses import private_address
from ..items.canonical import files
from ..items.compare import compare
from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.presentation import present
from ..organizations import rights
from . import eligibility, operations, paper, reading, route
from .exceptions import AlreadySigned
from .forms import RecallForm, ReturnForm, form_to_sign
from .models import OutcomeKind, Submission
from .presentation import alone, outcome_of, signature_block
from .rosters import RosterAt, rosters_now


class SubmissionView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one submission, for those who may read it; for everyone else it does not exist."""

    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        found = Submission.objects.select_related("edition__stored", "organization", "item__entry")
        self.submission = get_object_or_404(found, pk=kwargs["pk"])
        if not self.may_read(request.user):
            raise Http404

    def may_read(self, user) -> bool:
        return reading.may_read(user, self.submission)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Desk")}, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def outcome(self):
        return outcome_of(self.submission)


class SignView(SubmissionView):
    """The edition exactly as the public will read it, and the act of signing it."""

    template_name = "disclosure/signoff/sign.html"
    forms_posted: dict = {}

    def get_page_title(self) -> str:
        return _("Submission") if self.refusal else _("To be signed")

    @cached_property
    def content(self) -> dict:
        return content_of(self.submission.edition)

    @cached_property
    def plan(self) -> dict:
        """The step under way, or at which it ended."""
        return self.submission.route[reading.last_step(self.submission) - 1]

    @cached_property
    def rosters(self) -> RosterAt:
        return rosters_now([self.submission])

    @cached_property
    def refusal(self) -> str:
        """Why this reader cannot sign now; empty where they can."""
        if self.outcome is not None:
            return _("This submission has ended.")
        return eligibility.refusal(self.submission, self.plan["step"], self.request.user, self.rosters)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """What is damaged is neither shown nor signed (I1)."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except ContentDamaged as damaged:
            frame = WagtailAdminTemplateMixin.get_context_data(self)
            return self.response_class(request, ["disclosure/signoff/damaged.html"], {**frame, "reason": str(damaged)})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        returning = "return-digest" in request.POST
        form = self._return_form(request.POST) if returning else self._sign_form(request.POST)
        self.forms_posted = {"return_form" if returning else "sign_form": form}
        if form.is_valid():
            try:
                return self._send_back(form) if returning else self._sign(form)
            except AlreadySigned as done:
                messages.info(request, str(done))
                return self._go_on()
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                vars(self).pop("plan", None)  # somebody else may have made the step meanwhile: the page shows what is
        return self.get(request, *args, **kwargs)

    def _sign(self, form) -> HttpResponse:
        operations.sign(
            submission=Submission.objects.get(pk=self.submission.pk),
            signer=self.request.user,
            digest=form.cleaned_data["digest"],
            comment=form.cleaned_data["comment"],
            review=form.review,
        )
        messages.success(self.request, self._signed_words())
        return self._go_on()

    def _signed_words(self) -> str:
        words = _("You have signed “%(title)s”.") % {"title": self.submission.edition.title}
        outcome = outcome_of(Submission.objects.get(pk=self.submission.pk))
        if outcome is None or outcome.kind != OutcomeKind.GRANTED:
            return words
        begins = outcome.permit.posting.begins_at
        if begins <= clock.now():
            return _("%(signed)s All signatures are given: it is up now.") % {"signed": words}
        moment = formats.date_format(timezone.localtime(begins), _("j M Y, H:i"))
        return _("%(signed)s All signatures are given: it goes up at %(moment)s.") % {"signed": words, "moment": moment}

    def _send_back(self, form) -> HttpResponse:
        operations.send_back(
            submission=Submission.objects.get(pk=self.submission.pk),
            signer=self.request.user,
            digest=form.cleaned_data["digest"],
            reason=form.cleaned_data["reason"],
        )
        words = _("You have returned “%(title)s” to the office.") % {"title": self.submission.edition.title}
        messages.success(self.request, words)
        return self._go_on()

    def _go_on(self) -> HttpResponseRedirect:
        """To the next that waits; to the desk where nothing does."""
        waiting = operations.waiting_for(self.request.user)
        if not waiting:
            return _from_the_top("wagtailadmin_home")
        words = _("This one waits for you next. Waiting in all: %(number)s.") % {"number": len(waiting)}
        messages.info(self.request, words)
        return _from_the_top("disclosure_signoff:sign", waiting[0].pk)

    def _sign_form(self, data=None):
        return form_to_sign(self.request, self.submission, self.plan, self.content, data)

    def _return_form(self, data=None):
        return ReturnForm(self.request, self.submission, data)

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        office = self.outcome is None and rights.drafts(user, self.submission.organization)
        context = (
            super().get_context_data(**kwargs)
            | {
                "submission": self.submission,
                "outcome": self.outcome,
                "plan": self.plan,
                "edition": present(self.content, partial(private_address, user)),
                "signs": signature_block(self.submission, you=user),
                "remarks": [(s, reading.review_in_words(s)) for s in reading.remarks(self.submission)],
                "returns": [(o, reading.step_title(o.submission, o.step)) for o in reading.returns(self.submission)],
                "refusal": self.refusal,
                "mine": self.submission.signatures.filter(user=user).first(),
                "late": self._begins_late(),
                "route_changed": route.change(self.submission),
                "refused": next(iter(self.forms_posted), ""),
                "may_recall": office,
            }
            | self._on_paper(office)
        )
        if not self.refusal:
            context |= {"sign_form": self._sign_form(), "return_form": self._return_form()} | self.forms_posted
            context |= {"signs_as": self._signs_as(), "alone": alone(self.plan, self.rosters)}
        return context | self._comparison()

    def _on_paper(self, office) -> dict:
        """The sheet's marks, whom it waits for on paper, and what is registered."""
        step, registered, members = self.plan["step"], [], []
        if self.outcome is None:
            registered = list(paper.waiting_papers(self.submission).filter(step=step))
            members = paper.signers_on_paper(self.submission, step, self.rosters)
        return {
            "code": paper.code_of(self.submission.edition.digest),
            "square": paper.square(self.submission),
            "fingerprints": [f for f in files(self.content) if f["attachment"]],
            "by_hand": members,
            "registered": registered,
            "declined": [] if self.outcome else paper.declined().filter(submission=self.submission, step=step),
            "may_register": office and members,
            "sheet": self.request.GET.get("sheet", ""),
        }

    def _signs_as(self):
        return next(m for m in rights.memberships(self.request.user) if m.body_id == self.plan["body"])

    def _begins_late(self) -> bool:
        """Whether the moment wished for has passed while it was being signed."""
        wished = self.content["terms"]["from"]
        return self.outcome is None and bool(wished) and wished < clock.now().isoformat()

    def _comparison(self) -> dict:
        earlier = reading.earlier_editions(self.submission, self.request.user)
        asked = self.request.GET.get("against")
        chosen = next((e for e in earlier if e.key == asked), earlier[0] if earlier else None)
        changes = compare(content_of(chosen.edition), self.content) if chosen else []
        return {"earlier": earlier, "against": chosen, "changes": changes}


def _from_the_top(name: str, *args) -> HttpResponseRedirect:
    """Redirect to the head of a page: without a fragment of its own a browser keeps that of the form that was sent."""
    return redirect(reverse(name, args=args) + "#main")


class RecallView(SubmissionView):
    """The office takes a submission back, after being asked once more."""

    template_name = "disclosure/signoff/recall.html"
    page_title = gettext_lazy("Recall")

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not rights.drafts(request.user, self.submission.organization):
            raise Http404

    def get_context_data(self, **kwargs) -> dict:
        context = {"form": RecallForm(), "signs": signature_block(self.submission), "outcome": self.outcome}
        return super().get_context_data(**kwargs) | {"submission": self.submission} | context | kwargs

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = RecallForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            operations.recall(
                submission=Submission.objects.get(pk=self.submission.pk),
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("disclosure_signoff:sign", self.submission.pk)
        words = _("“%(title)s” was recalled. You can change it and submit it again.")
        messages.success(request, words % {"title": self.submission.edition.title})
        return redirect("wagtailadmin_pages:edit", self.submission.item_id)
