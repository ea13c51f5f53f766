"""Addresses of the site. The add-on comes before Wagtail's pages: an item answers at its index number."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("", include("disclosure.urls")),
    path("", include(wagtail_urls)),
]
