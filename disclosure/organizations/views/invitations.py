"""An invitation as its sender sees it: the link, to be shown or printed; sent again, or taken back."""

import segno
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from ...core import clock
from ...core.exceptions import Refusal
from .. import invitations
from ..forms import InviteForm
from .base import OrganizationFormView, OrganizationView


class InvitationView(OrganizationFormView):
    """The open invitation of a member, or the form for one."""

    form_class = InviteForm
    template_name = "disclosure/organizations/invitation.html"

    def get_page_title(self):
        return _("Invitation for %(name)s") % {"name": self.member.name}

    @property
    def submit_button_label(self):
        return _("Send again (the old link ends)") if self.is_open else _("Send an invitation")

    @property
    def is_open(self) -> bool:
        """Whether the last invitation can still be answered."""
        last = self.invitation
        return bool(last and not last.used_at and not last.revoked_at and last.expires_at > clock.now())

    @cached_property
    def invitation(self):
        """What is open, or was last."""
        return self.member.invitations.order_by("-pk").first()

    def get_initial(self):
        last = self.invitation
        return {"email": last.email if last else ""}

    def carry_out(self, form):
        invitations.invite(by=self.request.user, membership=self.member, email=form.cleaned_data["email"])
        messages.success(self.request, _("An invitation was sent. Earlier links are no longer valid."))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        last = self.invitation
        is_open = self.is_open
        link = invitations.link(last) if is_open else ""
        square = segno.make(link, error="m").svg_data_uri(scale=5, border=2) if is_open else ""
        return super().get_context_data(
            member=self.member, invitation=last, is_open=is_open, link=link, square=square, **kwargs
        )


class RevokeView(OrganizationView, View):
    """Take the open invitation back."""

    def post(self, request, *args, **kwargs):
        invitation = self.member.invitations.order_by("-pk").first()
        try:
            if invitation is not None:
                invitations.revoke(by=request.user, invitation=invitation)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The invitation was taken back. Its link is no longer valid."))
        return redirect(self.address("invitation", self.member.pk))
