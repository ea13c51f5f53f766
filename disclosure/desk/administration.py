"""The desk of administrators: what is missing, or cannot work, in the organizations whose rosters they keep."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..organizations import rights
from ..organizations.models import BodyKind, OrganizationPage
from .parts import Link, Part, Row
from .setup import points

LOOKED_AT = 3  # organizations whose set-up is gone through for one desk; the rest is in the list


def setup(user) -> Part | None:
    """The set-up of the organizations that this person administers; None for whoever administers none."""
    organizations = list(rights.organizations_where(user, BodyKind.ADMINISTRATORS))
    if not organizations and user.is_superuser:
        to_all = Link(_("Organizations"), reverse("disclosure_organizations:index"))
        return Part("setup", _("You look after this installation"), actions=[to_all])
    if not organizations:
        return None
    return Part(
        "setup",
        _("Set-up of your organization"),
        [_state(organization) for organization in organizations[:LOOKED_AT]],
        total=len(organizations) if len(organizations) > LOOKED_AT else 0,
        more=Link(_("All organizations that you keep"), reverse("disclosure_organizations:index")),
    )


def _state(organization: OrganizationPage) -> Row:
    found = points(organization)
    undone = [point for point in found if not point.done]
    missing = [_("%(point)s: %(says)s") % {"point": point.title, "says": point.says} for point in undone]
    concerns = [concern.sentence for point in found for concern in point.concerns]
    lines = missing + concerns or [_("Everything is set up. Nothing stands in the way.")]
    return Row(organization.title, reverse("disclosure_setup", args=[organization.pk]), lines, urgent=bool(missing))
