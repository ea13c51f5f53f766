"""What pages of an organization have in common: whose work they are, who is asked what may be done to them, and that
a change of the frame is written down."""

from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..core import canonical, ledger
from .exceptions import CodeFixed

SIDES = {"True": "switched_on", "False": "switched_off"}


def prefixes(path: str) -> list[str]:
    """The paths of the page at `path` and of all above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def _changes(before: "FramePage | None", after: "FramePage") -> dict[str, list[str]]:
    """Names of the fields that changed; what is typed there stays out of the ledger (I5), a switch has two sides."""
    old, found = before.frame() if before else {}, defaultdict(list)
    for name, value in after.frame().items():
        if name in old and old[name] != value:
            found[SIDES.get(value, "changed")].append(name)
    return dict(found)


def pointing(model) -> Iterator[tuple[models.Manager, str]]:
    """All that may point at a page of this type and be kept for it: the rows, and the name of their field."""
    for relation in model._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            yield relation.related_model._base_manager, relation.field.name


class OwnPage(models.Model):
    """A page that belongs to the nearest organization above it; abstract, so that migrations do not remember it."""

    kept_by = ""  # the kind of body whose work it is (BodyKind)

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        """What `user` may do to this page: its type decides, and the roster of its nearest organization."""
        return policy_registry.get(self).tester(user, self)

    def in_use(self) -> bool:
        """Whether an edition names this page."""
        return self.editions.exists()

    def can_go(self) -> bool:
        """Whether nothing that is kept points here."""
        return not any(rows.filter(**{field: self.pk}).exists() for rows, field in pointing(type(self)))


class DraftPage(OwnPage):
    """The office's work. It is made public by signatures, never by publishing it (DESIGN §2)."""

    kept_by = "office"

    class Meta:
        abstract = True


class FramePage(OwnPage):
    """Public unsigned, kept by administrators (DESIGN §2). Whoever changes it, by whatever way, the ledger has it."""

    kept_by = "administrators"

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        before = self._stored()
        if before is not None and before.code != self.code and self.in_use():
            raise ValidationError({"code": str(CodeFixed())})

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if fields is not None and not set(fields) & set(self.frame()):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            self._hold()
            before = self._stored()
            if before is not None and before.code != self.code and self.in_use():
                raise CodeFixed()
            super().save(*args, **kwargs)
            self._record(before)

    def _hold(self) -> None:
        """The chain before the page: whoever else needs both takes them in this order."""
        if self.path:
            ledger.lock(self._chain())

    def frame(self) -> dict:
        """What the public sees of this page, as plain values."""
        own = [f.name for f in self._meta.local_concrete_fields if f.editable and not f.is_relation]
        return {name: str(getattr(self, name)) for name in ["title", "slug", "live", *own]}

    def organization(self):
        """The nearest organization, this page included."""
        above = apps.get_model("disclosure", "OrganizationPage").objects.filter(path__in=prefixes(self.path))
        return above.order_by("-depth").first()

    def _chain(self):
        """The ledger in which its changes stand: its organization's, or for what lies outside the installation's."""
        organization = self.organization()
        return organization.chain if organization else ledger.installation()

    def _stored(self):
        return type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None

    def _record(self, before) -> None:
        after = self._stored()
        shown = after.live or (before is not None and before.live)
        if not shown or (before is not None and before.frame() == after.frame()):
            return
        ledger.record(
            self._chain(),
            "frame.changed",
            actor=get_active_log_context().user,
            subject=f"page:{self.pk}",
            data={"code": self.code, "digest": canonical.digest(after.frame()), **_changes(before, after)},
        )
