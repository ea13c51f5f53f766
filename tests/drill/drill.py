"""Killing each act at its points, and looking at what is left, in a process that begins anew."""

import random
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from disclosure.core import clock
from disclosure.files import operations as files
from disclosure.files import store
from disclosure.files.models import KeptFile
from disclosure.items.models import EditionFile
from disclosure.runner.proof.parts import prove
from disclosure.signoff.models import PaperSignature

from . import state
from .acts import Act
from .apart import apart
from .places import Place
from .points import Points
from .server import MailServer


@dataclass
class Whole:
    """An act that nothing disturbed: its points, and what stood before and after it."""

    points: list[str]
    before: dict
    after: dict
    end: dict
    received: list[list[str]]


@dataclass
class Tried:
    """What became of one act."""

    act: str
    points: int
    killed: int = 0
    faults: list[str] = field(default_factory=list)


class Drill:
    """One installation with a scene, copied for each death."""

    def __init__(self, place: Place, world: dict, server: MailServer, random: random.Random, each: int | None):
        self.place, self.world, self.server, self.random, self.each = place, world, server, random, each

    def warm_up(self, acts: list[Act]) -> None:
        """Each once in this very process: templates, addresses and modules are loaded then for all that are forked."""
        for act in acts:
            with self._copy() as place:
                self._look(place, act.at, lambda act=act: act.do(act.prepared(), self.world))
                self._look(place, act.at, _proved)
                connection.close()

    def run(self, act: Act) -> Tried:
        """Kill `act` at each of its points, or at a sample of `each`."""
        whole = self.whole(act)
        tried = Tried(act.name, len(whole.points))
        numbers = range(1, tried.points + 1)
        picked = numbers if self.each is None else sorted(self.random.sample(numbers, min(self.each, tried.points)))
        for number in picked:
            tried.killed += 1
            place = f"{act.name} @{number} {whole.points[number - 1]}"
            tried.faults += [f"{place}: {fault}" for fault in self.killed(act, number, whole)]
        return tried

    def whole(self, act: Act) -> Whole:
        """Do it undisturbed."""
        with self._copy() as place:
            before = _value(apart(lambda: self._look(place, act.at, state.evidence)))
            points = _value(apart(lambda: self._do(place, act, 0)))
            after = _value(apart(lambda: self._look(place, act.at, state.evidence)))
            end, faults = _value(apart(lambda: self._look(place, act.at, lambda: (state.taken(), _proved()))))
        if faults:
            raise AssertionError([act.name, faults])
        return Whole(points, before, after, end, self.server.received())

    def killed(self, act: Act, number: int, whole: Whole) -> list[str]:
        """Kill it at point `number`; what is wrong then, and after it was done again."""
        with self._copy() as place:
            died = apart(lambda: self._do(place, act, number))
            if not died.killed:
                return [f"was not killed: {died.error or 'it had fewer points'}"]
            looked = apart(lambda: self._look(place, act.at, lambda: self._after_death(act, whole)))
            return [looked.error] if looked.error else looked.value

    def _copy(self):
        self.server.forget()
        return self.place.for_a_while(self.place.folder.with_name("killed"))

    def _do(self, place: Place, act: Act, number: int) -> list[str]:
        place.settle()
        self._mail()
        with place.folder.with_name("said").open("w") as said, redirect_stderr(said), clock.moved(act.at):
            client = act.prepared()
            points = Points(place.folder, number)
            points.install()
            act.do(client, self.world)
            points.reach("the end")
        return points.names

    def _look(self, place: Place, at: datetime, what):
        place.settle()
        self._mail()
        cache.clear()
        with clock.moved(at):
            return what()

    def _mail(self) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.server.port

    def _after_death(self, act: Act, whole: Whole) -> list[str]:
        faults = _proved() + list(self._half(act, whole))
        with clock.moved(act.at + act.pause):
            act.again(self.world)
            faults += [f"again: {fault}" for fault in _proved()]
            faults += [f"again: {line}" for line in state.differences(state.taken(), whole.end)]
        return faults + list(_files()) + list(self._messages(whole))

    def _half(self, act: Act, whole: Whole) -> Iterator[str]:
        """All of the act, or nothing of it."""
        if act.half is not None:
            yield from act.half(self.world)
            return
        found = state.evidence()
        if found not in (whole.before, whole.after):
            yield from (f"half: {line}" for line in state.differences(found, whole.before))

    def _messages(self, whole: Whole) -> Iterator[str]:
        """Each once; or, where it could not be known, once more, and it says so."""
        received = self.server.received()
        names = [name for name, _subject, _text in received]
        for name, subject, _text in whole.received:
            texts = [text for other, _subject, text in received if other == name]
            if not texts:
                yield f"mail lost: {subject}"
            elif len(texts) > 2 or (len(texts) == 2 and not _says_so(texts[1])):
                yield f"mail doubled: {subject}"
        yield from (f"mail nobody owed: {name}" for name in set(names) - {name for name, *_ in whole.received})


def _says_so(text: str) -> bool:
    return "可能已经收到过" in text


def _proved() -> list[str]:
    """What the proof finds."""
    return [fault for _part, report in prove() for fault in report.faults]


def _files() -> Iterator[str]:
    """Every kept file is what its name says, every row has its file; what lies about is swept, nothing else."""
    yield from (f"kept file {p.name} is half" for p in store.root().glob("??/*") if files.damaged(p.name))
    yield from (f"no file for row {row}" for row in KeptFile.objects.all() if files.damaged(row.sha256))
    scans = PaperSignature.objects.values_list("scan_sha256", flat=True)
    needed = {*EditionFile.objects.values_list("sha256", flat=True), *scans}
    files.sweep(needed, before=_tomorrow())
    yield from (f"not swept: {path}" for path in store.root().glob("new-*"))
    yield from (f"swept away: {sha256}" for sha256 in needed if files.damaged(sha256))


def _tomorrow() -> datetime:
    """By the clock of the disk."""
    return datetime.now(timezone.get_default_timezone()) + timedelta(days=1)


def _value(answer):
    if answer.error:
        raise AssertionError(answer.error)
    return answer.value


HEAD = f"{'act':40}  {'points':>6}  {'killed':>6}  {'faults':>6}"


def line(row: Tried) -> str:
    """Act, points, killed at, faults."""
    return f"{row.act:40}  {row.points:6}  {row.killed:6}  {len(row.faults):6}"


def total(rows: list[Tried]) -> Tried:
    """All of them as one."""
    faults = [fault for row in rows for fault in row.faults]
    return Tried("", sum(row.points for row in rows), sum(row.killed for row in rows), faults)


def folder_of(name: str) -> Path:
    """A folder of this drill below the data of the installation."""
    path = Path(settings.DISCLOSURE_VAR) / name
    path.mkdir()
    return path
