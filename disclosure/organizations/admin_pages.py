"""Wagtail's page views where they would tell, or do, too much. For pages of a host site they stay what they are."""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.admin.views.pages.choose_parent import GenericChooseParentView
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import AddSubpageView, CreateView
from wagtail.admin.views.pages.listing import EditedByFilter, ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.views.pages.move import MoveChooseDestinationView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import UsageView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import policy_registry

from . import chooser, rights
from .models import BodyKind
from .pages import OwnPage


def explorable(request):
    """Ids of the pages that the person of this request explores."""
    return policy_registry.get_by_type(Page).explorable_instances(request.user).values("pk")


def owners(request):
    users = get_user_model().objects
    return users.filter(pk__in=Page.objects.filter(pk__in=explorable(request)).order_by().values("owner"))


def editors(request):
    entries = PageLogEntry.objects.filter(action="wagtail.edit", page__in=explorable(request))
    return get_user_model().objects.filter(pk__in=entries.order_by().values("user"))


class OwnPeopleFilterSet(GenericPageFilterSet):
    """The explorer's filters, with the people of one's own pages alone (L5)."""

    owner = MultipleUserFilter(label=_("Owner"), queryset=owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label=_("Edited by"), queryset=editors, widget=CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if is_member(self.request.user):
            for name in ("site", "has_child_pages"):
                self.filters.pop(name)


def is_member(user) -> bool:
    """Whether they are here by a membership (and not as superuser)."""
    return not user.is_superuser and bool(rights.memberships(user))


class OwnIndexView(ExplorableIndexView):
    """The explorer: only of what one explores, and without boxes to tick for those who have no use for them."""

    def get(self, request, parent_page_id=None):
        if parent_page_id and not explorable(request).filter(pk=parent_page_id).exists():
            root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
            return redirect(self.index_url_name, root.pk)
        return super().get(request, parent_page_id)

    @property
    def explorable_columns(self):
        columns = super().explorable_columns
        return [c for c in columns if not (is_member(self.request.user) and isinstance(c, BulkActionsColumn))]

    def get_side_panels(self):
        """No way to the list of what points here for those to whom it is closed (OwnUsageView)."""
        panels = super().get_side_panels()
        if not opens_usage(self.request.user, self.parent_page):
            for panel in panels:
                panel.usage_url = None
        return panels


def opens_usage(user, page) -> bool:
    """Whoever may delete a page is led to what points at it, whether or not they edit it."""
    allowed = page.permissions_for_user(user)
    return allowed.can_edit() or allowed.can_delete()


class OwnUsageView(UsageView):
    def dispatch(self, request, *args, **kwargs):
        if not opens_usage(request.user, self.object):
            raise PermissionDenied
        return super(UsageView, self).dispatch(request, *args, **kwargs)

    def get_edit_url(self, instance):
        edits = instance.permissions_for_user(self.request.user).can_edit()
        return super().get_edit_url(instance) if edits else None


class OwnAddSubpageView(AddSubpageView):
    """Only the types that this person may add; where there is one, straight to it."""

    def dispatch(self, request, parent_page_id, *args, **kwargs):
        parent = get_object_or_404(Page, pk=parent_page_id).specific
        if isinstance(parent, OwnPage):
            models = parent.permissions_for_user(request.user).creatable_subpage_models()
            if len(models) == 1:
                opts = models[0]._meta
                return redirect("wagtailadmin_pages:add", opts.app_label, opts.model_name, parent.pk)
            self.template_name = "disclosure/organizations/add_subpage.html"  # Wagtail's leads to pages of everybody
        return super().dispatch(request, parent_page_id, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if isinstance(self.parent_page, OwnPage):
            mine = self.parent_page.permissions_for_user(self.request.user).creatable_subpage_models()
            names = {model._meta.model_name for model in mine}
            context["page_types"] = [kind for kind in context["page_types"] if kind[2] in names]
        return context


class OwnCreateView(CreateView):
    """Drafts are saved or submitted, frames saved or published; nothing else, whatever is posted.

    One form makes one page: pressed twice, or while the editor saved it by itself, it is sent on to that page. The form
    says by which key it was begun; the page keeps it, and no two have the same.
    """

    @property
    def action_name_and_method(self):
        name, method = super().action_name_and_method
        kept_by = getattr(self.page_class, "kept_by", "")
        refused = {BodyKind.OFFICE: "publish", BodyKind.ADMINISTRATORS: "submit"}.get(kept_by)
        return ("save", self.save_action) if name == refused else (name, method)

    def form_valid(self, form):
        key = form.cleaned_data.get("begun")
        if key is None or self._foreign(key):
            return super().form_valid(form)
        self.page.translation_key = key
        try:
            with transaction.atomic():
                return self._sent_on(key) or super().form_valid(form)
        except IntegrityError:
            if answer := self._sent_on(key):
                return answer
            raise

    def _foreign(self, key: UUID) -> bool:
        own = self.page_class.objects.child_of(self.parent_page).filter(owner=self.request.user)
        return Page.objects.filter(translation_key=key).exclude(pk__in=own).exists()

    def _sent_on(self, key: UUID):
        begun = self.page_class.objects.filter(translation_key=key).first()
        return redirect("wagtailadmin_pages:edit", begun.pk, preserve_request=True) if begun else None


class NamesNoOther:
    """Mixed in before a view that asks for a parent: a number sent by hand would be answered with its title."""

    def post(self, request, *args, **kwargs):
        number = request.POST.get("new_parent_page") or request.POST.get("parent_page") or ""
        if not number.isdecimal() or not chooser.visible(request.user).filter(pk=number).exists():
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_form(self, *args):
        """The chosen parent is not offered for editing: mostly it is not this person's work."""
        form = super().get_form(*args)
        for name in {"new_parent_page", "parent_page"} & form.fields.keys():
            form.fields[name].widget.show_edit_link = False
        return form


class OwnCopyView(NamesNoOther, CopyView):
    pass


class OwnMoveView(NamesNoOther, MoveChooseDestinationView):
    pass


class OwnChooseParentView(NamesNoOther, GenericChooseParentView):
    pass


class OwnSetPagePositionView(SetPagePositionView):
    """Positions count among the pages that the person sees, which nested organizations are not."""

    def post(self, request, page_to_move_id, *args, **kwargs):
        page = get_object_or_404(Page, pk=page_to_move_id)
        parent = page.get_parent().specific
        if not isinstance(parent, OwnPage):
            return super().post(request, page_to_move_id, *args, **kwargs)
        if not parent.permissions_for_user(request.user).can_reorder_children():
            raise PermissionDenied
        seen = [p for p in parent.get_children().filter(pk__in=explorable(request)) if p.pk != page.pk]
        try:
            position = int(request.GET.get("position", len(seen)))
        except ValueError as error:
            raise Http404 from error
        if position < len(seen):
            page.move(seen[position], pos="left", user=request.user)
        elif seen:
            page.move(seen[-1], pos="right", user=request.user)
        return HttpResponse("")


class OwnSearchView(SearchView):
    """Its heading says what was counted (Wagtail 8 writes "11 None")."""

    verbose_name_plural = Page._meta.verbose_name_plural

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"verbose_name": Page._meta.verbose_name}


class OwnPageViewSet(PageViewSet):
    """For every type of page that has no view set of its own."""

    model = Page
    index_view_class = OwnIndexView
    add_subpage_view_class = OwnAddSubpageView
    add_view_class = OwnCreateView
    copy_view_class = OwnCopyView
    move_view_class = OwnMoveView
    choose_parent_view_class = OwnChooseParentView
    set_page_position_view_class = OwnSetPagePositionView
    search_view_class = OwnSearchView
    usage_view_class = OwnUsageView
    filterset_class = OwnPeopleFilterSet
