"""On PostgreSQL: tsvector. Where a view names the fields it searches, they are compared whole, as Wagtail does."""

from django.contrib.postgres.search import SearchQuery
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.postgres.query import Lexeme

from .compiling import WORDS, ChineseIndex, ChineseQuery


class Query(ChineseQuery, postgres.PostgresSearchQueryCompiler):
    lexeme = Lexeme

    def build_tsquery_content(self, query, config=None, invert=False):
        if isinstance(query, WORDS) and self.fields is None:
            return SearchQuery(self.lexemes(query, invert=invert), search_type="raw", config=config)
        return super().build_tsquery_content(query, config=config, invert=invert)


class Autocomplete(Query, postgres.PostgresAutocompleteQueryCompiler):
    pass


class Index(ChineseIndex, postgres.PostgresIndex):
    pass


class ChineseBackend(postgres.PostgresSearchBackend):
    query_compiler_class = Query
    autocomplete_query_compiler_class = Autocomplete
    index_class = Index
