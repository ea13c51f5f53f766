"""The list of organizations, and the roster of one: its bodies, who is in them, and who was."""

from collections import defaultdict

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from ...accounts import factor
from ...core import clock
from .. import moving, operations, rights
from ..concerns import concerns
from ..exceptions import ChangedMeanwhile
from ..forms import BodyForm, NewBodyForm
from ..models import SIGNING, BodyKind, Invitation, Membership, OrganizationPage, Role
from ..operations import BODY_FIELDS
from .base import OrganizationFormView, OrganizationView

ORDER = {Role.HEAD: 0, Role.DEPUTY: 1, Role.MEMBER: 2}


def reached_by(user):
    """The organizations whose roster `user` reads or keeps: their own, and those below one that they administer."""
    if user.is_superuser:
        return OrganizationPage.objects.all()
    found = Q(pk__in=[m.body.organization_id for m in rights.memberships(user)])
    for organization in rights.organizations_where(user, BodyKind.ADMINISTRATORS):
        found |= Q(path__startswith=organization.path)
    return OrganizationPage.objects.filter(found)


def parents_of_new(user) -> list[Page]:
    """Below what `user` may open an organization: what they administer; superusers anywhere, from its page."""
    return list(rights.organizations_where(user, BodyKind.ADMINISTRATORS))


class IndexView(generic.IndexView):
    """The organizations that this person has to do with; whoever has one is taken to it."""

    model = OrganizationPage
    template_name = "wagtailadmin/generic/index.html"
    page_title = gettext_lazy("Organizations")
    header_icon = "group"
    index_url_name = "disclosure_organizations:index"
    index_results_url_name = "disclosure_organizations:index_results"
    default_ordering = ["path"]
    paginate_by = 50
    is_searchable = True
    search_fields = ["title", "code"]
    search_backend_name = None
    any_permission_required = None

    def get(self, request, *args, **kwargs):
        found = self.get_base_queryset()[:2]
        if not found and not request.user.is_superuser:
            raise Http404
        if len(found) == 1 and not self.is_searching:
            return redirect("disclosure_organizations:roster", found[0].pk)
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self):
        now = clock.now()
        keepers = Q(bodies__kind=BodyKind.ADMINISTRATORS, bodies__memberships__user__is_active=True)
        running = Q(bodies__memberships__until=None) | Q(bodies__memberships__until__gt=now)
        count = Count("bodies__memberships", filter=keepers & running & Q(bodies__memberships__since__lte=now))
        return reached_by(self.request.user).annotate(keepers=count)

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "title",
                label=gettext_lazy("Name"),
                get_url=lambda page: reverse("disclosure_organizations:roster", args=[page.pk]),
                sort_key="title",
            ),
            Column("code", label=gettext_lazy("Code"), sort_key="code"),
            StatusTagColumn(
                "keepers",
                label=gettext_lazy("Administrators"),
                accessor=lambda page: str(page.keepers) if page.keepers else _("none left"),
                primary=lambda page: page.keepers > 0,
            ),
        ]

    @cached_property
    def header_buttons(self):
        if self.request.user.is_superuser or parents_of_new(self.request.user):
            address = reverse("disclosure_organizations:open")
            return [HeaderButton(_("Open an organization"), url=address, icon_name="plus")]
        return []


class RosterView(OrganizationView, TemplateView):
    """All bodies with their members, and those who were in them; what cannot work stands above."""

    template_name = "disclosure/organizations/roster.html"
    keepers_only = False

    @cached_property
    def belongs(self) -> bool:
        """Administrators of a superior read it, too."""
        return super().belongs or reached_by(self.request.user).filter(pk=self.organization.pk).exists()

    def get_page_title(self):
        return _("Roster of %(organization)s") % {"organization": self.organization.title}

    def trail(self):
        return []

    @cached_property
    def bodies(self):
        return list(self.organization.bodies.all())

    def get_context_data(self, **kwargs):
        now = clock.now()
        members = Membership.objects.filter(body__organization=self.organization).select_related("user", "body")
        serving, former = defaultdict(list), []
        for member in members.exclude(until__lte=now):
            member.coming = member.since > now
            member.is_away = member.is_absent(now)
            serving[member.body_id].append(member)
        former = members.ended(now).order_by("-until", "-pk")
        invited = self._invited() if self.keeps else {}
        signs = [m.user_id for members in serving.values() for m in members if m.user_id and m.body.kind in SIGNING]
        guarded = factor.among(signs) if self.keeps and self.organization.require_second_factor else signs
        for body in self.bodies:
            body.serving = sorted(serving[body.pk], key=lambda m: (ORDER[m.role], m.pk))
            for member in body.serving:
                member.invitation = invited.get(member.pk)
                member.lacks_factor = member.user_id in signs and member.user_id not in guarded
        return super().get_context_data(
            bodies=sorted(self.bodies, key=lambda body: BodyKind.values.index(body.kind)),
            former=former,
            concerns=concerns(self.organization) if self.keeps else [],
            movable=moving.superiors_for(self.request.user, self.organization).exists(),
            administers=rights.administers(self.request.user, self.organization),
            body_missing=bool(set(BodyKind.values) - {body.kind for body in self.bodies}),
            now=now,
            zone=timezone.get_current_timezone(),
            **kwargs,
        )

    def _invited(self) -> dict[int, Invitation]:
        open_ones = Invitation.objects.filter(
            membership__body__organization=self.organization, used_at=None, revoked_at=None
        )
        return {invitation.membership_id: invitation for invitation in open_ones.order_by("pk")}


class BodyEditView(OrganizationFormView):
    """Name, duties and quorum of a body."""

    form_class = BodyForm

    def get_page_title(self):
        return self.body.name

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "body": self.body}

    def carry_out(self, form):
        operations.change_body(by=self.request.user, body=self.body, seen_as=form.cleaned_data["seen"], **form.values())
        messages.success(self.request, _("“%(body)s” was changed.") % {"body": form.cleaned_data["name"]})
        return redirect(self.address("roster"))

    def refused(self, form, refusal):
        super().refused(form, refusal)
        if isinstance(refusal, ChangedMeanwhile):
            self.body.refresh_from_db()
            form.show_again(self.body, BODY_FIELDS)


class BodyAddView(OrganizationFormView):
    """A body of a kind that is not there yet."""

    form_class = NewBodyForm
    page_title = gettext_lazy("Add a body")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "organization": self.organization}

    def carry_out(self, form):
        body = operations.make_body(
            by=self.request.user, organization=self.organization, kind=form.cleaned_data["kind"], **form.values()
        )
        messages.success(self.request, _("“%(body)s” was added.") % {"body": body.name})
        return redirect(self.address("roster"))
