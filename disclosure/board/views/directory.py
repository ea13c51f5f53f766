"""信息公开目录, of all organizations or of one: filtered, sorted, twenty a page, and whole as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ...core import clock
from ...organizations.models import OrganizationPage
from .. import directory, paging, postings
from ..criteria import Criteria
from ..forms import DirectoryFilter
from ..frame import Crumb, frame_of, organization_at
from ..headers import public

ORDERS = {"oldest": ["begins_at", "pk"], "index": ["index__text"]}


@public
def index(request: HttpRequest, code: str = "") -> HttpResponse:
    """One page of it; or what is asked for as a file, no more than CAP lines of it."""
    organization = organization_at(code)
    if organization and code != organization.code:
        return redirect("disclosure:directory_of", code=organization.code, permanent=True)
    at = clock.now()
    form = _form(request, organization, at)
    if chosen := form.value("organization"):
        return redirect(f"{reverse('disclosure:directory_of', args=[chosen])}?{_without_organization(request)}")
    found = _found(form, organization, at)
    if (wanted := request.GET.get("export")) in directory.Sheet.FORMATS:
        code = organization.code if organization else ""
        return directory.Sheet(code, request.build_absolute_uri("/").rstrip("/")).response(found, at, wanted)
    part = paging.part(found, request.GET.get("page", ""))
    context = {
        "frame": frame_of(organization, request, "directory", Crumb(_("Directory"))),
        "organization": organization,
        "form": form,
        "part": part,
        "lines": list(directory.lines(part.rows, at)),
        "most": directory.CAP,
        "narrowed": form.criteria(organization) != Criteria(organization=organization),
    }
    return render(request, "disclosure/board/directory.html", context)


def _without_organization(request: HttpRequest) -> str:
    query = request.GET.copy()
    del query["organization"]
    return query.urlencode()


def _form(request: HttpRequest, organization: OrganizationPage | None, at) -> DirectoryFilter:
    years = postings.years(Criteria(organization=organization).postings(at), at)
    return DirectoryFilter(request.GET, years=years, organization=organization)


def _found(form: DirectoryFilter, organization: OrganizationPage | None, at):
    """What is asked for, in the order that is asked for, with what a line shows."""
    found = postings.newest_first(form.criteria(organization).postings(at), "edition__stored", "entry")
    order = ORDERS.get(form.value("order", ""))
    return found.order_by(*order) if order else found
