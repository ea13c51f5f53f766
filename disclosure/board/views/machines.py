"""What machines read: robots.txt and the sitemaps."""

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..sitemaps import SITEMAPS


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; the admin, the switch and searches lead nowhere."""
    context = {
        "closed": [reverse("wagtailadmin_home"), reverse("disclosure:elder"), reverse("disclosure:search")],
        "sitemap": request.build_absolute_uri(reverse("disclosure:sitemaps")),
    }
    return render(request, "disclosure/board/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def sitemaps(request: HttpRequest) -> HttpResponse:
    """Where the sitemaps are."""
    template = "disclosure/board/sitemap_index.xml"
    return views.index(request, SITEMAPS, template_name=template, sitemap_url_name="disclosure:sitemap")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One of them."""
    return views.sitemap(request, SITEMAPS, section=section, template_name="disclosure/board/sitemap.xml")
