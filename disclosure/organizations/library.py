"""Where the images and documents of an organization's office live: one flat collection each."""

from wagtail.models import Collection


def make_collection(name: str) -> Collection:
    """A new collection directly below the root."""
    return Collection.get_first_root_node().add_child(name=name[:255])
