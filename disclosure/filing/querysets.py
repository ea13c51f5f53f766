"""Questions to the register of filings."""

from datetime import datetime

from ..core.append_only import AppendOnlyQuerySet


class FilingQuerySet(AppendOnlyQuerySet):
    """Facts about filings."""

    def filed_with(self, organizations):
        """The register of these superiors."""
        return self.filter(superior__in=organizations)

    def of(self, item):
        """The filings of an item, latest first, each with its receipt: what its own office sees."""
        return self.filter(posting__item=item).select_related("superior", "receipt").order_by("-pk")

    def waiting(self):
        """Not acknowledged yet."""
        return self.filter(receipt__isnull=True)

    def since(self, at: datetime):
        """Filed at `at` or later."""
        return self.filter(filed_at__gte=at)

    def for_list(self):
        """With what a row of the register shows, in one query."""
        return self.select_related("organization", "superior", "receipt", "posting__column", "posting__entry")
