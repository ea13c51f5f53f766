"""Views of the catalogue in the admin: thin, each calls one operation and reaches only what its user keeps."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from ..core.exceptions import Refusal
from . import operations
from .exceptions import EntryInUse
from .models import CatalogEntry
from .policies import entries_kept_by, kept_by, with_use


def _state(entry: CatalogEntry) -> str:
    return _("no longer in use") if entry.closed_at else _("in use")


def _minimum(entry: CatalogEntry) -> str:
    return str(entry.minimum_days or "—")


class EntryIndexView(generic.IndexView):
    """The entries of all catalogues that the user keeps, in the order of the catalogue."""

    add_item_label = gettext_lazy("Add an entry")
    default_ordering = ["catalog__organization__path", "pk"]

    def get_base_queryset(self):
        return with_use(entries_kept_by(self.request.user)).select_related("column", "catalog__organization")

    def get_delete_url(self, instance):
        return None if instance.is_used else super().get_delete_url(instance)

    @cached_property
    def columns(self):
        columns = [
            self._get_title_column("__str__"),
            Column("get_attribute_display", label=gettext_lazy("Attribute"), sort_key="attribute"),
            Column("column.title", label=gettext_lazy("Column"), sort_key="column__path"),
            Column("department", label=gettext_lazy("Department"), sort_key="department"),
            Column("rhythm", label=gettext_lazy("How often")),
            Column("minimum_days", label=gettext_lazy("Minimum days"), accessor=_minimum, sort_key="minimum_days"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=_state,
                primary=lambda entry: entry.closed_at is None,
                sort_key="closed_at",
            ),
        ]
        if kept_by(self.request.user).count() > 1:
            place = Column("catalog.organization.title", label=gettext_lazy("Organization"))
            columns.insert(1, place)
        return columns


class EntryCreateView(generic.CreateView):
    success_message = gettext_lazy("“%(object)s” was added to the catalogue.")

    def save_instance(self):
        organization = self.form.cleaned_data["organization"]
        return operations.add(entry=self.form.instance, organization=organization, by=self.request.user)


class OwnEntryMixin:
    """One entry, of those that the user keeps; any other answers 404."""

    def get_queryset(self):
        entries = with_use(entries_kept_by(self.request.user))
        return entries.select_related("column", "workflow", "catalog__organization")


class EntryEditView(OwnEntryMixin, generic.EditView):
    success_message = gettext_lazy("“%(object)s” was changed.")
    close_url_name = None

    def save_instance(self):
        return operations.alter(entry=self.form.instance, by=self.request.user)

    @cached_property
    def can_delete(self):
        return not self.object.is_used and super().can_delete

    @cached_property
    def header_more_buttons(self):
        closing = Button(
            _("Use it again") if self.object.closed_at else _("Close this entry"),
            url=reverse(self.close_url_name, args=[self.object.pk]),
            icon_name="undo" if self.object.closed_at else "no-view",
            priority=10,
        )
        return [closing, *super().header_more_buttons]


class EntryDeleteView(OwnEntryMixin, generic.DeleteView):
    success_message = gettext_lazy("“%(object)s” was removed from the catalogue.")

    @property
    def confirmation_message(self):
        return _("It is removed for good. What something was drafted under can only be closed.")

    def get(self, request, *args, **kwargs):
        return self._refused(EntryInUse()) if self.object.is_used else super().get(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except EntryInUse as refusal:
            return self._refused(refusal)

    def _refused(self, refusal):
        messages.error(self.request, str(refusal))
        return redirect(self.edit_url_name, self.object.pk)

    def delete_action(self):
        operations.remove(entry=self.object, by=self.request.user)


class EntryCloseView(WagtailAdminTemplateMixin, TemplateView):
    """Close an open entry, or open a closed one again; asks before it does."""

    template_name = "disclosure/catalog/close.html"
    page_title = gettext_lazy("Close this entry")
    header_icon = "list-ul"
    index_url_name = None
    edit_url_name = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.entry = get_object_or_404(entries_kept_by(request.user), pk=kwargs["pk"])

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("catalogue entries")},
            {"url": reverse(self.edit_url_name, args=[self.entry.pk]), "label": str(self.entry)},
            {"url": "", "label": _("Use it again") if self.entry.closed_at else _("Close this entry")},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            entry=self.entry, back=reverse(self.edit_url_name, args=[self.entry.pk]), **kwargs
        )

    def post(self, request, *args, **kwargs):
        change = operations.reopen if self.entry.closed_at else operations.close
        try:
            change(entry=self.entry, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            sentence = _("“%(entry)s” is in use again.") if self.entry.closed_at else _("“%(entry)s” is closed.")
            messages.success(request, sentence % {"entry": self.entry})
        return redirect(self.index_url_name)
