"""In English, on a Tuesday at nine, in a school; how often each is tried, and the table of what came of it."""

import os
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from disclosure.core import clock
from disclosure.runner.proof.parts import prove
from tests import factories
from tests.conftest import seed_of_the_day
from tests.runner.scene import recorded
from tests.standing import english, morning

from .people import Answer
from .together import together

__all__ = ["english", "morning"]

ROUNDS = int(os.environ.get("DISCLOSURE_RACE", "0"))  # make race
SAMPLE = 1
RACE = "race"


@pytest.fixture
def school(db):
    with clock.moved(factories.moment("2025-10-01 09:00")):
        return recorded(factories.school())


@pytest.fixture
def rounds() -> int:
    """How often a thing is tried: more often by `make race`."""
    return ROUNDS or SAMPLE


@pytest.fixture
def race(record_property) -> Callable:
    """Runs parts together: `race("sign and recall", a, b, rounds=3)`. Nobody meets an error; in the end all is proved.

    `told` says in a word or two what came of a round, for the table.
    """

    def run(what: str, *parts, rounds: int = 1, told: Callable[[list], str] = lambda turn: "") -> list[list]:
        for part in parts[:2]:
            part(0)  # once here: views and templates are loaded then for all that are forked
        turns = together(*parts, rounds=rounds, seed=0 if ROUNDS else seed_of_the_day())
        seen = [answer for turn in turns for answer in turn if isinstance(answer, Answer)]
        troubles = [a.trouble or a.text for a in seen if a.status >= 500 and not a.asks_to_wait]
        came_of_it = Counter(told(turn) for turn in turns)
        record_property(RACE, [what, connection.vendor, len(parts), rounds, len(troubles), dict(came_of_it)])
        assert not troubles, troubles[0]
        return turns

    yield run
    assert [fault for _part, report in prove() for fault in report.faults] == []


def pytest_terminal_summary(terminalreporter) -> None:
    """The table of `make race`."""
    if not ROUNDS:
        return
    reports = [report for word in ("passed", "failed") for report in terminalreporter.getreports(word)]
    rows = [row for report in reports for name, row in report.user_properties if name == RACE]
    terminalreporter.section("at the same moment, in processes of their own")
    for what, database, processes, rounds, faults, came_of_it in rows:
        results = ", ".join(f"{result} {times}×" for result, times in came_of_it.items() if result)
        line = f"{what:<44} {database:<10} {processes:>4} processes {rounds:>4} rounds {faults:>3} faults  {results}"
        terminalreporter.write_line(line)
