"""Profiles' place in the admin."""

from django.urls import include, path
from wagtail import hooks

from . import urls


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("disclosure/profiles/", include((urls, "disclosure_profiles")))]
