"""What was spent under one entry, time after time: of what can be read alone, with a table of the same numbers."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection

from disclosure.core import append_only
from tests.board import hanging

pytestmark = pytest.mark.django_db


@pytest.fixture
def spent(school, now):
    """Three months of one entry, one more that was withdrawn, and one of another matter without an amount."""
    said = {"2026-07-10 08:00": "700.00", "2026-08-10 08:00": "800.00", "2026-09-10 08:00": "900.00"}
    found = [hanging.put_up(school, at=at, amount=amount, wish_days=15) for at, amount in said.items()]
    gone = hanging.put_up(school, at="2026-11-10 08:00", amount="9999.00", wish_days=30)
    hanging.withdraw(gone, school, at="2026-11-12 08:00")
    hanging.put_up(school, at="2026-11-13 08:00", wish_days=30)
    return found


def band(client, school) -> BeautifulSoup | None:
    page = client.get(school.column.url, {"entry": school.entry.pk})
    return BeautifulSoup(page.content, "html.parser").find(id="amounts")


def test_amounts_of_an_entry_are_drawn_with_their_table(client, school, spent):
    found = band(client, school)
    amounts = [cell.get_text() for cell in found.select("td.num")]
    assert amounts == ["700.00", "800.00", "900.00"]
    assert [bar["width"] for bar in found.select("rect.c-bar")] == ["280.0", "320.0", "360.0"]
    assert [text.get_text() for text in found.select("svg text.end")] == amounts
    assert "9999" not in str(found)
    assert BeautifulSoup(client.get(school.column.url).content, "html.parser").find(id="amounts") is None


def test_an_amount_that_is_not_what_was_signed_is_not_drawn(client, school, spent):
    hanging.put_up(school, at="2026-10-10 08:00", amount="1000.00", wish_days=15)
    with append_only.lifted(), connection.cursor() as cursor:
        damage = "UPDATE disclosure_editioncontent SET content = %s WHERE edition_id = %s"
        cursor.execute(damage, ['{"amount": "1.00"}', spent[0].edition_id])
    amounts = [cell.get_text() for cell in band(client, school).select("td.num")]
    assert amounts == ["800.00", "900.00", "1,000.00"]
