"""What index and queries of both databases share."""

from functools import reduce
from operator import and_, or_

from modelsearch.query import MATCH_ALL, Phrase, PlainText

from .cut import asked, cutting

WORDS = (PlainText, Phrase)


class ChineseIndex:
    """An index that takes texts in cut."""

    def add_items(self, model, objs):
        super().add_items(model, [cutting(obj) for obj in objs])


class ChineseQuery:
    """A query by words, each of which is asked for as it was cut."""

    lexeme: type

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(self.query, WORDS) and not _asked(self.query):  # marks alone stand nowhere
            self.queryset, self.query = self.queryset.none(), MATCH_ALL

    def lexemes(self, query: PlainText | Phrase, **options):
        """The words of `query` as the database combines them."""
        words = _asked(query)
        found = [
            self.lexeme(text, prefix=goes_on or (self.LAST_TERM_IS_PREFIX and number == len(words)), **options)
            for number, (text, goes_on) in enumerate(words, 1)
        ]
        return reduce(or_ if getattr(query, "operator", "and") == "or" else and_, found)


def _asked(query: PlainText | Phrase) -> list[tuple[str, bool]]:
    return asked(query.query_string, whole=isinstance(query, Phrase))
