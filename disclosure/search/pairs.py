"""The document of every posting, as the database keeps and finds it: FTS5 on SQLite, arrays with GIN on PostgreSQL.

A document is found by pairs of characters, and narrowed by marks, within the index itself, the newest posting first; so
that a search for what stands nearly everywhere looks at the newest alone. An outside search engine would take the place
of this module: `put`, `replace`, `clear` and `newest` are all that is asked of it.

SQLite compares the order of the pairs; PostgreSQL finds documents that have all of them, and looks into the plain text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import connection

from . import rules

CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE IF NOT EXISTS disclosure_text_pairs USING fts5(pairs, content='', tokenize='ascii')"
    ],
    "postgresql": [
        "CREATE TABLE IF NOT EXISTS disclosure_text_pairs (posting_id bigint PRIMARY KEY,"
        " plain text NOT NULL, title text NOT NULL, pairs text[] NOT NULL)",
        "CREATE INDEX IF NOT EXISTS disclosure_text_pairs_gin ON disclosure_text_pairs USING gin (pairs)",
    ],
}
PUT = {
    "sqlite": "INSERT INTO disclosure_text_pairs (rowid, pairs) VALUES (%s, %s)",
    "postgresql": "INSERT INTO disclosure_text_pairs (posting_id, plain, title, pairs) VALUES (%s, %s, %s, %s)",
}
TAKE_OUT = {
    "sqlite": "INSERT INTO disclosure_text_pairs (disclosure_text_pairs, rowid, pairs) VALUES ('delete', %s, %s)",
    "postgresql": "DELETE FROM disclosure_text_pairs WHERE posting_id = %s",
}


@dataclass(frozen=True)
class Document:
    """What one posting is found by: its plain text, the plain title once more, and marks such as `y2026`."""

    text: str
    title: str
    marks: tuple[str, ...]

    def tokens(self) -> Iterator[str]:
        yield from rules.pairs(self.text)
        yield "x"
        yield from (f"t{pair}" for pair in rules.pairs(self.title))
        yield from sorted({f"u{ord(letter):x}" for letter in self.title})
        yield from self.marks

    @property
    def digest(self) -> str:
        return sha256(" ".join(self.tokens()).encode()).hexdigest()


@dataclass(frozen=True)
class Word:
    """A plain word that documents hold, or else one of the marks `or_marks`."""

    text: str
    or_marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """Documents that hold each of `words`, and of each group of `marks` at least one."""

    words: tuple[Word, ...] = ()
    marks: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def hopeless(self) -> bool:
        """Whether a group has no mark, so that nothing can be found."""
        return not all(self.marks)


def create(database) -> None:
    """The table, where it is not there. Once made it is empty: `search.operations.rebuild` fills it."""
    with database.cursor() as cursor:
        for statement in CREATE[database.vendor]:
            cursor.execute(statement)


def clear() -> None:
    """Throw all documents away."""
    drop(connection)
    create(connection)


def drop(database) -> None:
    """Take the table away."""
    with database.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS disclosure_text_pairs")


def put(posting_id: int, document: Document) -> None:
    """Keep the document of a posting that has none yet."""
    if connection.vendor == "sqlite":
        given = [posting_id, " ".join(document.tokens())]
    else:
        given = [posting_id, document.text, document.title, sorted(set(document.tokens()) - {"x", "tx"})]
    with connection.cursor() as cursor:
        cursor.execute(PUT[connection.vendor], given)


def replace(posting_id: int, before: Document, document: Document) -> None:
    """Keep another document; `before` is what was put, to the letter: SQLite takes it out by that alone."""
    given = [posting_id, " ".join(before.tokens())] if connection.vendor == "sqlite" else [posting_id]
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OUT[connection.vendor], given)
    put(posting_id, document)


def newest(query: Query, *, number: int, before: int | None = None, in_title: bool = False) -> list[int]:
    """The postings whose documents fit, by falling number, at most `number`, below `before`; one query.

    `in_title`: those that hold the words in their title.
    """
    if query.hopeless:
        return []
    key, holds, given = (_sqlite if connection.vendor == "sqlite" else _postgresql)(query, in_title)
    bound = [] if before is None else [before]
    holds += [f"{key} < %s"] * len(bound)
    sql = f"SELECT {key} FROM disclosure_text_pairs WHERE {' AND '.join(holds)} ORDER BY {key} DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *bound, number])
        return [row[0] for row in cursor.fetchall()]


def _tokens(word: str, in_title: bool) -> list[str]:
    """What a plain word is found by; a single character in titles alone."""
    if len(word) < rules.SHORTEST:
        return [f"u{ord(letter):x}" for letter in word]
    return [f"t{pair}" if in_title else pair for pair in rules.pairs(word)]


def _sqlite(query: Query, in_title: bool) -> tuple[str, list[str], list]:
    """The query in FTS5's language; tokens are of letters and digits alone."""
    words = [
        " OR ".join([f'"{" ".join(_tokens(word.text, in_title))}"', *([] if in_title else word.or_marks)])
        for word in query.words
    ]
    groups = [" OR ".join(group) for group in query.marks]
    match = " AND ".join(f"({part})" for part in [*words, *groups])
    return "rowid", ["disclosure_text_pairs MATCH %s"], [match]


def _postgresql(query: Query, in_title: bool) -> tuple[str, list[str], list]:
    holds: list[str] = []
    given: list = []
    for word in query.words:
        column = "title" if in_title or len(word.text) < rules.SHORTEST else "plain"
        holds.append(f"((pairs @> %s::text[] AND strpos({column}, %s) > 0) OR pairs && %s::text[])")
        given += [sorted(set(_tokens(word.text, in_title))), word.text, [] if in_title else list(word.or_marks)]
    for group in query.marks:
        holds.append("pairs && %s::text[]")
        given.append(list(group))
    return "posting_id", holds, given
