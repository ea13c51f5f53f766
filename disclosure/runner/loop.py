"""The runner's loop: one process that tells moments, hands mail over and works the tasks off (findings §9)."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from ..core import clock, tasks
from ..core.exceptions import ClockWrong
from ..search.operations import catch_up
from ..signoff import waiting
from . import lease, operations, timekeeping

logger = logging.getLogger("disclosure.runner")

ROUND_S = 1.0
AFTER_TROUBLE = timedelta(seconds=15)
TASKS_AT_ONCE = 100
BACKEND = "default"
OVERLAP = timedelta(minutes=10)  # what was committed late is found again; its row keeps it from being told twice
SEARCH_ALL = timedelta(minutes=30)  # and what was later still: at each start, and from time to time
READ = timedelta(seconds=10)  # between two looks for attachments whose text is to be found
LOOK = timedelta(minutes=5)  # at what waits for signatures: who left may have made a step done, or not to be done


class Runner:
    """One round after the other until `stop` is called. What one step of a round meets keeps no other from its turn."""

    def __init__(self, *, pause: float = operations.PAUSE_S):
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{get_random_string(8)}"
        self.troubles: dict[str, str] = {}
        self._bell: SimpleQueue = SimpleQueue()  # may be rung by a signal handler, which an Event may not
        self._over = False
        self._pause = pause
        self._again_at: dict[str, datetime] = {}
        self._noted: str | None = None
        self._beat_at: datetime | None = None
        self._searched_at: datetime | None = None
        self._searched_all_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._read_at: datetime | None = None

    def stop(self) -> None:
        """End after what is being done now; nothing is left half done."""
        self._over = True
        self._bell.put(None)

    def run(self) -> None:
        """Rounds until it is stopped."""
        while not self._over:
            close_old_connections()
            self.round()
            self._wait()
        self._step("release", lambda: lease.release(self.holder))

    def once(self) -> None:
        """One round, and the lease is free again."""
        self.round()
        self._step("release", lambda: lease.release(self.holder))

    def round(self) -> None:
        """One round. Where another runner holds the lease, only tasks are worked off."""
        self._step("heartbeat", self._beat)
        if self._beat_at is not None:
            self._step("moments", self._tell)
            self._step("signing", self._look_after_signing)
            self._step("search", self._take_in)
            self._step("mail", lambda: tasks.hand_over(clock.now()))
            self._step("day", lambda: operations.daily(clock.now()))
        self._step("tasks", self._work)
        if self._beat_at is not None:
            self._step("heartbeat", self._note_trouble)

    def _step(self, name: str, step: Callable[[], object]) -> None:
        """Do one step. After a failure it rests a little; until it succeeds its trouble stands."""
        rest = self._again_at[name] - clock.now() if name in self._again_at else timedelta(0)
        if timedelta(0) < rest <= AFTER_TROUBLE:  # longer: the clock was put back
            return
        try:
            step()
        except Exception as error:  # a database, a folder, a mail server that is away comes back
            logger.exception("runner: %s", name)
            self.troubles[name] = f"{name}: {type(error).__name__}: {error}"
            self._again_at[name] = clock.now() + AFTER_TROUBLE
            if name == "heartbeat":
                self._beat_at = None
        else:
            self.troubles.pop(name, None)
            self._again_at.pop(name, None)

    def _wait(self) -> None:
        try:
            self._bell.get(timeout=ROUND_S)
        except Empty:
            return

    def _beat(self) -> None:
        """Beat at most each BEAT, so that an idle runner writes little. After a jump of the clock it is always due."""
        now = clock.now()
        if self._beat_at is None or not timedelta(0) <= now - self._beat_at < lease.BEAT:
            self._look_at_the_clock(now)
            self._beat_at = now if lease.beat(self.holder, now) else None

    def _look_at_the_clock(self, now: datetime) -> None:
        try:
            timekeeping.require_right_clock(now)
        except ClockWrong as wrong:
            timekeeping.tell(wrong, now)
            self._noted = None
            raise

    def _note_trouble(self) -> None:
        """Say what went wrong, when it is something else than before."""
        sentence = "; ".join(self.troubles.values())
        if sentence != self._noted:
            lease.note_trouble(sentence)
            self._noted = sentence

    def _tell(self) -> None:
        now = clock.now()
        everything = self._searched_all_at is None or now - self._searched_all_at >= SEARCH_ALL
        since = None if everything or self._searched_at is None else self._searched_at - OVERLAP
        if everything:
            operations.take_up_again(now)
        operations.tell_due(now, since=since, over=self._interrupted, pause=self._pause)
        self._searched_at = now
        if everything:
            self._searched_all_at = now

    def _look_after_signing(self) -> None:
        now = clock.now()
        if self._looked_at is None or now - self._looked_at >= LOOK:
            waiting.look_after(now)
            self._looked_at = now

    def _take_in(self) -> None:
        now = clock.now()
        if (self._read_at is None or now - self._read_at >= READ) and not catch_up(self._interrupted):
            self._read_at = now

    def _interrupted(self) -> bool:
        """Between two moments: whether to end. A long round gives signs of life meanwhile."""
        self._beat()
        return self._over or self._beat_at is None

    def _work(self) -> None:
        """Tasks of every queue, one at a time, so that an order to stop is heard between two."""
        for _turn in range(TASKS_AT_ONCE):
            if self._over or not DBTaskResult.objects.ready().filter(backend_name=BACKEND).exists():
                return
            self._worker().run()
            if self._beat_at is not None:
                self._beat()

    def _worker(self) -> Worker:
        return Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=1,
            worker_id=self.holder[-64:],
            excluded_queue_names=[],
        )
