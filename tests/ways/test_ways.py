"""Nobody makes anything public round sign-off, changes what is public, or takes it away (I1, I7).

After each way a stranger reads the same bytes as before, and the actor was answered clearly, with nothing half done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.messages import constants, get_messages
from django.db import transaction

from disclosure.board import around, kept
from tests.items.library import PDF
from tests.ways import by_code, by_request
from tests.ways.scene import Scene, state
from tests.ways.ways import CODE, WAYS

GONE = (by_request, by_code)  # each puts its ways on the list


@pytest.fixture(scope="module")
def asked_once() -> dict:
    return {}


@pytest.fixture
def before(asked_once, scene) -> dict:
    """What stood and was read before any way was gone."""
    if not asked_once:
        asked_once |= {"state": state(), "read": scene.read_by_a_stranger()}
    return asked_once


@pytest.mark.parametrize("way", WAYS, ids=[way.name for way in WAYS])
def test_way(scene: Scene, before, way):
    for actor, allowed in way.ends.items():
        with undone(scene):
            answer = done_in_code(scene, way) if actor == CODE else said_by(way.go(scene, scene.client(actor)))
            found = state()
            changed = [name for name in found if found[name] != before["state"][name]]
            ended = f"{answer}: {' '.join(changed)}" if changed else answer
            assert same(ended, allowed), f"{actor}: {ended}"
            if changed:
                read_as_before(scene, before["read"], tree_changed="tree" in allowed)
    read_as_before(scene, before["read"])


def read_as_before(scene: Scene, before: dict, *, tree_changed: bool = False) -> None:
    """The same bytes at every address. Where a host changes its tree, its paths may be gone; numbers stay."""
    read = scene.read_by_a_stranger()
    if tree_changed:
        numbers = {path for path in before if scene.posting.index.text in path}
        assert all(read[path][0] in (301, 302, 404) for path in read.keys() - numbers)
        read, before = ({path: given[path] for path in numbers} for given in (read, before))
    assert read == before


@contextmanager
def undone(scene: Scene) -> Iterator[None]:
    """The next actor finds everything as it was, files of the library, too. The number of change comes again after it,
    so that what was kept under it means nothing."""
    file = Path(scene.document.file.path)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    kept.shelf.clear()
    around.clear()
    if not file.is_file() or file.read_bytes() != PDF:
        file.write_bytes(PDF)


def same(ended: str, allowed: str) -> bool:
    answer, _colon, changed = ended.partition(": ")
    wanted, _colon, may_change = allowed.partition(": ")
    return answer == wanted and set(changed.split()) <= set(may_change.split())


def done_in_code(scene: Scene, way) -> str:
    """The name of the refusal; what was done before it is undone, as by any caller's transaction."""
    try:
        with transaction.atomic():
            way.go(scene)
    except Exception as refusal:
        return type(refusal).__name__ if str(refusal) else "no words"
    return "done"


def said_by(answer) -> str:
    """How a request was answered: refused with a sentence, done, or asked again with what is wrong."""
    if answer.status_code in (400, 403, 404, 405):
        return "refused"
    levels = {message.level for message in get_messages(answer.wsgi_request)}
    if answer.status_code == 302:
        return "refused" if constants.ERROR in levels or "/login/" in answer["Location"] else "done"
    if answer.status_code == 200:
        return "again"
    return str(answer.status_code)


def test_every_way_of_the_findings_is_gone():
    numbers = {int(way.name.split()[0][1:]) for way in WAYS}
    assert numbers >= set(range(1, 28))
    assert {way.go.__module__ for way in WAYS} == {module.__name__ for module in GONE}
