"""The face towards the public: put before Wagtail's own addresses."""

from django.urls import include, path

from .board import urls
from .runner import urls as runner

urlpatterns = [
    path("health/", include((runner, "disclosure_runner"))),
    path("", include((urls, "disclosure"))),
]
