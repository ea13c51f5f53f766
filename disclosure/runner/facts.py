"""The data of a ledger entry in words: ids become names, instants become days and times. The entry itself stays raw."""

import re
from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from ..core import canonical
from ..items.models import ClosingKind
from ..organizations.models import Body, BodyKind, OrganizationPage, QuorumRule, Role
from ..organizations.pages import FramePage
from ..signoff.models import Intent

LABELS = {
    "absent_since": _("Away since"),
    "absent_until": _("Away until"),
    "at": _("At"),
    "before": _("Digest before"),
    "body": _("Body"),
    "changed": _("What was changed"),
    "closing": _("Closing"),
    "code": _("Code"),
    "digest": _("Digest"),
    "edition": _("Edition"),
    "from": _("Starting"),
    "head": _("Hash of that entry"),
    "index": _("Index number"),
    "intent": _("Intent"),
    "invitation": _("Invitation"),
    "item": _("Disclosure item"),
    "kind": _("Kind"),
    "number": _("Sequence number"),
    "photograph": _("Photograph"),
    "posting": _("Posting"),
    "profile": _("Installed profile"),
    "quorum": _("Quorum"),
    "role": _("Role"),
    "row": _("Digest of what was written down"),
    "seconds": _("Seconds"),
    "shown": _("Time shown before"),
    "since": _("Since"),
    "step": _("Step"),
    "submission": _("Submission"),
    "successor": _("Posting that takes its place"),
    "superior": _("Superior"),
    "switched_off": _("Switched off"),
    "switched_on": _("Switched on"),
    "until": _("Until"),
    "user": _("Login account"),
    "values": _("Digest of the installed values"),
    "version": _("Version"),
    "workflow": _("Signing route"),
}
CHOICES = {
    "intent": dict(Intent.choices),
    "kind": dict([*BodyKind.choices, *ClosingKind.choices]),
    "quorum": dict(QuorumRule.choices),
    "role": dict(Role.choices),
}
FIELDS = {
    field.name: field.verbose_name
    for model in get_page_models()
    if issubclass(model, FramePage)
    for field in model._meta.concrete_fields
    if not field.is_relation or field.name in ("emblem", "of")
}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT.*")


def in_words(data: dict) -> list[tuple[str, str]]:
    """Each value with its name, in the order of the names' keys; what is empty is left out."""
    filled = sorted((key, value) for key, value in data.items() if value not in (None, "", []))
    return [(_label(key, value), _value(key, value)) for key, value in filled]


def _label(key: str, value) -> str:
    """A moment is from when; else it is the code of who filed."""
    if key == "from" and not INSTANT.fullmatch(value):
        return str(_("Filed by"))
    return str(LABELS.get(key, key))


def _value(key: str, value) -> str:
    if key in CHOICES:
        return str(CHOICES[key].get(value, value))
    if key in ("changed", "switched_off", "switched_on"):
        return "; ".join(str(FIELDS.get(name, name)) for name in value)
    if key in ("body", "user"):
        return f"{_name(key, value)} ({value})"
    if not isinstance(value, str):
        return canonical.dumps(value)
    if INSTANT.fullmatch(value):
        return formats.date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    if key in ("from", "superior"):
        named = OrganizationPage.objects.filter(code=value).values_list("title", flat=True).first()
        return f"{named} ({value})" if named else value
    return value


def _name(key: str, pk: int) -> str:
    if key == "body":
        return Body.objects.filter(pk=pk).values_list("name", flat=True).first() or ""
    user = get_user_model().objects.filter(pk=pk).first()
    return (user.get_full_name() or user.get_username()) if user else ""
