"""The one predicate of visibility, and the lists made of it (I3, I4). Everything is computed at a moment."""

from datetime import datetime

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from ..core.append_only import AppendOnlyQuerySet


def _model(name):
    return apps.get_model("disclosure", name)


class ClosingQuerySet(AppendOnlyQuerySet):
    def effective(self, at: datetime) -> QuerySet:
        """Closings that count at `at`: not in the future, and no replacement by what never went up."""
        never_began = self.model.objects.filter(kind="stopped", posting=OuterRef("successor"), at__lte=OuterRef("at"))
        return self.filter(at__lte=at).exclude(Q(kind="replaced") & Exists(never_began))


class PostingQuerySet(AppendOnlyQuerySet):
    """Facts about postings at a moment."""

    def _closed(self, at: datetime) -> Exists:
        return Exists(_model("Closing").objects.effective(at).filter(posting=OuterRef("pk")))

    def begun(self, at: datetime):
        """Went up at or before `at`; what was stopped before it began never did."""
        stopped = _model("Closing").objects.filter(kind="stopped", posting=OuterRef("pk"))
        return self.filter(~Exists(stopped), begins_at__lte=at)

    def current(self, at: datetime):
        """Begun, not past its end, not closed: what is on the board at `at`."""
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), ~self._closed(at), begins_at__lte=at)

    def waiting(self, at: datetime):
        """Permitted, and its moment is still to come."""
        return self.filter(
            ~Exists(_model("Closing").objects.filter(kind="stopped", posting=OuterRef("pk"))), begins_at__gt=at
        )

    def ended(self, at: datetime):
        """Past its end, never withdrawn or replaced before it."""
        return self.begun(at).filter(~self._closed(at), ends_at__lte=at)

    def standing(self, item, at: datetime):
        """The posting of `item` that a correction permitted at `at` takes the place of: up, or waiting."""
        up_or_waiting = self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), ~self._closed(at), item=item)
        closings = _model("Closing").objects
        came_to_nothing = closings.filter(kind="stopped", posting=OuterRef("successor"))
        taken = closings.filter(kind__in=["stopped", "replaced"], posting=OuterRef("pk"))
        taken = taken.exclude(Q(kind="replaced") & Exists(came_to_nothing))
        return up_or_waiting.filter(~Exists(taken)).order_by("-begins_at", "-pk").first()

    def withdrawn(self, at: datetime):
        """Taken down before time by decision."""
        taken = _model("Closing").objects.filter(kind="withdrawn", at__lte=at, posting=OuterRef("pk"))
        return self.filter(Exists(taken))

    def visible_to(self, viewer, at: datetime):
        """What `viewer` may read at `at` (I3). Everyone is the public until an audience is narrower than it."""
        return self.current(at).filter(audience="public")

    def past(self, at: datetime):
        """Ended, and by its terms kept among past postings."""
        return self.ended(at).filter(after_end="keep", audience="public")

    def ending_before(self, at: datetime, until: datetime):
        """Current, and comes down before `until`."""
        return self.current(at).filter(ends_at__lt=until)

    def for_list(self):
        """With what a row of a list shows, in one query."""
        return self.select_related("edition", "index", "organization", "column", "entry")
