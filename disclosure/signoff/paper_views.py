"""Registering what was signed on paper, and witnessing it."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ..core.exceptions import Refusal
from ..files.addresses import private_address
from ..files.responses import INLINE
from ..items.content import content_of
from ..items.presentation import present
from ..organizations import rights
from . import eligibility, paper, reading
from .exceptions import WrongDay, WrongSheet
from .models import PaperSignature, Submission
from .paper_forms import ConfirmForm, DeclineForm, RegisterForm
from .rosters import rosters_now
from .views import SubmissionView

BESIDE: dict[type[Refusal], str] = {WrongSheet: "code", WrongDay: "signed_on"}  # the field at which a refusal is said


class RegisterView(SubmissionView):
    """The office registers a signature that stands on the printed sheet."""

    template_name = "disclosure/signoff/register.html"
    page_title = gettext_lazy("Register a signature on paper")

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not rights.drafts(request.user, self.submission.organization):
            raise Http404
        self.plan = self.submission.route[reading.last_step(self.submission) - 1]

    @cached_property
    def members(self) -> list:
        return paper.signers_on_paper(self.submission, self.plan["step"]) if self.outcome is None else []

    def form(self, *data) -> RegisterForm:
        code = paper.code_from(self.submission, self.request.GET.get("sheet", ""))
        content = content_of(self.submission.edition)
        return RegisterForm(*data, plan=self.plan, members=self.members, content=content, code=code)

    def get_context_data(self, **kwargs) -> dict:
        context = {"submission": self.submission, "outcome": self.outcome, "plan": self.plan, "members": self.members}
        return super().get_context_data(**{"form": self.form(), **kwargs}) | context | {"others": self._others()}

    def _others(self) -> list[str]:
        """Why other members without an account are not to be chosen."""
        rosters, step = rosters_now([self.submission]), self.plan["step"]
        there = [m for m in rosters.memberships(self.plan) if m.user_id is None] if self.outcome is None else []
        reasons = [eligibility.refusal_on_paper(self.submission, step, member, rosters) for member in there]
        registered = _("%(name)s signed on paper; registered by %(by)s, waits for a witness")
        papers = paper.waiting_papers(self.submission).filter(step=step) if self.outcome is None else []
        waiting = [registered % {"name": each.name, "by": each.registered_name} for each in papers]
        return [reason for reason in reasons if reason] + waiting

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                submission = Submission.objects.get(pk=self.submission.pk)
                made = paper.register(submission=submission, by=request.user, **form.given)
            except Refusal as refusal:
                form.add_error(BESIDE.get(type(refusal)), str(refusal))
            else:
                words = _("The signature of %(name)s is registered. It counts once a witness has confirmed it.")
                messages.success(request, words % {"name": made.name})
                return redirect("disclosure_signoff:paper", made.pk)
        return self.render_to_response(self.get_context_data(form=form))


class PaperView(SubmissionView):
    """A signature on paper: its scan beside the edition; a witness confirms it or not, the office takes it back."""

    template_name = "disclosure/signoff/paper.html"
    page_title = gettext_lazy("Signature on paper")
    posted: dict = {}

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        self.paper = get_object_or_404(PaperSignature.objects.select_related("membership"), pk=kwargs["pk"])
        super().setup(request, *args, **{**kwargs, "pk": self.paper.submission_id})

    def may_read(self, user) -> bool:
        """Also whoever may witness it, or might have: what became of it is said to them, too."""
        return super().may_read(user) or not paper.witness_refusal(self.paper, user)

    @cached_property
    def end(self):
        return getattr(self.paper, "end", None)

    @cached_property
    def waits(self) -> bool:
        """Whether anything is left to decide."""
        step = reading.last_step(self.submission)
        return self.outcome is None and self.end is None and step == self.paper.step

    def get_context_data(self, **kwargs) -> dict:
        user, content = self.request.user, content_of(self.submission.edition)
        address = partial(private_address, user)
        shown = self.paper.scan_type in INLINE
        scan = {"sha256": self.paper.scan_sha256, "name": self.paper.scan_name, "type": self.paper.scan_type}
        refusal = paper.witness_refusal(self.paper, user)
        context = super().get_context_data(**kwargs) | {
            "paper": self.paper,
            "submission": self.submission,
            "outcome": self.outcome,
            "plan": self.submission.route[self.paper.step - 1],
            "end": self.end,
            "waits": self.waits,
            "edition": present(content, address),
            "code": paper.code_of(self.paper.digest),
            "scan": address({**scan, "width": 0} if shown else scan),
            "shown": shown,
            "review": reading.review_in_words(self.paper) if self.paper.review else "",
            "refusal": refusal,
            "may_withdraw": self.waits and rights.drafts(user, self.submission.organization),
        }
        if self.waits and not refusal:
            context |= {"confirm_form": self._confirm_form(), "decline_form": self._decline_form()} | self.posted
        return context

    def _confirm_form(self, data=None) -> ConfirmForm:
        digest = {"digest": self.paper.digest}
        return ConfirmForm(self.request, self.submission.organization, data, initial=digest, prefix="confirm")

    def _decline_form(self, data=None) -> DeclineForm:
        return DeclineForm(self.request, self.submission.organization, data, prefix="decline")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "withdraw" in request.POST:
            return self._decide(lambda: paper.withdraw(paper=self.paper, by=request.user), _("It is taken back."))
        declining = "decline" in request.POST
        form = self._decline_form(request.POST) if declining else self._confirm_form(request.POST)
        if not form.is_valid():
            self.posted = {"decline_form" if declining else "confirm_form": form}
            return self.render_to_response(self.get_context_data())
        said = form.cleaned_data
        if declining:
            return self._decide(
                lambda: paper.decline(paper=self.paper, witness=request.user, reason=said["reason"]),
                _("It is not confirmed; the office reads why."),
            )
        return self._decide(
            lambda: paper.confirm(paper=self.paper, witness=request.user, digest=said["digest"]),
            _("You have witnessed the signature of %(name)s.") % {"name": self.paper.name},
        )

    def _decide(self, act, words: str) -> HttpResponse:
        try:
            act()
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.request.path)
        messages.success(self.request, words)
        return redirect("wagtailadmin_home")
