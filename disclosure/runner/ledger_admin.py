"""The ledger as a register of modeladmin: only read, each in its own organization."""

from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import path, re_path
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from ..core.models import LedgerEntry
from ..core.registers import moment
from .ledger_views import LedgerIndexView, LedgerInspectView, LedgerResultsView


class LedgerPermissionHelper(PermissionHelper):
    """The registered policy answers, no Django permission; to read is all that can be done."""

    @property
    def policy(self):
        return policy_registry.get_by_type(self.model)

    def get_all_model_permissions(self):
        """None to be given away."""
        return Permission.objects.none()

    def user_has_specific_permission(self, user, perm_codename):
        return False

    def user_has_any_permissions(self, user):
        return self.policy.user_has_permission(user, "view")

    def user_can_inspect_obj(self, user, obj):
        return self.policy.user_has_permission_for_instance(user, "view", obj)


class LedgerButtonHelper(ButtonHelper):
    """Every row of the list may be read; it is not asked again for each."""

    def get_primary_button(self, obj):
        return {"url": self.url_helper.get_action_url("inspect", obj.pk)}

    def get_buttons_for_obj(self, obj, **kwargs):
        return []


class LedgerAdmin(ModelAdmin):
    model = LedgerEntry
    base_url_path = "disclosure/ledger"
    menu_icon = "list-ol"
    menu_label = gettext_lazy("Ledger")
    menu_item_name = "disclosure-ledger"
    menu_order = 800
    permission_helper_class = LedgerPermissionHelper
    button_helper_class = LedgerButtonHelper
    inspect_view_enabled = True
    history_view_enabled = False
    index_view_class = LedgerIndexView
    inspect_view_class = LedgerInspectView
    index_template_name = "disclosure/runner/ledger.html"
    inspect_template_name = "disclosure/runner/entry.html"
    list_per_page = 50
    list_display = ("what", "about", "who", "when", "place", "short_hash")
    empty_value_display = "—"
    list_select_related = ("actor", "chain")
    ordering = ("-at",)
    search_fields = ("subject", "data", "hash", "actor__first_name", "actor__last_name", "actor__username")
    export_filename = "ledger"
    list_export = (
        "chain.name",
        "number",
        "at",
        "kind",
        "kind_label",
        "who",
        "subject",
        "data_text",
        "previous",
        "hash",
    )

    @admin.display(description=gettext_lazy("What"), ordering="kind")
    def what(self, entry):
        return entry.kind_label

    @admin.display(description=gettext_lazy("About"))
    def about(self, entry):
        return entry.about

    @admin.display(description=gettext_lazy("Who"))
    def who(self, entry):
        return entry.who

    @admin.display(description=gettext_lazy("When"), ordering="at")
    def when(self, entry):
        return moment(entry.at)

    @admin.display(description=gettext_lazy("Number in the chain"))
    def place(self, entry):
        return f"{entry.chain} {entry.number}"

    @admin.display(description=gettext_lazy("Hash"))
    def short_hash(self, entry):
        return f"{entry.hash[:4]} {entry.hash[4:8]}"

    def get_queryset(self, request):
        return self.permission_helper.policy.instances_user_has_any_permission_for(request.user, ["view"])

    def results_view(self, request):
        """What is swapped in while somebody types."""
        return LedgerResultsView.as_view(model_admin=self)(request)

    def get_admin_urls_for_registration(self):
        """No address at which an entry is added, edited or deleted."""
        base, name = self.url_helper.base_url_path, self.url_helper.get_action_url_name
        return (
            path(f"{base}/", self.index_view, name=name("index")),
            path(f"{base}/results/", self.results_view, name=name("results")),
            re_path(rf"^{base}/(?P<instance_pk>[0-9]+)/$", self.inspect_view, name=name("inspect")),
        )

    def register_admin_url_finders(self):
        """There is no address to edit an entry at."""

    def register_indexing(self):
        """An entry points to a chain and an account: Wagtail's index of references has no use for it."""
