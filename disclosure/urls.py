"""The face towards the public: put before Wagtail's own addresses."""

from django.urls import include, path

from .board import urls
from .organizations.urls import public as invitations
from .runner import urls as runner

urlpatterns = [
    path("invitation/", include((invitations, "disclosure_invitation"))),
    path("health/", include((runner, "disclosure_runner"))),
    path("", include((urls, "disclosure"))),
]
