"""Wagtail's own search, as the admin asks it, finds Chinese: the backend of the database, which cuts runs into pairs.

Named in WAGTAILSEARCH_BACKENDS. What it keeps is Wagtail's index, by Wagtail's signals, and `manage.py update_index`.
"""

from django.db import connection
from django.utils.module_loading import import_string
from modelsearch.backends.base import BaseSearchBackend

# The models of the one are not there on the other: nothing else is imported. Another database keeps what it has.
BACKENDS = {"sqlite": f"{__name__}.sqlite.ChineseBackend", "postgresql": f"{__name__}.postgresql.ChineseBackend"}
USUAL = "modelsearch.backends.database.SearchBackend"


def chinese(params: dict) -> BaseSearchBackend:
    """The backend for the database at hand."""
    return import_string(BACKENDS.get(connection.vendor, USUAL))(params)
