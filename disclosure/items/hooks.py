"""Items' places in the admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.translation import gettext as _
from wagtail import hooks

from ..core import clock
from . import standing, topics, urls
from .models import ItemPage, Posting


@hooks.register("register_admin_urls")
def admin_urls():
    suggestions = path("disclosure/topics/", topics.suggest, name="disclosure_topics")
    return [path("disclosure/items/", include((urls, "disclosure_items"))), suggestions]


@hooks.register("construct_explorer_page_queryset")
def facts_of_items(parent_page, pages, request):
    """What the status of an item says, asked for all rows at once."""
    return standing.with_facts(pages, Posting.objects.all(), clock.now())


@hooks.register("before_delete_page")
def editions_stay(request, page):
    """What was submitted once stays (I7): a sentence before Wagtail's own confirmation."""
    if isinstance(page.specific, ItemPage) and page.specific.editions.exists():
        messages.error(request, _("Something was submitted of this item. It cannot be deleted any more."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
