"""The home of the admin: what waits for whom. Composed of what all packages below have to say."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from ..organizations import rights
from ..organizations.models import BodyKind
from . import administration, office, signing, superior, withdrawing
from .parts import Link, Part


def parts_for(user) -> list[Part]:
    """The parts of this person's desk, what presses first; in as many queries however much there is."""
    offices = list(rights.organizations_where(user, BodyKind.OFFICE))
    parts = [signing.waiting(user), signing.papers(user), signing.confirmations(user)] if signing.signs(user) else []
    if offices:
        over_others = superior.subordinates(offices).exists()
        parts += [office.returned(offices), office.declined(offices), office.unconfirmed(offices)]
        parts += [superior.filings(offices)] if over_others else []
        parts += [office.drafts(offices), office.sent(user, offices), office.ending(offices)]
        parts += [superior.below(offices)] if over_others else []
    parts += [signing.returned(user)] if signing.signs(user) else []
    parts += [withdrawing.up_now(user), administration.setup(user)]
    return [part for part in parts if part is not None and (part.rows or part.empty or part.actions)]


def actions(user) -> list[Link]:
    """What is begun from the head of the desk, whatever is on it."""
    if not rights.organizations_where(user, BodyKind.OFFICE):
        return []
    return [Link(_("Draft an item"), reverse("disclosure_desk:draft"))]


def roles(user) -> list[str]:
    """By which memberships this person is here."""
    return [
        _("%(organization)s, %(body)s") % {"organization": m.body.organization.title, "body": m.body.name}
        for m in rights.memberships(user)
    ]


class Desk(Component):
    """For those whom a roster knows it is the whole page; for a superuser of the host it stands above the rest."""

    name = "disclosure_desk"
    order = 0
    template_name = "disclosure/desk/desk.html"

    def __init__(self, user):
        self.user = user
        self.whole = bool(rights.memberships(user))

    def get_context_data(self, parent_context):
        memberships = rights.memberships(self.user)
        return {
            "person": memberships[0].name if memberships else self.user.get_full_name() or self.user.get_username(),
            "roles": roles(self.user),
            "actions": actions(self.user),
            "parts": parts_for(self.user),
        }
