"""Places in the admin where what is posted is taken down, stopped, and where that is confirmed."""

from django.urls import include, path
from wagtail import hooks

from . import urls


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("disclosure/changes/", include((urls, "disclosure_changes")))]
