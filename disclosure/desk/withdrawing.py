"""The desk of a principal: what is up, with the way to take it down at once (P10.1)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..board.addresses import item_address
from ..core import clock
from ..items.models import Posting
from ..organizations import rights
from ..organizations.models import BodyKind
from .parts import SHORT, Link, Part, Row
from .standing import moment


def up_now(user) -> Part | None:
    """What this person can take down in an emergency, latest first; None for those who are no principal."""
    organizations = list(rights.organizations_where(user, BodyKind.PRINCIPAL))
    if not organizations:
        return None
    found = Posting.objects.filter(organization__in=organizations).for_list().current(clock.now())
    return Part(
        "up",
        _("Up now"),
        [_row(posting) for posting in found.order_by("-begins_at", "-pk")[:SHORT]],
        empty=_("Nothing is up at this moment."),
        total=found.count(),
        more=Link(_("All postings"), reverse("disclosure_postings:index")),
    )


def _row(posting: Posting) -> Row:
    facts = {"index": posting.index.text, "moment": moment(posting.begins_at)}
    return Row(
        posting.edition.title,
        item_address(posting.index.text),
        [_("%(index)s, up since %(moment)s") % facts],
        actions=[Link(_("Take it down at once"), reverse("disclosure_changes:withdraw", args=[posting.pk]))],
    )
