"""The door of the admin: what those who come in by a membership reach. A view that an upgrade adds begins closed.

Hiding menus closes nothing (findings §11). The host site opens more of its own with DISCLOSURE_ADMIN_VIEWS: names of
views, or namespaces that end with a colon.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.models import Page, Task, Workflow
from wagtail.permissions import policy_registry

from . import (
    admin_account,
    admin_library,
    admin_reach,
    admin_reports,
    admin_sign_in,
    chooser,
    rights,
    second_factor,
    territory,
)
from .policies import EXPLORE
from .views import code

OURS = "disclosure_"

ENTRANCE = {
    "wagtailadmin_home",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_account",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_dismissibles",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtail_modeladmin:javascript_catalog",
}
PAGES = {
    "wagtailadmin_explore_root",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_block_preview",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:add_subpage",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:delete",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:history_results",
    "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:revisions_compare",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:revisions_view",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_pages:set_page_position",
    "wagtailadmin_pages:usage",
    "wagtailadmin_pages:view_draft",
}
LINKS = {
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
}
LIBRARY = {
    f"{app}:{view}"
    for app, noun in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for view in (
        "add",
        "add_multiple",
        f"create_multiple_from_uploaded_{noun}",
        "delete",
        "delete_multiple",
        "delete_upload_multiple",
        "edit",
        "edit_multiple",
        f"{noun}_usage",
        "index",
        "index_results",
    )
} | {
    f"{app}_chooser:{view}"
    for app in ("wagtailimages", "wagtaildocs")
    for view in ("choose", "choose_results", "chosen", "chosen_multiple", "create")
}
# For whoever reaches such a view, superusers too.
INSTEAD = {**admin_reports.INSTEAD, **admin_library.INSTEAD, **admin_account.OF_ACCOUNTS}
# Superusers, and who has not (or not wholly) signed in, too.
FOR_EVERYBODY = {**admin_sign_in.INSTEAD, **admin_account.INSTEAD, second_factor.CODE: code.CodeView.as_view()}
OPEN = frozenset(ENTRANCE | PAGES | LINKS | LIBRARY)

Answer = bool | HttpResponse
Test = Callable[[HttpRequest, dict], Answer]


def _bulk_of_the_library(request, kwargs) -> Answer:
    return kwargs["app_label"] in {"wagtailimages", "wagtaildocs"}


def _page_of_the_host(request, kwargs) -> Answer:
    """A page outside organizations, for which a group of the host site lets them do something."""
    keys = [kwargs[name] for name in ("page_id", "parent_page_id", "page_to_move_id") if name in kwargs]
    page = Page.objects.filter(pk__in=keys).first()
    if page is None or territory.organization_id(request.user, page) is not None:
        return False
    groups = policy_registry.get_by_type(Page).by_groups
    return groups.user_has_any_permission_for_instance(request.user, EXPLORE, page)


def _start_of_chooser(request, kwargs) -> Answer:
    """Wagtail begins at the top, or at the common ancestor of all pages of a type, whosever they are."""
    root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
    if root is None:
        return False
    if root.is_root() and not request.GET.get("page_type"):
        return True
    query = request.GET.urlencode()
    return redirect(reverse("wagtailadmin_choose_page_child", args=[root.pk]) + (f"?{query}" if query else ""))


def _parent_in_chooser(request, kwargs) -> Answer:
    return chooser.visible(request.user).filter(pk=kwargs["parent_page_id"]).exists()


def _chosen_are_visible(request, kwargs) -> Answer:
    """Wagtail names whatever is asked for by its number (L25)."""
    numbers = set(request.GET.getlist("id"))
    if not all(number.isdecimal() for number in numbers):
        return False
    return chooser.visible(request.user).filter(pk__in=numbers).count() == len(numbers)


def _keeps(*models: type[Model]) -> Test:
    """For those who may change some: Wagtail lists them for everybody, or tells that there is one (L27)."""

    def test(request, kwargs) -> Answer:
        policies = [policy_registry.get_by_type(model) for model in models]
        return any(policy.user_has_any_permission(request.user, ["add", "change", "delete"]) for policy in policies)

    return test


def _tags_of_the_host(request, kwargs) -> Answer:
    return kwargs.get("app_name") != "disclosure"


def _story_of_the_item(request, kwargs) -> Answer:
    """The editor links to Wagtail's history of workflows; what an item went through stands on the desk."""
    return _page_of_the_host(request, kwargs) or redirect("disclosure_desk:item", kwargs["page_id"])


# More that a member reaches, if the test says so.
FURTHER: dict[str, Test] = {
    "wagtail_bulk_action": _bulk_of_the_library,
    "wagtailadmin_pages:workflow_history": _story_of_the_item,
}

# What everyone but superusers has to pass, by the name of a view or a namespace: Wagtail itself does not ask.
GUARDED: dict[str, Test] = {
    "wagtailadmin_choose_page": _start_of_chooser,
    "wagtailadmin_choose_page_child": _parent_in_chooser,
    "wagtailadmin_choose_page_chosen_multiple": _chosen_are_visible,
    "wagtailadmin_tag_model_autocomplete": _tags_of_the_host,
    "wagtailadmin_workflows:": _keeps(Workflow, Task),
    "wagtailusers_users:": _keeps(get_user_model()),
}


def answer(request: HttpRequest, match: ResolverMatch, kwargs: dict) -> Answer:
    """Whether the door opens for this person and view; a response where it leads them elsewhere."""
    user, name = request.user, match.view_name
    held = second_factor.hold(request, name)
    if held is not None:
        return held
    if name in FOR_EVERYBODY:
        return FOR_EVERYBODY[name](request, **kwargs)
    if user.is_superuser or not user.has_perm("wagtailadmin.access_admin"):
        # who does not come in is told so by Wagtail
        return INSTEAD[name](request, **kwargs) if name in INSTEAD else True
    if not admin_reach.within(user, name, kwargs):
        return False
    test = GUARDED.get(name) or GUARDED.get(f"{match.namespace}:")
    guarded = test(request, kwargs) if test else True
    if guarded is not True:
        return guarded
    opened = not rights.memberships(user) or _opens(name, request, kwargs)
    return INSTEAD[name](request, **kwargs) if opened and name in INSTEAD else opened


def _opens(name: str, request: HttpRequest, kwargs: dict) -> Answer:
    """Whether the list opens this view to a member."""
    if name.startswith(OURS) or name in OPEN or _opened_by_host(name):
        return True
    if name in FURTHER:
        return FURTHER[name](request, kwargs)
    return name.startswith("wagtailadmin_pages:") and _page_of_the_host(request, kwargs)


def _opened_by_host(name: str) -> bool:
    opened = getattr(settings, "DISCLOSURE_ADMIN_VIEWS", ())
    return name in opened or any(name.startswith(space) for space in opened if space.endswith(":"))
