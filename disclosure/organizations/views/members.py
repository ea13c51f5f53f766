"""Members of a body: added, corrected, and at the end of their term."""

from datetime import timedelta

from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from ...core import clock
from ...files import operations as files
from ...files.addresses import private_address
from ...files.exceptions import FileRefused
from .. import concerns, invitations, operations, rules
from ..exceptions import ChangedMeanwhile
from ..forms import EndForm, MemberForm, NewMemberForm
from ..models import SIGNING
from ..operations import MEMBER_FIELDS
from ..second_factor import may_reset
from .base import OrganizationFormView


def kept_photograph(form):
    """The picture that was chosen, kept before the transaction that needs it; None where none was, or it is refused."""
    chosen = form.cleaned_data.get("photograph")
    if not chosen:
        return None
    try:
        return files.keep_picture(chosen, chosen.name)
    except FileRefused as refusal:
        form.add_error("photograph", str(refusal))
        return None


class MemberAddView(OrganizationFormView):
    """A new member of a body, who is invited where there is an address."""

    form_class = NewMemberForm
    submit_button_label = gettext_lazy("Add")

    def get_page_title(self):
        return _("Add a member to “%(body)s”") % {"body": self.body.name}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "body": self.body}

    def get_initial(self):
        return {"first_day": self.request.GET["from"]} if "from" in self.request.GET else {}

    def carry_out(self, form):
        photograph = kept_photograph(form)
        if form.errors:
            return self.form_invalid(form)
        with transaction.atomic():  # nobody is added whose invitation is refused
            member = operations.add_member(by=self.request.user, body=self.body, photograph=photograph, **form.values())
            if form.cleaned_data["email"]:
                invitations.invite(by=self.request.user, membership=member, email=form.cleaned_data["email"])
                return redirect(self.address("invitation", member.pk))
        messages.success(self.request, _("%(name)s was added.") % {"name": member.name})
        return redirect(self.address("roster"))


class MemberEditView(OrganizationFormView):
    """Correct what the roster says of a member."""

    form_class = MemberForm
    template_name = "disclosure/organizations/member.html"

    def get_page_title(self):
        return self.member.name

    @property
    def header_buttons(self):
        end = HeaderButton(_("End the term"), url=self.address("member_end", self.member.pk), icon_name="minus-inverse")
        if self.member.user_id:
            return [end]
        invite = HeaderButton(_("Invitation"), url=self.address("invitation", self.member.pk), icon_name="mail")
        return [invite, end]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "member": self.member}

    def carry_out(self, form):
        values, photograph = form.values(), kept_photograph(form)
        if form.errors:
            return self.form_invalid(form)
        if photograph or form.cleaned_data.get("without_photograph"):
            values["photograph"] = photograph
        operations.change_member(
            by=self.request.user, membership=self.member, seen_as=form.cleaned_data["seen"], **values
        )
        messages.success(self.request, _("What the roster says of %(name)s was changed.") % {"name": values["name"]})
        return redirect(self.address("roster"))

    def refused(self, form, refusal):
        super().refused(form, refusal)
        if isinstance(refusal, ChangedMeanwhile):
            self.member.refresh_from_db()
            form.show_again(self.member, MEMBER_FIELDS)

    def get_context_data(self, **kwargs):
        resettable = may_reset(self.request.user, self.member)
        picture = self.member.photograph
        shown = private_address(self.request.user, {**picture.sizes[0], "name": "photograph"}) if picture else ""
        return super().get_context_data(
            **{**kwargs, "member": self.member, "photograph": shown, "resettable": resettable}
        )


class MemberEndView(OrganizationFormView):
    """The end of a term: now, or with a day; what it brings about is said before, and a successor is added after."""

    form_class = EndForm
    template_name = "disclosure/organizations/member_end.html"
    submit_button_label = gettext_lazy("End the term")

    def get_page_title(self):
        return _("End the term of %(name)s") % {"name": self.member.name}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "member": self.member}

    def carry_out(self, form):
        when, day, by = form.cleaned_data["when"], form.cleaned_data["last_day"], self.request.user
        if when == EndForm.MISTAKE:
            operations.strike_out(by=by, membership=self.member)
            messages.success(self.request, _("%(name)s was taken off the roster.") % {"name": self.member.name})
        elif when == EndForm.DAY:
            at = rules.ends_after(day, timezone.get_current_timezone())
            operations.end_member(by=by, membership=self.member, at=at)
            messages.success(self.request, _("The term of %(name)s ends with that day.") % {"name": self.member.name})
        else:
            operations.end_member(by=by, membership=self.member)
            messages.success(self.request, _("The term of %(name)s has ended.") % {"name": self.member.name})
        return redirect(self.successor(when, day) if form.cleaned_data["successor"] else self.address("roster"))

    def successor(self, when, day) -> str:
        """Where the next member is added, from the day after this one."""
        first = day + timedelta(days=1) if when == EndForm.DAY else clock.today()
        return f"{self.address('member_add', self.member.body_id)}?from={first.isoformat()}"

    def get_context_data(self, **kwargs):
        """With what waits for this member, as the packages above say by a hook, and what cannot work without them."""
        waits = [sentence for say in hooks.get_hooks("disclosure_end_of_term") for sentence in say(self.member)]
        lacks = [_("After that: %(concern)s") % {"concern": c.sentence} for c in concerns.without(self.member)]
        works = not lacks and self.member.body.kind in SIGNING
        said = {"consequences": waits + lacks, "works": works, "member": self.member}
        return super().get_context_data(**{**kwargs, **said})
