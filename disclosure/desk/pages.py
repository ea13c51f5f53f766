"""Where items stand, said in Wagtail's own page views: in the explorer's status column, and above the editor."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from ..catalog.models import CatalogEntry
from ..items.models import ItemPage
from ..organizations import rights
from ..organizations.admin_pages import OwnCreateView, OwnIndexView, OwnPageViewSet
from .saving import OneAfterTheOther
from .standing import standing_of, standings


class StandingColumn(PageStatusColumn):
    """Where an item stands; for other pages what Wagtail says."""

    cell_template_name = "disclosure/desk/includes/standing_cell.html"


class StandingIndexView(OwnIndexView):
    """The explorer, with the standing of all items it shows asked at once."""

    base_columns = [
        StandingColumn("status", label=column.label, width="25%") if isinstance(column, PageStatusColumn) else column
        for column in OwnIndexView.base_columns
    ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        items = [page for page in context["object_list"] if isinstance(page, ItemPage)]
        found = standings([item.pk for item in items])
        for item in items:
            item.standing = found.get(item.pk)
        return context


class WholeForm:
    """Mixed in before a view of the item's form: where a part was lost on the way, it is answered in words."""

    def post(self, request, *args, **kwargs):
        if all(f"{stream}-count" in request.POST for stream in ("body", "attachments")):
            return super().post(request, *args, **kwargs)
        lost = _("The form did not arrive whole, and nothing was saved. Please try again.")
        if self.expects_json_response:
            return self.json_error_response("incomplete", lost)
        messages.error(request, lost)
        return redirect(request.path)


class ItemAddView(WholeForm, OwnCreateView):
    """The entry that was picked on the desk stands in the form."""

    def get(self, request):
        asked = request.GET.get("entry", "")
        if asked.isdecimal():
            self.page.entry = CatalogEntry.objects.filter(pk=int(asked), closed_at__isnull=True).first()
        return super().get(request)


class ItemEditView(WholeForm, OneAfterTheOther, EditView):
    """The editor says all the time which edition is up, which is being signed, and what the draft is."""

    partials_template_name = "disclosure/desk/edit_item_partials.html"

    def get_template_names(self):
        names = super().get_template_names()
        return ["disclosure/desk/edit_item.html"] if names == ["wagtailadmin/pages/edit.html"] else names

    def get_context_data(self, **kwargs):
        organization = rights.nearest_organization(self.page)
        return super().get_context_data(**kwargs) | {
            "item": self.page,
            "standing": standing_of(self.page),
            "may_withdraw": rights.may_withdraw(self.request.user, organization),
        }


class ItemRevertView(WholeForm, OneAfterTheOther, RevisionsRevertView):
    """An older revision in the form, to be saved anew."""


class ColumnsAndItems(OwnPageViewSet):
    """The explorer of every page that has no view set of its own."""

    index_view_class = StandingIndexView


class Items(OwnPageViewSet):
    """The pages of an item."""

    model = ItemPage
    add_view_class = ItemAddView
    edit_view_class = ItemEditView
    revisions_revert_view_class = ItemRevertView
