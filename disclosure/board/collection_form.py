"""The form of a collection: columns, entries and topics are picked by the words that there are."""

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.forms import Select
from django.utils.translation import gettext_lazy as _

from ..catalog.models import CatalogEntry, ColumnPage
from ..core import clock
from ..organizations.page_form import PageForm
from . import topics

MOST = 500


class CollectionForm(PageForm):
    """Offers public columns, open entries, topics that can be read now; what is set already stays on offer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if not self.fields.keys() >= {"column", "entry", "topic"}:  # of some parts alone
            return
        columns = words_of(ColumnPage.objects.live(), "title")
        entries = words_of(CatalogEntry.objects.filter(closed_at=None, column__live=True), "name")
        carried = [(row["slug"], row["name"]) for row in topics.counted(clock.now())[:MOST]]
        self._offer("column", [(word, word) for word in columns], _("All columns"))
        self._offer("entry", [(word, word) for word in entries], _("All entries"))
        self._offer("topic", carried, _("All topics"))

    def add_error(self, field, error):
        """Of one field one fault: where a number was refused the model has nothing to add."""
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError({name: said for name, said in error.error_dict.items() if name not in self.errors})
        super().add_error(field, error)

    def _offer(self, name: str, choices: list[tuple[str, str]], nothing: str) -> None:
        own = getattr(self.instance, name)
        kept = [(own, own)] if own and own not in dict(choices) else []
        self.fields[name].widget = Select(choices=[("", nothing), *kept, *choices])


def words_of(rows, field: str, most: int = MOST) -> list[str]:
    """The different words that `rows` have in `field`, in the order of the first of each."""
    found = rows.order_by().values_list(field).annotate(first=Min("pk")).order_by("first")[:most]
    return [words for words, _first in found]
