"""The blocks of a draft as they are stored. A stream is never walked itself: reading changes it (findings §5)."""

import json

from django.core.serializers.json import DjangoJSONEncoder


def stored(stream) -> list[dict]:
    """The blocks of `stream`: [{"type", "value", "id"}], a fresh copy."""
    return json.loads(json.dumps(stream.get_prep_value(), cls=DjangoJSONEncoder))


def inner(raw) -> list[dict]:
    """The values of a list block: with ids around them, or (given by code) without."""
    return [item["value"] if isinstance(item, dict) and "value" in item else item for item in raw or []]


def numbers(page) -> tuple[set[int], set[int]]:
    """The numbers of the documents and of the images that `page` names."""
    documents = {block["value"].get("document") for block in stored(page.attachments)}
    pictures = [block["value"] for block in stored(page.body) if block["type"] == "pictures"]
    images = {picture.get("image") for value in pictures for picture in inner(value.get("pictures"))}
    return documents - {None}, images - {None}
