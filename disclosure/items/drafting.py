"""Changes of a draft outside its editor."""

import uuid

from django.db import transaction
from wagtail.models import Page

from .exceptions import DraftLocked
from .models import ItemPage


def may_change(user, item: ItemPage) -> bool:
    """Whether `user` may edit the draft of `item`."""
    return item.permissions_for_user(user).can_edit()


def held(pk: int) -> ItemPage:
    """The item as it stands, held until the transaction ends: who changes its page comes one after the other.

    Locked is the row that Django writes first of the two, and so that others can point to it meanwhile.
    """
    Page.objects.select_for_update(no_key=True).get(pk=pk)
    return ItemPage.objects.get(pk=pk)


@transaction.atomic
def add_table(item: ItemPage, kind: str, *, caption: str, rows: str, by) -> str:
    """Put a table at the end of the draft, as a new revision. Answers the block's id. Raises DraftLocked."""
    item = held(item.pk)
    if item.lock_for(by):
        raise DraftLocked()
    draft = item.get_latest_revision_as_object()
    block = str(uuid.uuid4())
    raw = list(draft.body.raw_data)
    raw.append({"type": kind, "value": {"caption": caption, "rows": rows, "note": ""}, "id": block})
    draft.body = draft.body.stream_block.to_python(raw)
    if not draft.live:
        draft.save()
    draft.save_revision(user=by, log_action=True)
    return block
