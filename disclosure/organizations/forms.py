"""Forms of rosters. Terms are asked in days: a last day is part of the term."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..core import clock
from ..core.widgets import CalendarInput
from . import rules
from .models import Body, BodyKind, Membership, OrganizationPage, QuorumRule, Role, role_words
from .operations import BODY_FIELDS, MEMBER_FIELDS, seen

# How a day may be typed: what Django lists for Chinese reads no 2026年12月31日.
DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]


class DayField(forms.DateField):
    """A day from the calendar, or typed."""

    def __init__(self, **kwargs):
        super().__init__(widget=CalendarInput, input_formats=DAYS, **kwargs)


class Seen(forms.Form):
    """A form over a row that someone else may change meanwhile: what was shown comes back with it."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def show_again(self, row, fields) -> None:
        """The row as it is now beside what was typed: whoever saves again has seen it."""
        self.data = self.data.copy()
        self.data["seen"] = seen(row, fields)
        for name, said in self.now(row).items():
            if name in self.fields and str(self.cleaned_data.get(name, "")) != said:
                self.add_error(name, _("It now says “%(value)s”.") % {"value": said or "—"})

    def now(self, row) -> dict[str, str]:
        """What the fields of this form would say of `row`."""
        return {name: str(value or "") for name, value in self.initial_of(row).items()}


