"""Addresses of the site. The add-on comes before Wagtail's pages: an item answers at its index number."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from disclosure.files.views import library

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # the library: its files are the editors'; what is public is kept files, below index numbers
    path(f"{settings.MEDIA_URL.lstrip('/')}<path:path>", library),
    path("", include("disclosure.urls")),
    path("", include(wagtail_urls)),
]
