"""Messages that were not sent, for whoever looks after the installation (I8): why, and what to do about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ..core import outbox
from ..core.models import OutboxMail
from ..core.registers import MomentColumn, RegisterIndexView, RegisterInspectView, RegisterPolicy, RegisterViewSet


class MessagePolicy(RegisterPolicy):
    """Superusers: to whom a message goes, and what it is about, is of every organization."""

    def reads(self, user):
        return user.is_active and user.is_superuser

    def readable(self, user):
        return outbox.unsent()


def given_up(mail: OutboxMail) -> bool:
    """Whether it is tried no more by itself."""
    return mail.attempts >= outbox.ATTEMPTS


class MessageIndexView(RegisterIndexView):
    """What is owed, longest owed first."""

    page_title = gettext_lazy("Messages not sent")

    @cached_property
    def columns(self):
        return [
            TitleColumn("subject", label=gettext_lazy("Subject of the message"), get_url=self.get_inspect_url),
            Column("recipient", label=gettext_lazy("Recipient"), sort_key="recipient"),
            MomentColumn("created_at", label=gettext_lazy("Owed since"), sort_key="created_at"),
            Column("attempts", label=gettext_lazy("Attempts"), sort_key="attempts"),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=lambda mail: _("given up") if given_up(mail) else _("will be tried again"),
                primary=given_up,
            ),
            Column("error", label=gettext_lazy("What the mail server said")),
        ]


class MessageInspectView(RegisterInspectView):
    """One message, without its text: why it was not sent, and what can be done."""

    template_name = "disclosure/runner/message.html"
    act_url_name = None

    def get_page_title(self):
        return self.object.subject

    def get_page_subtitle(self):
        return ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            mail=self.object,
            given_up=given_up(self.object),
            act_url=reverse(self.act_url_name, args=[self.object.pk]),
            **kwargs,
        )


class MessageActView(PermissionCheckedMixin, View):
    """Send it again from the first attempt, or let it go."""

    http_method_names = ["post"]
    model = OutboxMail
    any_permission_required = ["view"]
    index_url_name = None

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail = get_object_or_404(outbox.unsent(), pk=pk)
        if "let_go" in request.POST:
            outbox.let_go(mail, request.user)
            messages.success(request, _("The message is let go; it will not be sent."))
        else:
            outbox.send_again(mail)
            messages.success(request, _("The message is tried again at once."))
        return redirect(self.index_url_name)


class MessageViewSet(RegisterViewSet):
    model = OutboxMail
    name = "disclosure_messages"
    url_prefix = "disclosure/messages"
    icon = "mail"
    menu_label = gettext_lazy("Messages not sent")
    menu_name = "disclosure-messages"
    menu_order = 900
    index_view_class = MessageIndexView
    inspect_view_class = MessageInspectView
    search_fields = ["recipient", "subject", "error"]
    ordering = "created_at"

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"act_url_name": self.get_url_name("act"), **kwargs})

    def get_urlpatterns(self):
        act = self.construct_view(MessageActView)
        return [*super().get_urlpatterns(), path("<int:pk>/act/", act, name="act")]
