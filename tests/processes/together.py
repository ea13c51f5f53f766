"""Several processes at one moment: forked from this one, each with connections of its own, set off by a barrier."""

import gc
import multiprocessing
import time
import traceback
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any

from django.db import connections

STAGGER_S = 0.03
HANGING_S = 300  # only against hanging: whoever waits for a lock is answered long before

# What a process does in a round: it makes itself ready, and answers what it does when all are.
Part = Callable[[int], Callable[[], Any]]

_fork = multiprocessing.get_context("fork")


class Broken(Exception):
    """One of the processes ended with an error; the message is its traceback."""


def together(*parts: Part, rounds: int = 1, seed: int = 0) -> list[list[Any]]:
    """What the parts answer, by round and in their order; each is a process, and all begin a round at one moment.

    From round to round another is held back a little, now more and now less, so that each comes first; `seed` says
    with whom it begins. Raises Broken.
    """
    connections.close_all()  # a connection serves one process
    gc.freeze()  # what stands now is shared, and no collection of a child copies it
    barrier = _fork.Barrier(len(parts), timeout=HANGING_S)
    ends, processes = [], []
    warnings.filterwarnings("ignore", ".*use of fork", DeprecationWarning)  # beside threads that wait: pytest-xdist's
    for number, part in enumerate(parts):
        end, other = _fork.Pipe(duplex=False)
        process = _fork.Process(
            target=_play, args=(part, number, range(seed, seed + rounds), barrier, other), daemon=True
        )
        process.start()
        other.close()
        ends.append(end)
        processes.append(process)
    try:
        answers = [_received(end) for end in ends]
        broken = [answer for answer in answers if isinstance(answer, str)]
    finally:
        gc.unfreeze()
        for process in processes:
            process.kill()
            process.join()
    if broken:
        raise Broken(min(broken, key=lambda told: "BrokenBarrierError" in told))  # the others only waited for it
    return [list(turn) for turn in zip(*answers, strict=True)]


def _received(end: Connection) -> list[Any] | str:
    if not wait([end], HANGING_S):
        raise Broken("no answer")
    try:
        return end.recv()
    except EOFError:
        raise Broken("ended without an answer") from None


def _play(part: Part, number: int, seeds: range, barrier, end: Connection) -> None:
    """In the child: every round of one part; its answers, or the traceback that ended it, go to the parent."""
    answers: list[Any] = []
    try:
        for turn, seed in enumerate(seeds):
            act = part(turn)
            barrier.wait()
            time.sleep(_delay(number, seed, barrier.parties))
            answers.append(act())
            barrier.wait()  # the next round is made ready when this one is over
        end.send(answers)
    except BaseException:
        barrier.abort()
        end.send(traceback.format_exc())
    finally:
        connections.close_all()


def _delay(number: int, seed: int, parties: int) -> float:
    """In seconds: in each round one of the parties waits, up to four times as long."""
    return STAGGER_S * (seed // parties % 5) if seed % parties == number else 0
