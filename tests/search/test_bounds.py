"""A search that takes too long is stopped by the database, on both, and says so."""

import random
from time import monotonic, sleep

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.urls import reverse

from disclosure.items.models import Posting
from disclosure.search import bounds, pairs
from disclosure.search.bounds import TookTooLong, bounded
from disclosure.search.pairs import Document
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

EVERYWHERE = "公示公开公告公布"  # each pair of it stands in each document; the whole in none


@pytest.fixture
def many():
    """Documents of which each must be read to its end before it is known that the words do not stand there."""
    drawn = random.Random(1)
    for number in range(1, 601):
        text = "".join(drawn.choice(["公示", "示公", "公开", "开公", "公告", "告公", "公布"]) for _n in range(3000))
        pairs.put(number, Document(text, "", ("files",)))


def look() -> list[int]:
    return pairs.newest(pairs.Query((pairs.Word(EVERYWHERE * 3),)), number=10)


def test_a_query_is_stopped_within_the_database(many):
    begun = monotonic()
    assert look() == []
    whole = monotonic() - begun
    begun = monotonic()
    with pytest.raises(TookTooLong) as stopped, bounded(whole / 10):
        look()
    assert monotonic() - begun < whole
    assert isinstance(stopped.value.__cause__, OperationalError)
    assert look() == []


def test_nothing_more_is_asked_once_the_time_is_over():
    with pytest.raises(TookTooLong), bounded(0.01):
        sleep(0.02)
        Posting.objects.count()
    assert Posting.objects.count() == 0


def test_another_fault_of_the_database_stays_what_it_is():
    with pytest.raises(DatabaseError), transaction.atomic(), bounded(5), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")


@pytest.mark.parametrize("name", ["search", "feed", "calendar"])
def test_the_visitor_reads_that_it_was_stopped(client, school, monkeypatch, name):
    factories.posted(school, title="午餐公示", wish_days=3)
    address = f"{reverse(f'disclosure:{name}')}?q=午餐"
    monkeypatch.setattr(bounds, "SECONDS", 0.0001)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "The search was stopped" in answer.text
    assert "午餐公示" not in answer.text
    monkeypatch.undo()
    answer = client.get(address)
    assert answer.status_code == 200
    assert "午餐公示" in answer.text
