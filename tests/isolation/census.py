"""Every field that can hold a text, of every model: whether a mark stands in it."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.isolation.marks import MARK

TEXTS = (models.CharField, models.TextField, models.FileField, models.JSONField)
SHORTEST = 10  # a mark does not fit into less


def texts() -> Iterator[models.Field]:
    """Fields in which somebody's words, or a file's name, can stand; not those with a choice of a few."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, TEXTS) and not field.choices and (field.max_length or SHORTEST) >= SHORTEST:
                yield field


def name_of(field: models.Field) -> str:
    return f"{field.model._meta.label}.{field.name}"


def marked(field: models.Field) -> bool:
    values = field.model._base_manager.order_by().values_list(field.name, flat=True)
    return any(MARK.search(str(getattr(value, "raw_data", value))) for value in values)
