"""Kept files' places in the admin, and the library's documents kept from strangers."""

from django.http import Http404
from django.urls import include, path
from wagtail import hooks

from . import reading, urls


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("disclosure/files/", include((urls, "disclosure_files")))]


@hooks.register("before_serve_document")
def documents_are_the_editors(document, request):
    """A stranger gets 404 for a document of an organization, whatever its address (L20)."""
    if not reading.may_read_member(request.user, document):
        raise Http404
