"""The mirror: Wagtail's `live` flag and page follow the postings. It decides nothing, may lag, never runs ahead."""

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction

from ..core import clock
from ..items.drafting import held
from ..items.models import ItemPage, Posting


@transaction.atomic
def follow(item: int) -> bool:
    """Bring the page of `item` to what its postings say at this moment; True where it had to move."""
    page = held(item)
    posting = (
        Posting.objects.current(clock.now())
        .filter(item=page)
        .select_related("edition__revision")
        .order_by("-begins_at", "-pk")
        .first()
    )
    if posting is None:
        return _down(page)
    return _up(page, posting.edition.revision)


def _up(page: ItemPage, revision) -> bool:
    if page.live and page.live_revision_id == revision.pk:
        return False
    action = PublishPageRevisionAction(revision, changed=False)
    action.object.go_live_at = action.object.expire_at = None  # else Wagtail only schedules it
    action.execute(skip_permission_checks=True)
    return True


def _down(page: ItemPage) -> bool:
    if not page.live:
        return False
    UnpublishPageAction(page, set_expired=True).execute(skip_permission_checks=True)
    return True
