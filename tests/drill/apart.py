"""Doing something in a process of its own, forked from this one with all that is loaded."""

import os
import pickle
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What the process answered; or that it was killed; or what it raised."""

    value: Any = None
    killed: bool = False
    error: str = ""


def apart(work: Callable[[], Any]) -> Answer:
    """Do `work` in a fork. This process may hold no connection to the database meanwhile."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _answer(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return Answer(killed=os.WTERMSIG(status) == signal.SIGKILL, error=f"signal {os.WTERMSIG(status)}")
    return pickle.loads(said)


def _answer(work: Callable[[], Any], writing: int) -> None:
    """Never returns: nothing of the parent is left to do here."""
    try:
        said = pickle.dumps(Answer(value=work()))
    except BaseException:
        said = pickle.dumps(Answer(error=traceback.format_exc()))
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(said)
    os._exit(0)
