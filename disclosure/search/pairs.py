"""The pairs of characters of every text, as the database keeps and finds them: FTS5 on SQLite, arrays on PostgreSQL.

SQLite compares the order of the pairs; PostgreSQL finds texts that have all of them, and looks into the plain text. An
outside search engine would take the place of this module: `add`, `clear` and `holding` are all that is asked of it.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

from . import rules

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS disclosure_text_pairs USING fts5(pairs, content='', tokenize='ascii')"
    ],
    "postgresql": [
        "CREATE TABLE IF NOT EXISTS disclosure_text_pairs"
        " (text_id bigint PRIMARY KEY, plain text NOT NULL, pairs text[] NOT NULL)",
        "CREATE INDEX IF NOT EXISTS disclosure_text_pairs_gin ON disclosure_text_pairs USING gin (pairs)",
    ],
}
ADD = {
    "sqlite": "INSERT INTO disclosure_text_pairs (rowid, pairs) VALUES (%s, %s)",
    "postgresql": "INSERT INTO disclosure_text_pairs (text_id, plain, pairs) VALUES (%s, %s, %s)",
}
HOLDING = {
    "sqlite": "SELECT rowid FROM disclosure_text_pairs WHERE disclosure_text_pairs MATCH %s",
    "postgresql": "SELECT text_id FROM disclosure_text_pairs WHERE pairs @> %s AND strpos(plain, %s) > 0",
}


def create(database) -> None:
    """The table, where it is not there. Once made it is empty: `search.operations.rebuild` fills it."""
    with database.cursor() as cursor:
        for statement in CREATE[database.vendor]:
            cursor.execute(statement)


def clear() -> None:
    """Throw the pairs of all texts away."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS disclosure_text_pairs")
    create(connection)


def add(text_id: int, text: str) -> None:
    """Keep the pairs of one text, once."""
    plain = rules.plain(text)
    found = rules.pairs(plain)
    if connection.vendor == "sqlite":
        given = [text_id, " ".join(found)]
    else:
        given = [text_id, plain, sorted(set(found) - {"x"})]
    with connection.cursor() as cursor:
        cursor.execute(ADD[connection.vendor], given)


def holding(word: str) -> RawSQL:
    """The ids of texts that hold the plain `word` of two characters or more."""
    found = list(rules.pairs(word))
    given = [f'"{" ".join(found)}"'] if connection.vendor == "sqlite" else [sorted(set(found)), word]
    return RawSQL(HOLDING[connection.vendor], given)
