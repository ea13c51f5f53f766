"""Taking down at once, stopping what waits, confirming it afterwards: each asks once more before it decides."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..core import clock, ends
from ..core.exceptions import Refusal
from ..items.models import Closing, Posting
from ..items.phases import phase_of
from ..organizations import rights
from ..organizations.models import Body, BodyKind
from . import confirming, operations
from .forms import DecisionForm, ExplanationForm, StopForm
from .rules import confirm_by


class DecisionView(WagtailAdminTemplateMixin, TemplateView):
    """A page that only the principal and the head of the office have; for everyone else it does not exist."""

    template_name = "disclosure/changes/decide.html"
    header_icon = "warning"
    form_class = ExplanationForm

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.posting = get_object_or_404(Posting.objects.for_list(), pk=kwargs["posting"])
        self.decider = rights.may_withdraw(request.user, self.posting.organization)
        if self.decider is None:
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        waiting = Posting.objects.waiting(clock.now()).filter(replaces=self.posting).for_list().first()
        return super().get_context_data(**{"form": self.form_class(), **kwargs}) | {
            "posting": self.posting,
            "ends": ends.in_words(self.posting.ends_at) if self.posting.ends_at else "",
            "phase": phase_of(self.posting, clock.now()),
            "possible": self.possible().filter(pk=self.posting.pk).exists(),
            "decider": self.decider,
            "decider_as": self.decider.position or self.decider.body.name,
            "successor": waiting,
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid() or "again" in request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        said, decided = form.cleaned_data["explanation"], "decide" in request.POST
        decision = self.decision(request.POST) if decided else self.decision(initial={"explanation": said})
        if not decided or not decision.is_valid():
            return self.render_to_response(self.get_context_data(form=decision, said=said))
        try:
            self.decide(said)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done() % {"title": self.posting.edition.title}, buttons=self.leads_to())
        return redirect("wagtailadmin_home")

    def decision(self, data=None, **kwargs) -> DecisionForm:
        return DecisionForm(self.request, self.posting.organization, data, **kwargs)

    def leads_to(self) -> list:
        """What can be looked at afterwards, as buttons of the message."""
        return []


class WithdrawView(DecisionView):
    """Take down what is up."""

    page_title = gettext_lazy("Take down at once")
    extra_context = {"withdrawing": True}

    def possible(self):
        return Posting.objects.current(clock.now())

    def decide(self, explanation: str) -> None:
        operations.withdraw(posting=self.posting, by=self.request.user, explanation=explanation)

    def leads_to(self) -> list:
        address = reverse("disclosure:item", args=[self.posting.index.text])
        return [messages.button(address, _("What the public reads now"))]

    def done(self) -> str:
        return _("“%(title)s” is taken down. The leading and the supervision group are asked to confirm it.")


class StopView(DecisionView):
    """Stop what waits."""

    page_title = gettext_lazy("Stop before it goes up")
    form_class = StopForm

    def possible(self):
        return Posting.objects.waiting(clock.now())

    def decide(self, explanation: str) -> None:
        operations.stop(posting=self.posting, by=self.request.user, explanation=explanation)

    def done(self) -> str:
        return _("“%(title)s” will not go up. The leading and the supervision group are asked to confirm it.")


class ConfirmView(WagtailAdminTemplateMixin, TemplateView):
    """What was decided, and confirming it for one's group; those of the organization read it."""

    template_name = "disclosure/changes/confirm.html"
    page_title = gettext_lazy("Confirm a decision")
    header_icon = "check"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        decided = Closing.objects.filter(decided_by__isnull=False)
        related = decided.select_related("posting__edition", "posting__index", "posting__organization")
        self.closing = get_object_or_404(related, pk=kwargs["closing"])
        if not rights.holds(request.user, self.closing.posting.organization, *BodyKind.values):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def mine(self) -> list[Body]:
        """The groups for which this reader can confirm it now."""
        waiting = confirming.waiting_for(self.request.user)
        return [w.body for w in waiting if w.closing.pk == self.closing.pk]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "closing": self.closing,
            "posting": self.closing.posting,
            "states": confirming.states(self.closing),
            "due_at": confirm_by(self.closing.decided_at),
            "overdue": confirm_by(self.closing.decided_at) <= clock.now(),
            "mine": self.mine,
            "own": self.closing.decided_by_id == self.request.user.pk,
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        body = get_object_or_404(Body, pk=request.POST.get("body", "").isdecimal() and int(request.POST["body"]))
        try:
            operations.confirm(closing=self.closing, body=body, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("You have confirmed it for “%(body)s”.") % {"body": body.name}
            messages.success(request, words)
        return redirect(reverse("disclosure_changes:confirm", args=[self.closing.pk]))
