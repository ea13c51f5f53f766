"""The desk's places in the admin: its home, its registers, and where items stand."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from ..items.models import ItemPage, Posting
from ..organizations import rights
from ..organizations.models import BodyKind
from ..signoff.models import Signature, Submission
from . import office, urls
from .actions import in_our_words
from .after import submitted
from .home import Desk
from .pages import ColumnsAndItems, Items
from .policies import OfficePolicy, PostingPolicy, SignerPolicy
from .viewsets import PostingViewSet, SignatureViewSet, SubmissionViewSet

register_permission_policy(Submission, OfficePolicy(Submission))
register_permission_policy(Posting, PostingPolicy(Posting))
register_permission_policy(Signature, SignerPolicy(Signature))


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("disclosure/desk/", include((urls, "disclosure_desk")))]


@hooks.register("register_admin_viewset")
def registers():
    return [SubmissionViewSet(), PostingViewSet(), SignatureViewSet()]


@hooks.register("insert_global_admin_css")
def dress():
    return format_html('<link rel="stylesheet" href="{}">', static("disclosure/desk.css"))


@hooks.register("insert_editor_js")
def one_save_after_the_other():
    return format_html('<script src="{}"></script>', static("disclosure/saving.js"))


@hooks.register("construct_homepage_panels", order=100)
def desk(request, panels):
    """First of all; for those whom a roster knows, instead of all (see wagtailadmin/home.html)."""
    if request.user.is_superuser or rights.memberships(request.user):
        panels.insert(0, Desk(request.user))


@hooks.register("register_admin_viewset", order=100)
def pages():
    return [ColumnsAndItems("disclosure_explorer"), Items("disclosure_items_of_pages")]


@hooks.register("construct_page_action_menu", order=200)
def actions_of_an_item(items, request, context):
    page = context.get("page")
    created = request.resolver_match.kwargs.get("content_type_model_name")
    if isinstance(page, ItemPage) or created == ItemPage._meta.model_name:
        in_our_words(items, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def back_to_the_desk(request, page):
    return submitted(request, page) if isinstance(page, ItemPage) and "action-submit" in request.POST else None


@hooks.register("disclosure_end_of_term")
def left_on_the_desk(member) -> list[str]:
    """What somebody of the office has begun, said before their term is ended: their colleagues go on with it."""
    if member.user is None or member.body.kind != BodyKind.OFFICE:
        return []
    own = [member.body.organization]
    begun = office.never_submitted(own).filter(owner=member.user).count()
    sent = Submission.objects.filter(organization__in=own, submitted_by=member.user, outcome__isnull=True).count()
    returned = office.returned_to(own).filter(submission__submitted_by=member.user).count()
    if not begun + sent + returned:
        return []
    words = {"name": member.name, "begun": begun, "sent": sent, "returned": returned}
    return [
        _(
            "%(name)s leaves to the office: %(begun)d drafts, %(sent)d being signed, %(returned)d returned. Whoever is "
            "in the office goes on with them, and hears what becomes of them."
        )
        % words
    ]


class DeskMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(rights.memberships(request.user))


@hooks.register("register_admin_menu_item")
def desk_in_menu():
    return DeskMenuItem(_("Desk"), reverse("wagtailadmin_home"), name="disclosure-desk", icon_name="home", order=10)
