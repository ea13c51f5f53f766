"""Two clerks in one draft: one saves after the other, and who comes second is told and keeps what they typed."""

from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from ..items import canonical
from ..items.drafting import held
from ..items.models import ItemPage
from ..organizations import rights
from ..signoff.eligibility import name_of


class OneAfterTheOther:
    """Mixed in before a view that saves an item.

    Wagtail asks whether somebody saved meanwhile only where it saves by itself. Here it is asked of whoever presses
    the button, too, and under a lock, so that no two find that nobody did.
    """

    def form_valid(self, form):
        with transaction.atomic():
            now = held(self.page.pk)
            lock, self.latest_revision = now.get_lock(), now.get_latest_revision()
            free = lock is None or not lock.for_user(self.request.user)
            if free and (not self._is_newer() or self._says_the_same(form)):
                self._catch_up(now, form)
                return super().form_valid(form)
        if free:
            return self._somebody_saved()
        self.lock, self.locked_for_user = lock, True
        return self.form_invalid(form)

    def form_invalid(self, form):
        """Where it is being signed by now, who pressed the same button twice is led on; others read why."""
        if self.locked_for_user and not self.is_cancelling_workflow and not self.expects_json_response:
            if form.is_valid() and self._says_the_same(form):
                messages.info(self.request, _("Somebody submitted this just now."))
                return redirect("disclosure_desk:item", self.page.pk)
            messages.warning(self.request, self.lock.get_message(self.request.user))
        return super().form_invalid(form)

    def _catch_up(self, now: ItemPage, form) -> None:
        """What the runner wrote to the page since it was read (whether it is live) is not written over."""
        for field in Page._meta.concrete_fields:
            if field.name not in form.fields:
                setattr(self.page, field.attname, getattr(now, field.attname))

    def _is_newer(self) -> bool:
        """Whether the latest revision is another by now than the one that stood in the form.

        One's own counts only where the editor saves by itself: it may have done so while the button was pressed.
        """
        for asked in ("latest_revision_created_at", "is_out_of_date"):
            vars(self).pop(asked, None)
        if not self.is_out_of_date:
            return False
        return self.expects_json_response or self.latest_revision.user_id != self.request.user.pk

    def _says_the_same(self, form) -> bool:
        """Whether nothing that was typed is missing in the latest revision: the button was pressed twice."""
        return canonical.source(form.save(commit=False)) == canonical.source(self.latest_revision.as_object())

    def _somebody_saved(self):
        """The form once more, as it was typed; pressing the button now is to have seen it."""
        if self.expects_json_response:
            return self.json_error_response("invalid_revision", _("Somebody else saved a newer version."))
        messages.warning(self.request, self._sentence(), buttons=self._comparing())
        self.page.latest_revision_id = self.latest_revision.pk
        self.has_unsaved_changes, self.autosave_enabled = True, False  # it saves by itself only what nobody objects to
        return self.render_to_response(self.get_context_data())

    def _sentence(self) -> str:
        latest = self.latest_revision
        sentence = _("%(name)s saved this draft at %(at)s, after you had opened it. What you typed is not saved yet.")
        more = _("It stands below. Save again to put it in the place of that version, which stays in the history.")
        name = name_of(latest.user, rights.nearest_organization(self.page)) or _("Somebody")
        return f"{sentence} {more}" % {"name": name, "at": timezone.localtime(latest.created_at).strftime("%H:%M")}

    def _comparing(self) -> list:
        before = self.request.POST.get("loaded_revision_id", "")
        if not before.isdecimal() or int(before) == self.latest_revision.pk:
            return []
        address = reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, before, self.latest_revision.pk])
        return [messages.button(address, _("What was changed there"), new_window=True)]
