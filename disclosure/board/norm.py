"""Tags by which the national norm tells a column of a government site (国办发〔2017〕47号, 附件2)."""

from dataclasses import dataclass

from ..catalog.models import ColumnPage, ColumnType
from ..organizations.models import OrganizationPage

# what each part of the board is, by the name that its frame has for the main navigation
PLACES = {
    "start": ColumnType.START,
    "organizations": ColumnType.DUTIES,
    "rosters": ColumnType.LEADERS,
    "guide": ColumnType.GUIDE,
}


@dataclass(frozen=True)
class ColumnTags:
    """What a list says of itself. What is empty here, the page says by its own title and description."""

    type: str
    name: str = ""
    description: str = ""
    keywords: str = ""


def place_tags(here: str) -> ColumnTags:
    """Tags of a page of the board's own."""
    return ColumnTags(PLACES.get(here, ColumnType.DIRECTORY))


def column_tags(column: ColumnPage, above: ColumnPage | None, organization: OrganizationPage) -> ColumnTags:
    """Tags of a column, on its own page and on those of its items. Where it has no type, that of the column above."""
    types = [page.column_type for page in (column, above) if page and page.column_type]
    return ColumnTags(
        type=types[0] if types else ColumnType.DIRECTORY,
        name=column.title,
        description=column.description or column.title,
        keywords=",".join(page.title for page in (column, above, organization) if page),
    )
