"""What a browser sends for the fields of the editor."""

from collections.abc import Iterator

from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.test.utils.form_data import rich_text


def of_stream(name: str, stream) -> dict:
    """The fields of a stream, as its widgets name them."""
    return dict(_block(stream.stream_block, stream, name))


def _block(block, value, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(block, StreamBlock):
        yield f"{prefix}-count", str(len(value))
        for number, child in enumerate(value):
            yield from _child(f"{prefix}-{number}", number, child.id)
            yield f"{prefix}-{number}-type", child.block_type
            yield from _block(child.block, child.value, f"{prefix}-{number}-value")
    elif isinstance(block, ListBlock):
        yield f"{prefix}-count", str(len(value))
        for number, child in enumerate(value.bound_blocks):
            yield from _child(f"{prefix}-{number}", number, child.id)
            yield from _block(block.child_block, child.value, f"{prefix}-{number}-value")
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _block(child, value[name], f"{prefix}-{name}")
    elif isinstance(block, RichTextBlock):
        yield prefix, rich_text(value.source)
    else:
        shown = value.pk if hasattr(value, "pk") else value
        yield prefix, "" if shown is None else str(shown).replace("\n", "\r\n")


def _child(prefix: str, number: int, id: str) -> Iterator[tuple[str, str]]:
    yield f"{prefix}-deleted", ""
    yield f"{prefix}-order", str(number)
    yield f"{prefix}-id", id or ""


def of_item(page) -> dict:
    """The whole editor's form for `page`, as it stands."""
    moments = {"wish_begins_at": page.wish_begins_at, "wish_ends_at": page.wish_ends_at}
    data = {name: f"{moment:%Y-%m-%d %H:%M}" if moment else "" for name, moment in moments.items()}
    data |= {
        "title": page.title,
        "entry": page.entry_id or "",
        "formed_on": page.formed_on.isoformat() if page.formed_on else "",
        "summary": "\r\n".join(page.summary.splitlines()),
        "amount": "" if page.amount is None else str(page.amount),
        "topics": ", ".join(topic.name for topic in page.topics.all()),
        "wish_days": page.wish_days or "",
        "change_note": page.change_note,
    }
    data |= {name: "on" for name in ("mends_form_only", "earlier_readable") if getattr(page, name)}
    return data | of_stream("body", page.body) | of_stream("attachments", page.attachments)
