"""The frame of a public page: whose page it is, who is above it, where one is. It is public unsigned (DESIGN §2)."""

from dataclasses import dataclass, field, replace

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..catalog.models import ColumnPage
from ..organizations.models import OrganizationPage
from . import around
from .norm import ColumnTags, column_tags, place_tags


@dataclass(frozen=True)
class Crumb:
    """One place on the way from the start page; the last has no address."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class Frame:
    """What stands around a page. `organization` is whose page it is, None for pages of the whole board.

    `home` is its page. `superior` is the nearest above it; `top` the topmost; `line` all of them, the nearest first.
    Every page shows the supervision telephones of the organization and of its superior (P5.1). What the head and foot
    show besides is that of the nearest organization that has set it.
    """

    organization: OrganizationPage | None = None
    superior: OrganizationPage | None = None
    top: OrganizationPage | None = None
    home: str = ""
    here: str = ""
    crumbs: list[Crumb] = field(default_factory=list)
    column: ColumnTags | None = None
    line: tuple[OrganizationPage, ...] = ()

    @property
    def answerable(self) -> OrganizationPage | None:
        """Who is named at head and foot."""
        return self.organization or self.top

    @property
    def board_name(self) -> str:
        """The name for titles: 青澜区榆钱巷小学公开栏."""
        return _board_of(self.answerable)

    @property
    def emblem(self) -> OrganizationPage | None:
        """Whose emblem stands at the head."""
        return next((page for page in self.line if page.live and page.emblem_id), None)

    @property
    def link_colour(self) -> str:
        """The six digits of the colour in which links are set; empty for that of the stylesheet."""
        return self._nearest("link_colour").removeprefix("#")

    @property
    def site_code(self) -> str:
        return self._nearest("site_code")

    @property
    def icp_number(self) -> str:
        return self._nearest("icp_number")

    @property
    def police_number(self) -> str:
        return self._nearest("police_number")

    @property
    def police_digits(self) -> str:
        """What the register of the police is asked for."""
        return "".join(filter(str.isdecimal, self.police_number))

    @property
    def faults_address(self) -> str:
        return self._nearest("faults_address")

    def _nearest(self, name: str) -> str:
        return next((value for page in self.line if (value := getattr(page, name))), "")

    @property
    def site_name(self) -> str:
        """The name of the whole board."""
        return _board_of(self.top)

    @property
    def column_tags(self) -> ColumnTags:
        """What kind of list this page is, or that of the column in which it stands."""
        return self.column or place_tags(self.here)


def site_frame(here: str = "", *crumbs: Crumb) -> Frame:
    """The frame of a page of the whole board."""
    top = around.kept(("top",), _top)
    return Frame(top=top, here=here, crumbs=_from_start(crumbs), line=(top,) if top else ())


def organization_frame(organization: OrganizationPage, request, here: str = "", *crumbs: Crumb) -> Frame:
    """The frame of a page of `organization`; its superiors are read in one query."""
    what = ("above", request.get_host(), organization.pk)
    above, way, home = around.kept(what, lambda: _above(organization, request))
    own = Crumb(name_of(organization), home if crumbs else "")
    return Frame(
        organization=organization,
        superior=above[-1] if above else None,
        top=above[0] if above else organization,
        home=home,
        here=here,
        crumbs=_from_start((*way, own, *crumbs)),
        line=(organization, *reversed(above)),
    )


def frame_of(organization: OrganizationPage | None, request, here: str, *crumbs: Crumb) -> Frame:
    """The frame of a page of `organization`, or of the whole board where there is none."""
    if organization is None:
        return site_frame(here, *crumbs)
    return organization_frame(organization, request, here, *crumbs)


def column_frame(
    organization: OrganizationPage, column: ColumnPage, above: ColumnPage | None, request, here: str = ""
) -> Frame:
    """The frame of a column's page; with no `here`, that of a page of what it holds."""
    crumbs = column_crumbs(column, above, request, last=bool(here))
    frame = organization_frame(organization, request, here, *crumbs)
    return replace(frame, column=column_tags(column, above, organization))


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


def _top() -> OrganizationPage | None:
    return OrganizationPage.objects.live().order_by("path").select_related("emblem").first()


def _above(organization: OrganizationPage, request) -> tuple[list[OrganizationPage], list[Crumb], str]:
    """The superiors, topmost first, the way through them, and the organization's own address."""
    above = list(OrganizationPage.objects.ancestor_of(organization).live().order_by("depth").select_related("emblem"))
    way = [Crumb(name_of(page), address_of(page, request)) for page in above]
    return above, way, address_of(organization, request)


def _board_of(organization: OrganizationPage | None) -> str:
    if organization is None:
        return _("Notice board")
    return _("%(organization)s notice board") % {"organization": organization.title}


def organization_at(code: str) -> OrganizationPage | None:
    """The organization that an address names; None where it names none. Raises Http404 where there is no such."""
    found = organization_by_code(code) if code else None
    if code and found is None:
        raise Http404
    return found


def _from_start(crumbs) -> list[Crumb]:
    return [Crumb(_("Start"), reverse("wagtail_serve", args=[""])), *crumbs] if crumbs else []
