"""What an item page does beside holding fields: it is never public by itself (I1), and its address is a number."""

import secrets

from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from ..core import clock
from ..files.addresses import private_address
from ..organizations.pages import DraftPage
from . import canonical, standing
from .attached import Drafted
from .exceptions import LiveWithoutPosting, NoSchedule
from .forms import CopyItemForm, ItemForm
from .panels import ITEM_PANELS
from .presentation import present


class ItemPageBehaviour(DraftPage):
    """Mixed into ItemPage before Wagtail's Page; abstract, so that migrations do not remember its path."""

    subpage_types: list = []
    parent_page_types = ["disclosure.ColumnPage"]
    allowed_http_methods = ["GET", "HEAD", "OPTIONS"]
    base_form_class = ItemForm
    copy_form_class = CopyItemForm
    edit_handler = ITEM_PANELS
    preview_modes = [("", _("As the public will read it"))]
    exclude_fields_in_copy = ["salt"]  # a copy is another item: the same words are another digest

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """A page is live only while a posting of its content is (DESIGN §2). Copies and aliases begin as drafts."""
        fields = kwargs.get("update_fields")
        self._name_in_the_tree()
        if self.go_live_at or self.expire_at:
            raise NoSchedule()
        if self.live and (self._state.adding or self.alias_of_id):
            self.live, self.has_unpublished_changes = False, True
        if self.live and (fields is None or "live" in fields) and not self._is_up():
            raise LiveWithoutPosting()
        return super().save(*args, **kwargs)

    def _is_up(self) -> bool:
        """Whether a posting that is current says what this page says."""
        up = self.postings.current(clock.now()).select_related("edition").first()
        return up is not None and up.edition.source == canonical.source(self)

    def lock_for(self, user):
        """What keeps `user` from changing the draft; None where nothing does."""
        lock = self.get_lock()
        return lock if lock is not None and lock.for_user(user) else None

    def can_go(self) -> bool:
        """A draft that was never submitted can be deleted; once there is an edition, no more (I7)."""
        return not standing.has_editions(self)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """A revision of which an edition was made is never written over: autosave gets a new one (W23)."""
        if overwrite_revision is not None and self.editions.filter(revision=overwrite_revision).exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def with_content_json(self, content):
        """Salt and slug are the item's, not a revision's: a copied revision brings its origin's along."""
        page = super().with_content_json(content)
        page.salt, page.slug = self.salt, self.slug
        return page

    def full_clean(self, *args, **kwargs):
        self._name_in_the_tree()
        super().full_clean(*args, **kwargs)

    def _name_in_the_tree(self) -> None:
        """The slug is ours, and stays: made of a title it would be percent signs, and move while someone types."""
        self.slug = self.slug or f"i{secrets.token_hex(5)}"

    def get_workflow(self):
        """The route of the catalogue entry where it has its own; else that of the tree."""
        own = self.entry.workflow if self.entry_id else None
        return own if own is not None and own.active else super().get_workflow()

    def route(self, request, path_components):
        """The path in the tree leads to the index number once something went up; before, there is nothing."""
        if path_components or not self.postings.begun(clock.now()).exists():
            raise Http404
        return RouteResult(self)

    def serve(self, request, *args, **kwargs):
        return redirect(reverse("disclosure:item", args=[self.index.text]), permanent=True)

    def get_url_parts(self, request=None):
        """The address is the index number's; without one there is no address (DESIGN §2, Addresses)."""
        number = standing.number_of(self)
        parts = super().get_url_parts(request) if number else None
        return parts and (parts[0], parts[1], reverse("disclosure:item", args=[number]))

    def get_sitemap_urls(self, request=None):
        """None: the sitemap is made of postings."""
        return []

    @property
    def status_string(self):
        """Where it stands, in words for the explorer."""
        return standing.in_words(self, clock.now())

    def serve_preview(self, request, mode_name):
        """The edition that would be made of this draft, through the same template as the public's (DESIGN §2)."""
        content = canonical.content(self, Drafted.of(self))
        edition = present(content, lambda file: private_address(request.user, file))
        inside = getattr(request, "in_preview_panel", False)  # there the editor is all around it
        edit = reverse("wagtailadmin_pages:edit", args=[self.pk]) if self.pk and not inside else ""
        return TemplateResponse(request, "disclosure/items/preview.html", {"edition": edition, "edit": edit})
