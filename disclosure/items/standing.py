"""Where an item stands, in words for its office: draft, being signed, waiting, up, ended, withdrawn."""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from ..core import ends

PREFIX = "disclosure_"


def with_facts(pages: QuerySet, postings: QuerySet, at: datetime) -> QuerySet:
    """`pages` with their index numbers and what `in_words` asks of each, so that a list costs no query a row."""
    mine = postings.filter(item=OuterRef("pk"))
    editions = postings.model._meta.get_field("edition").related_model.objects.filter(item=OuterRef("pk"))
    up = mine.current(at).order_by("-begins_at")
    return pages.annotate(
        disclosure_up=Exists(up),
        disclosure_up_until=Subquery(up.values("ends_at")[:1]),
        disclosure_waits_until=Subquery(mine.waiting(at).order_by("begins_at").values("begins_at")[:1]),
        disclosure_withdrawn=Exists(mine.withdrawn(at)),
        disclosure_ended=Exists(mine.ended(at)),
        disclosure_editions=Exists(editions),
        disclosure_number=Subquery(mine.values("index__text")[:1]),
    )


def facts(page, at: datetime) -> dict:
    """The same for one page: read from its annotations, else asked now."""
    if not hasattr(page, f"{PREFIX}up"):
        one = with_facts(type(page)._base_manager.filter(pk=page.pk), page.postings.model.objects.all(), at)
        page = one.only("pk").first() or page
    return {
        name: getattr(page, PREFIX + name, None) for name in ("up", "up_until", "waits_until", "withdrawn", "ended")
    }


def has_editions(page) -> bool:
    """Whether something was submitted of it once: then it stays (I7)."""
    if hasattr(page, f"{PREFIX}editions"):
        return getattr(page, f"{PREFIX}editions")
    return page.editions.exists()


def number_of(page) -> str:
    """The index number of an item; empty before its first permit."""
    if hasattr(page, f"{PREFIX}number"):
        return getattr(page, f"{PREFIX}number") or ""
    try:
        return page.index.text
    except ObjectDoesNotExist:
        return ""


def in_words(page, at: datetime) -> str:
    """What is public of it, and what is under way."""
    parts = [part for part in (_public(facts(page, at)), _under_way(page)) if part]
    return _(", ").join(parts) or _("draft")


def _public(known: dict) -> str:
    if known["up"]:
        if known["waits_until"]:
            return _("up, the next edition waits until %(when)s") % {"when": moment(known["waits_until"])}
        if not known["up_until"]:
            return _("up")
        return _("up until %(when)s") % {"when": ends.in_words(known["up_until"], _("j M Y, H:i"))}
    if known["waits_until"]:
        return _("waits until %(when)s") % {"when": moment(known["waits_until"])}
    if known["withdrawn"]:
        return _("withdrawn")
    return _("ended") if known["ended"] else ""


def _under_way(page) -> str:
    state = page.current_workflow_state
    if state is None:
        return ""
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("returned")
    task = state.current_task_state.task.name if state.current_task_state else ""
    return _("being signed: %(step)s") % {"step": task}


def moment(at: datetime) -> str:
    """A moment in words, in the time zone of the site."""
    return formats.date_format(timezone.localtime(at), _("j M Y, H:i"))
