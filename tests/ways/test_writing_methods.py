"""Every public method that writes, of page, revision, workflow, state and step, and of their querysets: what a stranger
reads at the address of what is posted stays, byte for byte, and the proof finds what was done behind its back.

`methods.txt` has a line for each; what only reads is listed there, too, and is seen to write nothing.
"""

import os
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from disclosure.core import clock
from disclosure.runner.proof.parts import prove
from tests.conftest import seed_of_the_day
from tests.standing import NOW
from tests.ways.methods import GROUPS, MANAGERS, OBJECTS, base_name, called, public
from tests.ways.scene import shown, state
from tests.ways.test_ways import undone

TABLE = Path(__file__).with_name("methods.txt")
PROVED = (
    25  # methods after which the proof looks at everything: a sample of the day, or all with DISCLOSURE_MUTATIONS=all
)
ANSWERED_LATE = timedelta(minutes=10)  # the mirror may be behind by five
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def lines() -> Iterator[list[str]]:
    for line in TABLE.read_text().splitlines():
        said, _hash, why = line.partition("#")
        if said.strip():
            yield [*said.split(maxsplit=1), why.strip()]


def reading() -> dict[str, list[str]]:
    """The names of what only reads, by kind: patterns for objects, names for querysets."""
    found: dict[str, list[str]] = {"object": [], "queryset": []}
    for word, said, _why in lines():
        if word == "reads":
            kind, *names = said.split()
            found[kind] += names
    return found


def table() -> dict[str, str]:
    return {name: said.strip() for name, said, _why in lines() if name != "reads"}


def line_of(target: str, method: str, plain: str) -> str | None:
    """The name of the line that holds for a method: its own, its target's plain one, or that of the target's group."""
    group, known = GROUPS.get(target, target), table()
    names = [f"{where}.{name}" for name in (method, plain) for where in (target, group)]
    return next((name for name in names if name in known), None)


def only_reads(target: str, plain: str) -> bool:
    kind = "queryset" if GROUPS.get(target) == "queryset" else "object"
    return any(fnmatchcase(plain, pattern) for pattern in reading()[kind])


@pytest.fixture
def methods(scene) -> list[tuple[str, str, str]]:
    """All of them, each with its target and its plain name."""
    found = []
    for target, make in OBJECTS.items():
        one = make(scene)
        found += [(target, name, base_name(one, name)) for name in public(type(one))]
    return found


@pytest.fixture
def later():
    with clock.moved(NOW + ANSWERED_LATE):
        yield


def test_every_method_is_known(methods):
    unknown = [f"{t}.{m}" for t, m, plain in methods if not only_reads(t, plain) and line_of(t, m, plain) is None]
    assert unknown == []


def test_managers_write_by_nothing_else(methods):
    known = {method for target, method, _plain in methods if GROUPS.get(target) == "queryset"}
    further = {name for manager in MANAGERS for name in public(manager)} - known
    assert [name for name in further if not only_reads("items", name)] == []


def test_no_line_is_left_over(methods):
    used = {line_of(target, method, plain) for target, method, plain in methods}
    assert table().keys() - used == set()
    assert all(why for name, _said, why in lines() if name != "reads")


def test_no_method_that_writes_reaches_the_public(scene, methods, later):
    before, read, known = state(), read_at_the_address(scene), set(faults())
    writing = [(t, m, line_of(t, m, p)) for t, m, p in methods if not only_reads(t, p)]
    known_lines, proved = table(), writing
    if os.environ.get("DISCLOSURE_MUTATIONS") != "all":
        proved = random.Random(seed_of_the_day()).sample(writing, PROVED)
    wrong = []
    for target, method, line in writing:
        with undone(scene):
            answer = ended(scene, target, method)
            found = state()
            changed = {part for part in found if found[part] != before[part]}
            marks = marks_of(scene, read) if changed else set()
            if changed and (target, method, line) in proved:
                marks |= {"verify"} if set(faults()) - known else set()
                said = known_lines[line]
            else:
                said = known_lines[line].replace("verify", "")
            if not as_said(answer, changed, marks, said):
                wrong.append(f"{target}.{method} {answer}: {' '.join(sorted(changed))} | {' '.join(sorted(marks))}")
    assert not wrong, "\n".join(wrong)
    assert read_at_the_address(scene) == read


def as_said(answer: str, changed: set, marks: set, said: str) -> bool:
    rest, _bar, marked = said.partition("|")
    wanted, _colon, parts = rest.partition(":")
    return answer == wanted.strip() and changed <= set(parts.split()) and marks == set(marked.split())


def ended(scene, target: str, method: str) -> str:
    """Done, or the name of what was raised; what was done before it is undone, as by any caller's transaction."""
    try:
        with transaction.atomic():
            called(OBJECTS[target](scene), method, scene)
    except Exception as refusal:
        return type(refusal).__name__
    return "done"


def read_at_the_address(scene) -> list[tuple]:
    """What a stranger reads at the number of what is posted, and at its files."""
    number = reverse("disclosure:item", args=[scene.posting.index.text])
    files = [f"{number}files/{file.name}" for file in scene.posting.edition.files.all()]
    client = Client(raise_request_exception=False)
    return [shown(client.get(address)) for address in (number, *files)]


def marks_of(scene, read: list) -> set[str]:
    """Nothing, or `frame`: names of column and organization around the same edition are another's to keep."""
    now = read_at_the_address(scene)
    if now == read:
        return set()
    same_edition = digest_on(now[0][2]) == digest_on(read[0][2]) and now[1:] == read[1:]
    return {"frame"} if now[0][0] == 200 and same_edition else {"lost"}


def digest_on(page: bytes) -> bytes:
    begin = page.index(b'<p class="digest">')
    return page[begin : page.index(b"</p>", begin)]


def faults() -> Iterator[str]:
    return (fault for _part, report in prove() for fault in report.faults)


def test_what_only_reads_writes_nothing(scene, methods):
    wrote = []
    for target, method, plain in methods:
        if only_reads(target, plain) and method == plain:
            said: list[str] = []
            # most ask for something that they are not given
            with undone(scene), connection.execute_wrapper(heard(said)), suppress(Exception):
                getattr(OBJECTS[target](scene), method)()
            wrote += [f"{target}.{method}: {sql}" for sql in said if sql.lstrip().startswith(WRITES)]
    assert wrote == []


def heard(said: list[str]):
    def keep(execute, sql, params, many, context):
        said.append(sql)
        return execute(sql, params, many, context)

    return keep
