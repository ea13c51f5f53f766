"""Wagtail's pages, and a view that answers the same words each time: the floor."""

from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls

WORDS = "公示" * 5000

urlpatterns = [
    path("floor/", lambda request: HttpResponse(WORDS)),
    path("", include(urls)),
]
