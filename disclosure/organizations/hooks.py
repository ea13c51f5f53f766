"""What a member sees of the admin: their work, and nothing of another organization (findings §11, §13)."""

from django.apps import apps
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models.deletion import Collector, ProtectedError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.widgets.button import ButtonWithDropdownFromHook
from wagtail.models import Page
from wagtail.permissions import policy_registry

from . import admin_api, admin_bulk, admin_library, chooser, rights, urls
from .admin_pages import OwnPageViewSet, is_member
from .models import BodyKind, OrganizationPage
from .pages import DraftPage, OwnPage

MENU = {"explorer", "images", "documents"}
OURS = "disclosure"
OF_THE_EDITOR = (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
ACCOUNT_STAYS = gettext_lazy(
    "A roster or the ledger names this account, so it is not deleted. Take away its tick “active”: then nobody signs "
    "in with it."
)
# What an administrator has for a frame page, and the office for a draft; the first is the button that is seen at once.
ACTIONS = {
    BodyKind.ADMINISTRATORS: ["action-publish", "action-save-draft"],
    BodyKind.OFFICE: [
        "action-save-draft",
        "action-cancel-workflow",
        "action-restart-workflow",
        "action-submit",
        "action-page-locked",
    ],
}

for action in admin_bulk.ACTIONS:
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_admin_urls", order=-1)
def library_urls():
    return admin_library.urlpatterns


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("disclosure/organizations/", include((urls, "disclosure_organizations"))),
        path("disclosure/second-factor/", include((urls.account, "disclosure_account"))),
    ]


@hooks.register("register_account_menu_item")
def second_factor(request):
    """From one's account page."""
    return {
        "url": reverse("disclosure_account:second_factor"),
        "label": _("Second factor"),
        "help_text": _("A one-time code of your telephone besides the password."),
    }


@hooks.register("register_admin_viewset")
def page_views():
    return OwnPageViewSet("disclosure_pages")


@hooks.register("construct_admin_api", order=100)
def own_endpoints(router):
    router.register_endpoint("pages", admin_api.OwnPages)
    router.register_endpoint("images", admin_api.OwnImages)
    router.register_endpoint("documents", admin_api.OwnDocuments)


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages, request):
    return pages.filter(pk__in=chooser.visible(request.user).values("pk"))


class OrganizationsMenuItem(MenuItem):
    """To the rosters: for those who keep some."""

    def is_shown(self, request):
        return request.user.is_superuser or bool(rights.organizations_where(request.user, BodyKind.ADMINISTRATORS))


@hooks.register("register_admin_menu_item")
def organizations():
    return OrganizationsMenuItem(
        gettext_lazy("Organizations"),
        reverse("disclosure_organizations:index"),
        name="disclosure-organizations",
        icon_name="group",
        order=400,
    )


@hooks.register("construct_main_menu", order=100)
def menu_of_a_member(request, items):
    """A member has what the add-on offers, their pages and their files. The explorer is a plain link: its panel reads
    the API, which is closed to them."""
    if not is_member(request.user):
        return
    root = policy_registry.get_by_type(OrganizationPage).explorable_root_instance(request.user)
    items[:] = [item for item in items if item.name in MENU or item.name.startswith(OURS)]
    for number, item in enumerate(items):
        if item.name == "explorer" and root is not None:
            items[number] = MenuItem(
                _pages_label(request.user),
                reverse("wagtailadmin_explore", args=[root.pk]),
                name="explorer",
                icon_name="folder-open-inverse",
                order=item.order,
            )


def _pages_label(user) -> str:
    return _("Items") if rights.organizations_where(user, BodyKind.OFFICE) else _("Columns")


@hooks.register("construct_homepage_panels", order=-100)
def panels_of_a_member(request, panels):
    """Wagtail's own panels name pages by who once edited them: not for anyone whom a roster knows (L18)."""
    if not request.user.is_superuser and rights.ever_member(request.user):
        panels[:] = [panel for panel in panels if not isinstance(panel, OF_THE_EDITOR)]


@hooks.register("construct_homepage_summary_items", order=-100)
def summary_of_a_member(request, items):
    if is_member(request.user):
        items[:] = []


