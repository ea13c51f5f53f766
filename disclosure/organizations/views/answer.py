"""The link of an invitation, as its owner opens it: outside the admin, on a telephone more often than not.

Everyone sees the same page first; only what they do then depends on whether the address has an account.
"""

from django.contrib.auth import login, logout
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from ...accounts import client, log
from ...accounts import operations as tries
from ...accounts.exceptions import TooManyTries
from ...accounts.rules import Door
from ...core.exceptions import Refusal
from .. import invitations, rights
from ..admin_sign_in import TOO_MANY
from ..exceptions import AddressTaken, InvitationOver, NameTaken
from ..forms import AccountForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@method_decorator([never_cache, sensitive_post_parameters("password", "again")], name="dispatch")
class AnswerView(FormView):
    """Accept with the account one is signed in with, sign in, or make an account."""

    form_class = AccountForm
    template_name = "disclosure/organizations/answer.html"

    def dispatch(self, request, *args, **kwargs):
        try:
            self.invitation = invitations.read(kwargs["secret"])
        except InvitationOver as refusal:
            if invitations.used_by(kwargs["secret"], request.user):  # tapped twice
                return self.welcome(request.user)
            return self.refuse(refusal, 410) if type(refusal) is not InvitationOver else self.unknown(refusal)
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, refusal: Refusal, status: int):
        context = {"refusal": str(refusal), "invitation": None}
        return self.render_to_response(context, status=status)

    def unknown(self, refusal: InvitationOver):
        """No link of ours: who guesses at links is stopped."""
        try:
            self.count()
        except TooManyTries as stopped:
            return self.refuse(stopped, TOO_MANY)
        return self.refuse(refusal, 410)

    def count(self) -> None:
        """One try, by the link and by the client's address. Raises TooManyTries."""
        try:
            tries.begin(Door.INVITATION, self.kwargs["secret"], client.address(self.request))
        except TooManyTries:
            log.write("stopped", request=self.request, at="invitation")
            raise

    def post(self, request, *args, **kwargs):
        if "accept" in request.POST:
            return self.accept()
        if "leave" in request.POST:
            logout(request)
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def accept(self):
        """With the account of whoever is signed in."""
        if not self.request.user.is_authenticated:
            return redirect(self.request.path)
        try:
            invitations.join(secret=self.kwargs["secret"], user=self.request.user)
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(refusal=str(refusal)), status=409)
        return self.welcome(self.request.user)

    def welcome(self, user):
        """To the desk; where no term runs yet, to word of it."""
        if rights.memberships(user) or user.is_superuser:
            return redirect("wagtailadmin_home")
        return self.render_to_response({"accepted": True, "invitation": None})

    def form_valid(self, form):
        cleaned, secret = form.cleaned_data, self.kwargs["secret"]
        try:
            self.count()  # the answer says whether a login name is taken
            member = invitations.join_new(secret=secret, username=cleaned["username"], password=cleaned["password"])
        except AddressTaken as refusal:
            invitations.tell_owner(secret)
            form.add_error(None, str(refusal))
        except NameTaken as refusal:
            form.add_error("username", str(refusal))
        except TooManyTries as stopped:
            return self.refuse(stopped, TOO_MANY)
        except InvitationOver as refusal:
            return self.refuse(refusal, 410)
        else:
            tries.right(Door.INVITATION, secret, client.address(self.request))
            login(self.request, member.user, backend=BACKEND)
            return self.welcome(member.user)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            invitation=self.invitation,
            member=self.invitation.membership,
            body=self.invitation.membership.body,
            **kwargs,
        )
