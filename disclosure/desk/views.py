"""Pages that the desk leads to: all that waits, where to draft, the story of an item, organizations in a table."""

from operator import attrgetter

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..catalog.models import ColumnPage
from ..core import clock
from ..core.registers import RegisterSheets
from ..items.compare import compare
from ..items.content import content_of
from ..items.models import Edition, ItemPage
from ..organizations import rights
from ..organizations.models import BodyKind
from ..organizations.territory import belonging_to
from ..signoff import operations
from ..signoff.presentation import signature_blocks
from ..signoff.reading import step_title
from . import drafting, signing, superior
from .columns import MomentColumn
from .standing import standing_of

PER_PAGE = 20


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page below the desk."""

    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [{"url": reverse("wagtailadmin_home"), "label": _("Desk")}, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def offices(self) -> list:
        return list(rights.organizations_where(self.request.user, BodyKind.OFFICE))

    def page_of(self, rows) -> object:
        """The page of `rows` that was asked for; the last where there are not so many."""
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))


class WaitingView(DeskView):
    """All that waits for the reader's signature, narrowed by words of the title."""

    template_name = "disclosure/desk/waiting.html"
    page_title = gettext_lazy("Waits for your signature")

    def get_context_data(self, **kwargs):
        words = self.request.GET.get("q", "").strip()
        found = [s for s in operations.waiting_for(self.request.user) if words in s.edition.title]
        if self.request.GET.get("ordering") == "latest":
            found.reverse()
        page = self.page_of(found)
        rows = [signing.waiting_row(submission) for submission in page]
        return super().get_context_data(**kwargs) | {"page_obj": page, "rows": rows, "words": words}


class DraftView(DeskView):
    """Where the new item belongs: the columns of the reader's organizations."""

    template_name = "disclosure/desk/draft.html"
    page_title = gettext_lazy("Draft an item")

    def get_context_data(self, **kwargs):
        if not self.offices:
            raise Http404
        words = self.request.GET.get("q", "").strip()
        columns = (
            ColumnPage.objects.filter(belonging_to(self.offices))
            .order_by("path")
            .prefetch_related(drafting.OPEN_ENTRIES)
        )
        narrowed = drafting.found(columns, words)
        found = narrowed or drafting.found(columns, "")
        chosen = [(office, [c for c in found if c.column.path.startswith(office.path)]) for office in self.offices]
        return super().get_context_data(**kwargs) | {"offices": chosen, "words": words, "unfound": not narrowed}


class ItemView(DeskView):
    """The story of an item: where it stands, its editions with their differences, its submissions with their seals."""

    template_name = "disclosure/desk/item.html"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.item = get_object_or_404(ItemPage.objects.defer("body", "attachments"), pk=kwargs["pk"])
        self.organization = rights.nearest_organization(self.item)
        if self.organization is None or not rights.drafts(request.user, self.organization):
            raise Http404

    def get_page_title(self) -> str:
        return self.item.draft_title

    def get_context_data(self, **kwargs):
        submissions = list(self.item.submissions.order_by("-number"))
        blocks = signature_blocks(submissions)
        return super().get_context_data(**kwargs) | {
            "item": self.item,
            "standing": standing_of(self.item),
            "editions": list(self.item.editions.order_by("-number").select_related("made_by")),
            "passages": [
                (block, step_title(block.submission, block.outcome and block.outcome.step)) for block in blocks
            ],
            "may_withdraw": rights.may_withdraw(self.request.user, self.organization),
        }


class CompareView(ItemView):
    """Two editions of an item beside each other."""

    template_name = "disclosure/desk/compare.html"

    def get_context_data(self, **kwargs):
        numbers = (self.kwargs["before"], self.kwargs["after"])
        found = (
            Edition.objects.filter(item=self.item, number__in=numbers).select_related("stored").in_bulk(field_name="pk")
        )
        editions = {edition.number: edition for edition in found.values()}
        if not all(number in editions for number in numbers):
            raise Http404
        before, after = (editions[number] for number in numbers)
        changes = compare(content_of(before), content_of(after))
        context = {"before": before, "after": after, "changes": changes, "item": self.item}
        return super(ItemView, self).get_context_data(**kwargs) | context


class OrganizationsView(RegisterSheets, DeskView):
    """The organizations below the reader's, in numbers; sorted by any of them, and as a sheet."""

    list_export = ["title", "up", "waiting", "signing", "filings", "last", "began", "ended", "withdrawn", "overdue"]
    export_filename = "organizations"

    template_name = "disclosure/desk/organizations.html"
    page_title = gettext_lazy("Organizations below yours")
    columns = [
        TitleColumn("title", label=gettext_lazy("Organization"), sort_key="title", get_url=lambda s: s.address),
        Column("up", label=gettext_lazy("Up"), sort_key="up"),
        Column("waiting", label=gettext_lazy("Waiting for their moment"), sort_key="waiting"),
        Column("signing", label=gettext_lazy("Being signed"), sort_key="signing"),
        Column("filings", label=gettext_lazy("Filings to acknowledge"), sort_key="filings"),
        MomentColumn("last", label=gettext_lazy("Last posting"), sort_key="last"),
        Column("began", label=gettext_lazy("Went up in the month"), sort_key="began"),
        Column("ended", label=gettext_lazy("Came to its end in the month"), sort_key="ended"),
        Column("withdrawn", label=gettext_lazy("Withdrawn in the month"), sort_key="withdrawn"),
        Column("overdue", label=gettext_lazy("Overdue confirmations"), sort_key="overdue"),
    ]

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.words, self.ordering = request.GET.get("q", "").strip(), request.GET.get("ordering", "title")
        self.month = superior.Month.of(clock.today(), "last" in request.GET)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        below = superior.subordinates(self.offices)
        if not below.exists():
            raise Http404
        self.states = self._sorted(
            superior.states(below.filter(title__icontains=self.words) if self.words else below, self.month)
        )
        if self.is_export:
            return self.as_spreadsheet(self.states, request.GET["export"])
        return super().get(request, *args, **kwargs)

    def get_heading(self, queryset, field):
        return str(next(column.label for column in self.columns if column.sort_key == field))

    def get_context_data(self, **kwargs):
        page = self.page_of(self.states)
        table = Table(self.columns, page.object_list, base_url=self.request.path, ordering=self.ordering)
        context = {"page_obj": page, "table": table, "words": self.words, "month": self.month}
        return super().get_context_data(**kwargs) | context

    def _sorted(self, states: list) -> list:
        key = self.ordering.lstrip("-")
        if key not in {column.sort_key for column in self.columns}:
            return states
        empty = [state for state in states if getattr(state, key) is None]
        full = [state for state in states if getattr(state, key) is not None]
        return sorted(full, key=attrgetter(key), reverse=self.ordering.startswith("-")) + empty
