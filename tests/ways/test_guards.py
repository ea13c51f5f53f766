"""The list of guards does not rot: `make guards` takes them out one by one, this only looks whether they are there."""

from pathlib import Path

from tests.guards import ROOT, guards


def test_every_guard_stands_once_where_the_list_says():
    assert [guard.name for guard in guards() if guard.times() != 1] == []


def test_every_guard_has_a_test_that_is_there():
    missing = []
    for guard in guards():
        for node in guard.nodes:
            path, _colons, name = node.partition("::")
            there = (ROOT / path).is_file() and f"def {name.split('[')[0] or 'test_'}" in Path(ROOT / path).read_text()
            missing += [] if there else [node]
    assert missing == []


def test_no_guard_is_named_twice():
    names = [guard.name for guard in guards()]
    assert len(names) == len(set(names)) >= 40
