"""The frame of a public page: whose page it is, who is above it, where one is. It is public unsigned (DESIGN §2)."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..catalog.models import ColumnPage
from ..organizations.models import OrganizationPage


@dataclass(frozen=True)
class Crumb:
    """One place on the way from the start page; the last has no address."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class Frame:
    """What stands around a page. `organization` is whose page it is, None for pages of the whole board.

    `home` is its page. `superior` is the nearest above it; `top` the topmost. Every page shows the supervision
    telephones of the organization and of its superior (P5.1).
    """

    organization: OrganizationPage | None = None
    superior: OrganizationPage | None = None
    top: OrganizationPage | None = None
    home: str = ""
    here: str = ""
    crumbs: list[Crumb] = field(default_factory=list)

    @property
    def answerable(self) -> OrganizationPage | None:
        """Who is named at head and foot."""
        return self.organization or self.top

    @property
    def board_name(self) -> str:
        """The name for titles: 青澜区榆钱巷小学公开栏."""
        if self.answerable is None:
            return _("Notice board")
        return _("%(organization)s notice board") % {"organization": self.answerable.title}


def site_frame(here: str = "", *crumbs: Crumb) -> Frame:
    """The frame of a page of the whole board."""
    return Frame(top=OrganizationPage.objects.live().order_by("path").first(), here=here, crumbs=_from_start(crumbs))


def organization_frame(organization: OrganizationPage, request, here: str = "", *crumbs: Crumb) -> Frame:
    """The frame of a page of `organization`; its superiors are read in one query."""
    above = list(OrganizationPage.objects.ancestor_of(organization).live().order_by("depth"))
    home = address_of(organization, request)
    own = Crumb(name_of(organization), home if crumbs else "")
    way = [Crumb(name_of(page), address_of(page, request)) for page in above]
    return Frame(
        organization=organization,
        superior=above[-1] if above else None,
        top=above[0] if above else organization,
        home=home,
        here=here,
        crumbs=_from_start((*way, own, *crumbs)),
    )


def frame_of(organization: OrganizationPage | None, request, here: str, *crumbs: Crumb) -> Frame:
    """The frame of a page of `organization`, or of the whole board where there is none."""
    return organization_frame(organization, request, here, *crumbs) if organization else site_frame(here, *crumbs)


def column_crumbs(column: ColumnPage, parent: ColumnPage | None, request, *, last: bool = False) -> list[Crumb]:
    """The way through the columns; `last` where the column itself is the page."""
    way = [Crumb(parent.title, address_of(parent, request))] if parent else []
    return [*way, Crumb(column.title, "" if last else address_of(column, request))]


def parent_column(column: ColumnPage) -> ColumnPage | None:
    """The column above a column of the second level."""
    return ColumnPage.objects.ancestor_of(column).order_by("-depth").first()


def name_of(organization: OrganizationPage) -> str:
    """The name by which lists call it."""
    return organization.short_name or organization.title


def address_of(page: Page, request) -> str:
    """Where a page of the frame is; nothing where it is not public."""
    return (page.get_url(request) or "") if page.live else ""


def organization_by_code(code: str) -> OrganizationPage | None:
    """The public page of an organization, by its code in any case of letters."""
    return OrganizationPage.objects.live().filter(code=code.upper()).first()


def _from_start(crumbs) -> list[Crumb]:
    return [Crumb(_("Start"), reverse("wagtail_serve", args=[""])), *crumbs] if crumbs else []