@hooks.register("construct_page_action_menu", order=100)
def actions_of_a_page(items, request, context):
    """A draft is saved and submitted, a frame published (what is only saved is not in force) and saved."""
    page_class = type(context["page"]) if context.get("page") else context.get("page_class")
    if page_class is None:
        page_class = _class_in_address(request)
    allowed = ACTIONS.get(getattr(page_class, "kept_by", ""))
    if allowed is not None:
        items[:] = sorted((item for item in items if item.name in allowed), key=lambda item: allowed.index(item.name))


def _class_in_address(request):
    """The create view does not hand its class on."""
    viewed = request.resolver_match.kwargs
    if "content_type_model_name" not in viewed:
        return None
    return apps.get_model(viewed["content_type_app_name"], viewed["content_type_model_name"])


@hooks.register("construct_page_listing_buttons")
def drafts_are_read_by_who_writes_them(buttons, page, user, context=None):
    """Wagtail offers the draft to whoever sees the row, and then refuses who does not edit the page."""
    allowed = page.permissions_for_user(user)
    if allowed.can_edit() or allowed.can_publish():
        return
    draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    for menu in buttons:
        if isinstance(menu, ButtonWithDropdownFromHook):
            menu.dropdown_buttons[:] = [button for button in menu.dropdown_buttons if button.url != draft]


@hooks.register("before_create_page")
def type_is_ones_own(request, parent, page_class):
    """The office adds items, administrators add columns (DESIGN §7)."""
    if not isinstance(parent, OwnPage):
        return
    if page_class not in parent.permissions_for_user(request.user).creatable_subpage_models():
        raise PermissionDenied


def _refuse(request, page, sentence):
    messages.error(request, sentence)
    return redirect("wagtailadmin_explore", page.pk)


def _holds_organizations(page) -> bool:
    return OrganizationPage.objects.descendant_of(page, inclusive=True).exists()


@hooks.register("before_delete_page")
def organizations_stay(request, page):
    if not isinstance(page.specific, DraftPage) and _holds_organizations(page):
        return _refuse(request, page, _("An organization is below this page. It cannot be deleted."))
    return None


@hooks.register("before_move_page")
@hooks.register("before_copy_page")
def organizations_stand_where_they_are(request, page, destination=None):
    if _holds_organizations(page):
        return _refuse(request, page, _("An organization is below this page. It is neither moved nor copied."))
    if destination is not None and not chooser.visible(request.user).filter(pk=destination.pk).exists():
        raise Http404
    return None


@hooks.register("before_bulk_action")
def organizations_stay_in_bulk(request, action_type, objects, action):
    if action_type in {"delete", "move"} and any(
        isinstance(page, Page) and _holds_organizations(page) for page in objects
    ):
        messages.error(request, _("An organization is below one of these pages. Nothing was done."))
        return redirect(action.next_url)
    return None


@hooks.register("before_delete_user")
def who_acted_stays(request, user):
    """What somebody signed or decided names them for ever (I7)."""
    if not _is_kept(user):
        return None
    messages.error(request, ACCOUNT_STAYS)
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def who_acted_stays_in_bulk(request, action_type, objects, action):
    if action_type == "delete" and any(isinstance(one, get_user_model()) and _is_kept(one) for one in objects):
        messages.error(request, ACCOUNT_STAYS)
        return redirect(action.next_url)
    return None


def _is_kept(user) -> bool:
    """Whether something that is kept points at this account."""
    try:
        Collector(using=user._state.db).collect([user])
    except ProtectedError:
        return True
    return False


@hooks.register("before_bulk_action")
def bulk_says_what_it_leaves_out(request, action_type, objects, action):
    """Wagtail's list of what one may not do is emptied (L4): it says at least that there was something."""
    if action.model is not Page or len(objects) >= len(set(request.GET.getlist("id"))):
        return None
    if objects:
        messages.warning(request, _("Some of these pages do not allow that. They stay as they are."))
        return None
    messages.error(request, _("None of these pages allows that. Nothing was done."))
    return redirect(action.next_url)
