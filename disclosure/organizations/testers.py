"""What may be done to a page of an organization, type by type. Superusers are asked like everyone else."""

from wagtail.models import PagePermissionTester

from . import rights
from .models import BodyKind, OrganizationPage
from .territory import is_pointed_at, organization_id


class OwnPageTester(PagePermissionTester):
    """Nothing, unless a type says otherwise: what an upgrade of Wagtail adds as a right begins closed."""

    def __init__(self, user, page):
        super().__init__(user, page)
        nearest = organization_id(user, page)
        self.kinds = {m.body.kind for m in rights.memberships(user) if m.body.organization_id == nearest}
        self.administers = BodyKind.ADMINISTRATORS in self.kinds or bool(user.is_active and user.is_superuser)
        self.drafts = BodyKind.OFFICE in self.kinds
        self.permissions = self._permissions()

    def _permissions(self) -> set[str]:
        return set()

    def creatable_subpage_models(self) -> list:
        """The types of page that this user may add below this one: each is the work of one kind of body."""
        mine = {BodyKind.ADMINISTRATORS: self.administers, BodyKind.OFFICE: self.drafts}
        found = (self.page.specific_class or type(self.page)).creatable_subpage_models()
        return [m for m in found if mine.get(getattr(m, "kept_by", "")) and m.can_create_at(self.page)]

    def can_add_subpage(self):
        return bool(self.creatable_subpage_models())

    def can_edit(self):
        return False

    def can_delete(self, ignore_bulk=False):
        return False

    def can_view_revisions(self):
        return self.can_edit()

    def can_publish(self):
        return False

    def can_publish_subpage(self):
        return False

    def can_unpublish(self):
        return False

    def can_unschedule(self):
        return False

    def can_submit_for_moderation(self):
        return False

    def can_set_view_restrictions(self):
        return False

    def can_lock(self):
        return False

    def can_unlock(self):
        return False

    def can_reorder_children(self):
        return False

    def can_move(self):
        return False

    def can_move_to(self, destination):
        """To another place below the same page: that is putting pages in order."""
        return self.administers and self.page.is_child_of(destination)

    def can_copy(self):
        return False


class FrameTester(OwnPageTester):
    """Organizations and columns: kept and published by administrators, never hidden, moved or copied (DESIGN §7)."""

    def _permissions(self):
        return ({"add", "change", "publish"} if self.administers else set()) | ({"add"} if self.drafts else set())

    def can_edit(self):
        return self.administers

    def can_publish(self):
        return self.administers

    def can_publish_subpage(self):
        return self.administers

    def can_reorder_children(self):
        return self.administers

    def can_delete(self, ignore_bulk=False):
        if not self.administers or not self.page.is_leaf() or issubclass(self.page.specific_class, OrganizationPage):
            return False
        return not is_pointed_at(self.user, self.page)


class DraftTester(OwnPageTester):
    """Items: the office's. Nobody publishes one, a superuser no more than others (DESIGN §7)."""

    def _permissions(self):
        return {"add", "change"} if self.drafts else set()

    def can_edit(self):
        return self.drafts

    def can_submit_for_moderation(self):
        return self.drafts and super(OwnPageTester, self).can_submit_for_moderation()

    def can_copy(self):
        return self.drafts

    def can_delete(self, ignore_bulk=False):
        return (self.drafts or self.user.is_superuser) and self.page.specific_deferred.can_go()
