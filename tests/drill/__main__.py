"""The drill over the database at DATABASE_URL, migrated and empty: python -m tests.drill [--each N] [--seed S].

It runs in a process of its own, which has Django loaded and forks for each death.
"""

import argparse
import logging
import os
import random
import shutil
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.conf import settings
from django.db import connection

from tests.drill import scene
from tests.drill.acts import ACTS
from tests.drill.apart import apart
from tests.drill.drill import HEAD, Drill, Tried, folder_of, line, total
from tests.drill.places import taken
from tests.drill.server import MailServer

MOST_SHOWN = 20


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--each", type=int, help="kill each act so often; at all of its points without it")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--acts", nargs="*", default=[], help="only those whose name has one of these words")
    options = asked.parse_args()
    logging.disable(logging.CRITICAL)
    try:
        return drill(options)
    finally:
        connection.close()
        shutil.rmtree(settings.DISCLOSURE_VAR, ignore_errors=True)


def drill(options) -> int:
    """1 where something was lost, doubled or half; what, is printed."""
    began = time.monotonic()
    place = taken(folder_of("drill") / "scene", f"{connection.settings_dict['NAME']}_drill"[-60:])
    rows: list[Tried] = []
    try:
        world = _made(place)
        with MailServer(place.folder.with_name("mails.jsonl")) as server:
            work = Drill(place, world, server, random.Random(options.seed), options.each)
            acts = [act for act in ACTS if _wanted(act, options.acts)]
            work.warm_up(acts)
            print(HEAD)
            for act in acts:
                rows.append(work.run(act))
                print(line(rows[-1]), *rows[-1].faults[:MOST_SHOWN], sep="\n", flush=True)
    finally:
        place.remove()
    print(line(total(rows)))
    print(f"seed {options.seed}, {connection.vendor}, {time.monotonic() - began:.0f} s")
    return 1 if any(row.faults for row in rows) else 0


def _made(place) -> dict:
    def make() -> dict:
        place.settle()
        return scene.make()

    answer = apart(make)
    if answer.error:
        raise AssertionError(answer.error)
    return answer.value


def _wanted(act, words: list[str]) -> bool:
    if connection.vendor == "postgresql" and not act.database_too:
        return False
    return not words or any(word in act.name for word in words)


if __name__ == "__main__":
    sys.exit(main())
