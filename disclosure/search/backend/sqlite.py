"""On SQLite: FTS5."""

from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression

from .compiling import WORDS, ChineseIndex, ChineseQuery


class Query(ChineseQuery, sqlite.SQLiteSearchQueryCompiler):
    lexeme = Lexeme

    def build_search_query_content(self, query, config=None):
        if isinstance(query, WORDS):
            return SearchQueryExpression(self.lexemes(query), config=config)
        return super().build_search_query_content(query, config=config)


class Autocomplete(Query, sqlite.SQLiteAutocompleteQueryCompiler):
    pass


class Index(ChineseIndex, sqlite.SQLiteIndex):
    pass


class ChineseBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = Query
    autocomplete_query_compiler_class = Autocomplete
    index_class = Index
