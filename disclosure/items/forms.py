"""The editor's form: only what is one's own can be chosen, and what keeps an item from being submitted stands there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from ..catalog.models import CatalogEntry
from ..core.exceptions import Refusal
from ..core.widgets import MomentInput
from ..organizations import library, rights
from ..organizations.forms import DAYS
from ..organizations.page_form import PageForm
from . import canonical, checks
from .labels import PARTS

SUBMITTING = ("action-submit", "action-restart-workflow")
STREAMS = ("body", "attachments")
OF_A_CORRECTION = ("change_note", "mends_form_only", "earlier_readable")


class EntryField(forms.ModelChoiceField):
    """The open entries of a column, each with what it asks for."""

    def label_from_instance(self, entry: CatalogEntry) -> str:
        asks = [str(PARTS[part]) for part in entry.required_blocks if part in PARTS]
        if entry.minimum_days:
            asks.append(_("at least %(days)d days") % {"days": entry.minimum_days})
        words = f"{entry.number} {entry.name}"
        return _("%(entry)s (asks for: %(parts)s)") % {"entry": words, "parts": _(", ").join(asks)} if asks else words


class MomentField(forms.DateTimeField):
    """A moment from the calendar, or typed as it is read: 2026年12月31日 24:00; an end without an hour ends the day."""

    TYPED = re.compile(
        r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*(\d{1,2})(?:[:：](\d{2})|[时点](?:(\d{1,2})分?)?))?\s*"
    )

    def __init__(self, *, ends: bool, **kwargs):
        self.ends = ends
        super().__init__(widget=MomentInput, required=False, **kwargs)

    def to_python(self, value):
        typed = self.TYPED.fullmatch(value) if isinstance(value, str) else None
        if typed is None:
            return super().to_python(value)
        year, month, day, hour, minute, few = (int(part) if part else None for part in typed.groups())
        hour, minute = (24 if self.ends else 0) if hour is None else hour, minute or few or 0
        if (hour, minute) != (24, 0):
            return super().to_python(f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}")
        midnight = super().to_python(f"{year}-{month:02}-{day:02} 00:00")
        return midnight + timedelta(days=1)


class CopyItemForm(CopyForm):
    """A copy gets a name in the tree of its own, as every item does; the one of its origin is taken."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_slug"] = forms.CharField(required=False, initial="", label="", widget=forms.HiddenInput)


class ItemForm(PageForm):
    """Base of the form that Wagtail makes of the panels."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.lock_for(self.for_user):
            self._leave_out_all_but_what_was_sent()
        for name in {"title", "summary"} & set(self.fields):  # too long is said, not cut off while it is pasted
            self.fields[name].widget.attrs.pop("maxlength", None)
        if "formed_on" in self.fields:
            self.fields["formed_on"].input_formats = DAYS
        for name in {"wish_begins_at", "wish_ends_at"} & set(self.fields):
            plain = self.fields[name]
            self.fields[name] = MomentField(ends=name == "wish_ends_at", label=plain.label, help_text=plain.help_text)
        self._leave_out_foreign_files()
        if "entry" in self.fields:
            self.fields["entry"] = self._entries()
        if not (self.instance.pk and self.instance.postings.exists()):
            for name in OF_A_CORRECTION:
                self.fields.pop(name, None)

    def _leave_out_all_but_what_was_sent(self) -> None:
        """A locked draft is not edited; whoever typed in it before it was locked finds that again in the refusal."""
        sent = {key.split("-")[0] for key in self.data}
        if not sent & set(self.fields) - {"title"}:  # Wagtail's preview makes up a title where none is sent
            sent.clear()
        for name in set(self.fields) - sent:
            del self.fields[name]

    def _entries(self) -> EntryField:
        parent = self.parent_page or self.instance.get_parent()
        columns = Page.objects.ancestor_of(parent, inclusive=True).values("pk")
        known = CatalogEntry.objects.filter(column__in=columns)
        entries = known.filter(closed_at__isnull=True) | known.filter(pk=self.instance.entry_id)
        plain = self.fields["entry"]
        field = EntryField(entries.distinct(), required=False, label=plain.label, help_text=plain.help_text)
        if not self.instance.pk and len(entries) == 1:
            self.initial.setdefault("entry", entries[0].pk)
            self.initial["entry"] = self.initial["entry"] or entries[0].pk
        return field

    def clean(self):
        """Images and documents are chosen from one's own library: a number sent by hand is refused, too (L17)."""
        cleaned = super().clean()
        for field in STREAMS:
            if field in self.changed_data and cleaned.get(field) is not None:
                for sentence in self._foreign(field, cleaned[field]):
                    self.add_error(field, sentence)
            if any(name.startswith(f"{field}-") for name in self.left_out):
                self.add_error(field, _("A chosen file is not in the library of your organization."))
        return cleaned

    def _leave_out_foreign_files(self) -> None:
        """Before anything is read of what was sent: the form that comes back would show what the number means."""
        self.left_out = library.foreign(self.data, STREAMS, self._own_library()) if self.is_bound else []
        if self.left_out:
            self.data = self.data.copy()
            for name in self.left_out:
                self.data[name] = ""

    def _own_library(self) -> int:
        return rights.nearest_organization(self.parent_page or self.instance.get_parent()).collection_id

    def _foreign(self, field: str, stream) -> Iterator[str]:
        own = self._own_library()
        for model, number, _model_path, _content_path in stream.stream_block.extract_references(stream):
            member = model.objects.filter(pk=number).first()
            if member is None or getattr(member, "collection_id", None) != own:
                yield _("A chosen file is not in the library of your organization.")

    def _post_clean(self):
        super()._post_clean()
        if any(name in self.data for name in SUBMITTING) and not self.errors:
            with self._in_its_place():
                self._try_to_freeze()

    def _try_to_freeze(self) -> None:
        """What freezing would refuse is said here, beside its field; and files are kept before the transaction."""
        faults = [fault for fault in checks.faults(self.instance) if fault.blocks]
        for fault in faults:
            self.add_error(fault.field if fault.field in self.fields else NON_FIELD_ERRORS, fault.message)
        if not faults:
            try:
                canonical.content(self.instance)
            except Refusal as refusal:
                self.add_error(NON_FIELD_ERRORS, str(refusal))

    @contextmanager
    def _in_its_place(self):
        """A page that is not saved yet stands where it will be: the checks ask for its column and organization."""
        new = not self.instance.pk
        if new:
            self.instance.depth = self.parent_page.depth + 1
            self.instance.path = Page._get_children_path_interval(self.parent_page.path)[1]
        try:
            yield
        finally:
            if new:
                self.instance.depth, self.instance.path = None, ""
