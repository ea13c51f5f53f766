"""Public addresses: everything about an item hangs below its index number (DESIGN §2, Addresses)."""

from django.urls import reverse


def item_address(index: str) -> str:
    """The item: its current edition, what it was, or why it is gone."""
    return reverse("disclosure:item", args=[index])


def edition_address(index: str, number: int) -> str:
    """One edition of it."""
    return reverse("disclosure:edition", args=[index, number])


def file_address(index: str, name: str, edition: int | None = None) -> str:
    """A file of what is up, or of an earlier edition."""
    if edition is None:
        return reverse("disclosure:file", args=[index, name])
    return reverse("disclosure:edition_file", args=[index, edition, name])
