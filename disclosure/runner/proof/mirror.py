"""The mirror: a page is live only while a posting of its content is; and no longer behind than the runner needs."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ...core import clock
from ...items import canonical
from ...items.models import ItemPage, Posting
from .report import Report

LAG = timedelta(minutes=5)


def mirror(report: Report) -> None:
    """Nothing wrong here was public, for the public reads postings; but somebody changed a page behind its back."""
    now = clock.now()
    up = {p.item_id: p for p in Posting.objects.current(now).select_related("edition", "index").order_by("begins_at")}
    before = set(Posting.objects.current(now - LAG).values_list("item", flat=True))
    for page in ItemPage.objects.filter(live=True).order_by("pk").iterator(chunk_size=200):
        report.count(_("live pages"))
        posting = up.get(page.pk)
        place = f"page {page.pk} ({page.title[:40]})"
        if posting is None:
            if page.pk not in before:
                report.fault(place, _("is live without a current posting"))
        elif posting.begins_at <= now - LAG and canonical.source(page) != posting.edition.source:
            report.fault(place, _("says something else than its current posting %(index)s") % _index(posting))
    current = Posting.objects.current(now).filter(item=OuterRef("pk"), begins_at__lte=now - LAG)
    for page in ItemPage.objects.filter(Exists(current), live=False).order_by("pk"):
        report.fault(f"page {page.pk} ({page.title[:40]})", _("is not live, and its posting is current; the runner?"))


def _index(posting: Posting) -> dict:
    return {"index": posting.index.text}
