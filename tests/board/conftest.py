"""The board as a visitor meets it: a client, and a clock that stands at NOW."""

import pytest

from disclosure.core import clock
from tests.board import hanging


@pytest.fixture
def now():
    """The tests of the board happen at this moment."""
    with clock.moved(hanging.NOW) as moment:
        yield moment
