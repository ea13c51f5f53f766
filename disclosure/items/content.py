"""Reading what an edition says: only as long as it matches its digest."""

import logging

from ..core import canonical
from .exceptions import ContentDamaged
from .models import Edition

logger = logging.getLogger("disclosure.items")


def content_of(edition: Edition) -> dict:
    """The canonical content of `edition`. Raises ContentDamaged where it does not match the digest (I1)."""
    stored = getattr(edition, "stored", None)
    if stored is None or canonical.digest(stored.content) != edition.digest:
        logger.critical("edition %s does not match its digest", edition.pk)
        raise ContentDamaged()
    return stored.content
