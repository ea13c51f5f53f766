"""The superior's register: the list, one filing as the public reads it, and acknowledging in one click."""

from datetime import timedelta
from functools import partial

from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..core import clock
from ..core.exceptions import Refusal
from ..core.registers import MomentColumn, RegisterIndexView, RegisterInspectView
from ..files.addresses import private_address
from ..items.content import content_of
from ..items.exceptions import ContentDamaged
from ..items.phases import WITH_CLOSINGS, closed_by, phase_of
from ..items.presentation import present
from ..organizations import rights
from ..organizations.models import BodyKind
from ..signoff.presentation import signature_block
from . import operations
from .models import Filing
from .policies import superiors_of


def phase(filing: Filing) -> str:
    """Where its posting is now, in words."""
    return str(phase_of(filing.posting, clock.now()).label)


def state(filing: Filing) -> str:
    """Whether there is a receipt, in words."""
    return _("acknowledged") if filing.received_at else _("to be acknowledged")


class PickColumn(Column):
    """A box for each filing that is still to be acknowledged; the form stands around the table."""

    cell_template_name = "disclosure/filing/pick.html"


class FilingIndexView(RegisterIndexView):
    """Filings with the reader's organizations, latest first."""

    results_template_name = "disclosure/filing/index_results.html"
    acknowledge_url_name = None

    def get_base_queryset(self):
        closings = Prefetch("posting__closings", queryset=WITH_CLOSINGS.queryset)
        return super().get_base_queryset().for_list().prefetch_related(closings)

    @cached_property
    def columns(self):
        pick = [PickColumn("pick", label="", width="2%")] if self.acknowledges else []
        return [
            *pick,
            TitleColumn("title", label=gettext_lazy("Title"), sort_key="title", get_url=self.get_inspect_url),
            Column("index_text", label=gettext_lazy("Index number"), sort_key="index_text", width="16%"),
            Column("organization", label=gettext_lazy("Filed by"), sort_key="organization__title", width="16%"),
            MomentColumn("filed_at", label=gettext_lazy("Filed at"), sort_key="filed_at", width="14%"),
            StatusTagColumn("phase", label=gettext_lazy("State"), accessor=phase, primary=lambda f: False, width="8%"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("Receipt"),
                accessor=state,
                primary=lambda filing: not filing.received_at,
                sort_key="receipt__at",
                width="9%",
            ),
        ]

    @cached_property
    def acknowledges(self) -> bool:
        return bool(list(rights.organizations_where(self.request.user, BodyKind.OFFICE)))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        waits = self.acknowledges and any(not filing.received_at for filing in context["object_list"])
        address = reverse(self.acknowledge_url_name) if waits else ""
        return context | {"acknowledge_url": address, "shortcuts": self._shortcuts(), "here": self._here()}

    def _here(self) -> str:
        """This list as it is narrowed and turned now: its rows may have been fetched from another address."""
        asked = self.request.GET.urlencode()
        return f"{self.index_url}?{asked}" if asked else self.index_url

    def _shortcuts(self) -> list[dict]:
        """The list narrowed to a month, as it is asked for most."""
        first = clock.today().replace(day=1)
        before = first - timedelta(days=1)
        asked = self.request.GET.get("filed_at_from"), self.request.GET.get("filed_at_to")
        days = [(_("This month"), first, clock.today()), (_("Last month"), before.replace(day=1), before)]
        return [
            {
                "words": words,
                "url": f"{self.index_url}?filed_at_from={since}&filed_at_to={until}",
                "is_on": asked == (f"{since}", f"{until}"),
            }
            for words, since, until in days
        ]


class FilingInspectView(RegisterInspectView):
    """One filing: the edition exactly as the public reads it, its signatures, and the receipt."""

    template_name = "disclosure/filing/filing.html"
    acknowledge_url_name = None

    def detailed(self, rows):
        return rows.for_list().select_related("edition__stored", "posting__index", "posting__permit__outcome")

    def get_page_title(self):
        return self.object.title

    def get_page_subtitle(self):
        return ""

    def get_context_data(self, **kwargs):
        filing, user = self.object, self.request.user
        acknowledges = not filing.received_at and rights.holds(user, filing.superior, BodyKind.OFFICE)
        return super().get_context_data(
            filing=filing,
            edition=self._edition(),
            phase=phase_of(filing.posting, clock.now()),
            closing=closed_by(filing.posting, clock.now()),
            signs=signature_block(filing.posting.permit.outcome.submission),
            acknowledge_url=reverse(self.acknowledge_url_name) if acknowledges else "",
            following=self._following(),
            **kwargs,
        )

    def _following(self) -> Filing | None:
        """The next that waits for a receipt of the reader's office, round to the longest waiting."""
        mine = Filing.objects.filed_with(superiors_of(self.request.user))
        waiting = mine.waiting().exclude(pk=self.object.pk).order_by("pk")
        return waiting.filter(pk__gt=self.object.pk).first() or waiting.first()

    def _edition(self):
        """None where the edition is damaged: then it is not shown, here neither (I1)."""
        try:
            return present(content_of(self.object.edition), partial(private_address, self.request.user))
        except ContentDamaged:
            return None


class AcknowledgeView(PermissionCheckedMixin, View):
    """Give receipts for the filings that were picked; one that is refused keeps no other from its receipt."""

    http_method_names = ["post"]
    model = Filing
    any_permission_required = ["view"]
    index_url_name = None

    def post(self, request):
        readable = self.permission_policy.instances_user_has_any_permission_for(request.user, ["view"])
        picked = [int(pk) for pk in request.POST.getlist("filing") if pk.isdecimal()]
        given = sum(self._acknowledge(filing) for filing in readable.filter(pk__in=picked).order_by("pk"))
        if given:
            words = ngettext("%(number)d filing acknowledged.", "%(number)d filings acknowledged.", given)
            messages.success(request, words % {"number": given})
        elif not picked:
            messages.warning(request, _("Pick the filings that you acknowledge first."))
        return redirect(get_valid_next_url_from_request(request) or reverse(self.index_url_name))

    def _acknowledge(self, filing: Filing) -> bool:
        try:
            operations.acknowledge(filing=filing, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, f"{filing.index_text}: {refusal}")
            return False
        return True
