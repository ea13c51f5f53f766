"""What stands in an installation, so that two can be compared: rows, decisions, messages, steps, files."""

import re
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.conf import settings
from wagtail.models import Page, TaskState, WorkflowState

from disclosure.core.append_only import AppendOnly
from disclosure.core.models import Chain, LedgerEntry, OutboxMail
from disclosure.items.models import Edition, IndexNumber
from disclosure.runner.models import Told

# What comes and goes with every request, or is made good by the next, or says only that somebody looked or tried again.
PASSING = {
    "sessions.Session", "django_tasks_database.DBTaskResult", "wagtailcore.Revision", "wagtailcore.PageLogEntry",
    "wagtailcore.ModelLogEntry", "wagtailcore.ReferenceIndex", "wagtailsearch.IndexEntry", "contenttypes.ContentType",
    "wagtailimages.Rendition", "disclosure.Change", "wagtailcore.UploadedFile",
    "disclosure.Text", "disclosure.Indexed", "disclosure.EditionTopic",  # made anew at any time
    "wagtailcore.PageSubscription",  # the editor makes the row good at its next opening
}  # fmt: skip
LOOKED = {"runner.silent", "mail.repeated"}  # entries by which the runner says that it was interrupted


def taken() -> dict:
    """Everything that has to be as if nothing had happened."""
    return evidence() | {
        "rows": {
            model._meta.label: model._base_manager.count()
            for model in apps.get_models(include_auto_created=True)
            if model._meta.label not in PASSING and not issubclass(model, AppendOnly) and not model._meta.proxy
        },
        "live": sorted(Page.objects.filter(live=True).values_list("pk", flat=True)),
        "kept": sorted(path.name for path in Path(settings.DISCLOSURE_KEPT).glob("??/*")),
    }


def evidence() -> dict:
    """What one decision writes in one transaction: all of it, or nothing."""
    entries = LedgerEntry.objects.exclude(kind__in=LOOKED)
    return {
        "written once": {
            model._meta.label: model._base_manager.count()
            for model in apps.get_models()
            if issubclass(model, AppendOnly) and model is not LedgerEntry
        },
        "ledger": dict(Counter(entries.order_by("pk").values_list("chain__name", "kind"))),
        "chains": Chain.objects.count(),
        "editions": sorted(Edition.objects.values_list("item", "number")),
        "numbers": sorted(IndexNumber.objects.values_list("text", flat=True)),
        "owed": sorted(_event(key) for key in OutboxMail.objects.values_list("key", flat=True)),
        "routes": sorted(WorkflowState.objects.values_list("object_id", "status")),
        "steps": sorted(TaskState.objects.values_list("workflow_state", "task", "status")),
        "told": sorted(Told.objects.filter(told_at__isnull=False).values_list("posting", "what")),
    }


def _event(key: str) -> str:
    """A message's key without the number of its row: PostgreSQL does not give a number again that was taken back."""
    return re.sub(r"^(\w+):\d+", r"\1", key)


def differences(one: dict, other: dict) -> list[str]:
    """Where two differ, as lines."""
    return [f"{key}: {_less(one[key], other[key])}" for key in one if one[key] != other[key]]


def _less(one, other) -> str:
    if isinstance(one, dict):
        keys = sorted(one.keys() | other.keys(), key=str)
        return ", ".join(f"{k} {one.get(k, 0)}≠{other.get(k, 0)}" for k in keys if one.get(k) != other.get(k))
    if isinstance(one, list):
        here, there = Counter(one), Counter(other)
        return f"too many {list(here - there)}, too few {list(there - here)}"
    return f"{one}≠{other}"