class BodyForm(Seen):
    """Name, duties and quorum of a body."""

    name = forms.CharField(label=_("Name"), max_length=80)
    duties = forms.CharField(
        label=_("Duties"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown on the public roster."),
    )
    quorum = forms.ChoiceField(label=_("Who has to sign"), choices=QuorumRule.choices, initial=QuorumRule.ONE)
    quorum_number = forms.IntegerField(
        label=_("How many members"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=_("Counts for “a number of members”, and for “the head and a number of others”."),
    )

    def __init__(self, *args, body: Body | None = None, **kwargs):
        if body is not None:
            kwargs["initial"] = {**self.initial_of(body), "seen": seen(body, BODY_FIELDS)}
        super().__init__(*args, **kwargs)
        if body is not None:
            members = _("This body has %(number)s members now.") % {
                "number": body.memberships.active(clock.now()).count()
            }
            self.fields["quorum_number"].help_text = f"{self.fields['quorum_number'].help_text} {members}"

    @staticmethod
    def initial_of(body: Body) -> dict:
        return {field: getattr(body, field) for field in BODY_FIELDS}

    def values(self) -> dict:
        """The fields of the body."""
        return {field: self.cleaned_data[field] for field in BODY_FIELDS}


class NewBodyForm(BodyForm):
    """A body of a kind that the organization has not."""

    kind = forms.ChoiceField(label=_("Kind"))
    field_order = ("kind", *BODY_FIELDS)

    def __init__(self, *args, organization: OrganizationPage, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        there = set(organization.bodies.values_list("kind", flat=True))
        self.fields["kind"].choices = [choice for choice in BodyKind.choices if choice[0] not in there]


class MemberForm(Seen):
    """What the roster says of a member."""

    name = forms.CharField(label=_("Full name"), max_length=40)
    position = forms.CharField(
        label=_("Position"), max_length=60, required=False, help_text=_("For example: chair of the union.")
    )
    role = forms.ChoiceField(label=_("Role in this body"), choices=Role.choices, initial=Role.MEMBER)
    first_day = DayField(label=_("First day of the term"), help_text=_("For example: 2026-12-31."))
    last_day = DayField(
        label=_("Last day of the term"),
        required=False,
        help_text=_("Leave it empty where no end is set. The rights end with this day."),
    )
    absent_first = DayField(
        label=_("Away from"),
        required=False,
        help_text=_("While away they do not sign; a deputy stands in for the head."),
    )
    absent_last = DayField(label=_("Away until the end of"), required=False)
    photograph = forms.FileField(
        label=_("Photograph"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Shown on the public roster. Place and time of the picture are removed from it."),
    )
    without_photograph = forms.BooleanField(label=_("Take the photograph off the roster"), required=False)

    def __init__(self, *args, member: Membership | None = None, body: Body | None = None, **kwargs):
        if member is not None:
            kwargs["initial"] = {**self.initial_of(member), "seen": seen(member, MEMBER_FIELDS)}
        super().__init__(*args, **kwargs)
        kind = (member.body if member else body).kind
        self.fields["role"].choices = [(role, role_words(kind, role)) for role in Role.values]
        self.member = member
        if member is None:
            for name in ("seen", "absent_first", "absent_last"):
                del self.fields[name]
        if member is None or member.photograph_id is None:
            del self.fields["without_photograph"]

    @staticmethod
    def initial_of(member: Membership) -> dict:
        zone = timezone.get_current_timezone()
        return {
            "name": member.name,
            "position": member.position,
            "role": member.role,
            "first_day": member.since.astimezone(zone).date(),
            "last_day": rules.last_day(member.until, zone) if member.until else None,
            "absent_first": member.absent_since and member.absent_since.astimezone(zone).date(),
            "absent_last": member.absent_until and rules.last_day(member.absent_until, zone),
        }

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("A term ends after it begins."))
        gone, back = cleaned.get("absent_first"), cleaned.get("absent_last")
        if bool(gone) != bool(back):
            self.add_error("absent_last" if gone else "absent_first", _("Say both days, or neither."))
        elif gone and back < gone:
            self.add_error("absent_last", _("This is before the first day."))
        return cleaned

    def values(self) -> dict:
        """The fields of the membership. A term whose day was not touched keeps its minute."""
        zone, cleaned = timezone.get_current_timezone(), self.cleaned_data
        since = clock.now() if cleaned["first_day"] == clock.today() else rules.begins(cleaned["first_day"], zone)
        until = rules.ends_after(cleaned["last_day"], zone) if cleaned["last_day"] else None
        if self.member is not None:
            was = self.initial_of(self.member)
            since = self.member.since if was["first_day"] == cleaned["first_day"] else since
            until = self.member.until if was["last_day"] == cleaned["last_day"] else until
        named = {field: cleaned[field] for field in ("name", "position", "role")}
        return {**named, "since": since, "until": until, **self._absence(zone)}

    def _absence(self, zone) -> dict:
        """From the first moment of the first day to the end of the last."""
        if self.member is None:
            return {}
        gone, back = self.cleaned_data["absent_first"], self.cleaned_data["absent_last"]
        return {
            "absent_since": rules.begins(gone, zone) if gone else None,
            "absent_until": rules.ends_after(back, zone) if back else None,
        }


class NewMemberForm(MemberForm):
    """A new member; with an address they are invited."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "Who has to work here needs an account: an invitation goes to this address, and you can print it. "
            "Leave it empty for a member who only stands on the roster."
        ),
    )
    field_order = ("name", "position", "role", "email", "first_day", "last_day", "photograph")

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"first_day": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class EndForm(forms.Form):
    """When a term ends."""

    NOW, DAY, MISTAKE = "now", "day", "mistake"

    when = forms.ChoiceField(label=_("When does the term end"), widget=forms.RadioSelect)
    last_day = DayField(label=_("Last day of the term"), required=False, help_text=_("For example: 2026-12-31."))
    successor = forms.BooleanField(label=_("Then add a successor"), required=False)

    def __init__(self, *args, member: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(self.NOW, _("Now: the rights end at this moment")), (self.DAY, _("With the day below"))]
        if member.user_id is None or member.since > clock.now():
            choices.append((self.MISTAKE, _("It was entered by mistake: take it off the roster")))
        self.fields["when"].choices = choices

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("last_day")
        if cleaned.get("when") == self.DAY and not self.errors:
            if day is None:
                self.add_error("last_day", _("Say which day."))
            elif day < clock.today():
                self.add_error("last_day", _("This day is over. A term that is to end at once ends now."))
        return cleaned


class InviteForm(forms.Form):
    """Where an invitation goes."""

    email = forms.EmailField(label=_("E-mail"))


class OpenForm(forms.ModelForm):
    """A new organization, with its first administrator."""

    administrator = forms.CharField(label=_("Name of the first administrator"), max_length=40)
    administrator_email = forms.EmailField(
        label=_("E-mail of the first administrator"),
        help_text=_("An invitation goes to this address. Whoever accepts it sets up everything else."),
    )

    class Meta:
        model = OrganizationPage
        fields = (
            "title",
            "short_name",
            "code",
            "supervision_telephone",
            "telephone",
            "office_name",
            "address",
            "opening_hours",
            "email",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = ""

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def contact(self) -> dict:
        """Further fields of the organization."""
        named = {"title", "code"}
        return {name: self.cleaned_data[name] for name in self._meta.fields if name not in named}


class AccountForm(forms.Form):
    """A new account, by an invitation."""

    username = forms.CharField(
        label=_("Login name"),
        max_length=150,
        validators=[
            UnicodeUsernameValidator(message=_("Only letters, digits, and @ . + - _, without a space between them."))
        ],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "class": "input"}),
        help_text=_("You sign in with it. For example your telephone number, or your name in letters."),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "input"}),
        help_text=_("At least ten characters, not digits alone."),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "input"}),
    )

    def clean(self):
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(password, get_user_model()(username=cleaned.get("username", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
