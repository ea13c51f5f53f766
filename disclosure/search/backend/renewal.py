"""An index that was written before its texts were cut is written anew, once, after the tables were migrated."""

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from modelsearch.backends import get_search_backends
from modelsearch.conf import get_app_config

from .compiling import ChineseIndex
from .cut import LONG_RUN


def renew(using: str) -> bool:
    """Whether it was written anew now. Where tables are older than the code, nothing can be read to write."""
    stands = using == DEFAULT_DB_ALIAS and _in_use() and _uncut() and _migrated(using)
    if stands:
        call_command("update_index", verbosity=0)
    return stands


def _in_use() -> bool:
    return any(issubclass(backend.index_class, ChineseIndex) for backend in get_search_backends())


def _uncut() -> bool:
    """Whether a title stands there as it was typed."""
    titles = "title_text" if connection.vendor == "postgresql" else "title"
    entries = get_app_config().get_model("IndexEntry").objects.values_list(titles, flat=True)
    return any(map(LONG_RUN.search, entries.iterator(chunk_size=5000)))


def _migrated(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
