"""What journeys stand on: a school with its people, and a clock that is moved."""

import pytest

from disclosure.core import clock
from tests import factories
from tests.browser.people import Hand


@pytest.fixture
def hand(monkeypatch) -> Hand:
    """The clock of the whole site, which stands until it is moved."""
    hand = Hand("2026-11-24 09:00")
    monkeypatch.setattr(clock, "now", hand.now)
    return hand


@pytest.fixture
def school(hand):
    return factories.school()
