"""`python -m bench.coherence`: not one answer shows what was not to be seen at the moment it was asked for.

The product runs as deployed, two web processes and the runner. One process puts things up, for seconds and to come,
corrects and withdraws them; others read items, the column, the start page and the search all the while. Every answer is
then held against what was decided: shown, though it was withdrawn, over or not begun *before the request began*, or not
shown, though it was up *from before the request until after the answer*.
"""

import argparse
import itertools
import json
import multiprocessing
import random
import re
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bench import TOP, setting_up
from bench.servers import PRODUCT, Reader, Server, fill

HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
ADDRESS = re.compile(rb'href="[^"]*/(QL[0-9]{2}-[A-Z0-9]+-[0-9]{4}-[0-9]{4,})/"')
FOR_S = (2.0, 8.0)  # how long things are up
PAUSE_S = (1.0, 4.0)  # between two decisions
READERS = 3
NEWEST = 8  # that the start page lists


@dataclass
class Item:
    """What was decided about one item: moments in seconds, each as the span in which it took effect."""

    index: str
    begins: float
    ends: float | None
    made: tuple[float, float]
    withdrawn: tuple[float, float] | None = None
    titles: list[tuple[str, float]] = field(default_factory=list)  # each with the moment from which it stands for sure

    def surely_hidden(self, asked: float, answered: float) -> bool:
        over = self.ends is not None and self.ends <= asked
        taken = self.withdrawn is not None and self.withdrawn[1] < asked
        return over or taken or self.begins > answered or self.made[0] > answered

    def outdated(self, title: str, asked: float) -> bool:
        """Whether another title stood there already when it was asked for."""
        place = next((n for n, (own, _since) in enumerate(self.titles) if own == title), None)
        return place is None or any(since < asked for _title, since in self.titles[place + 1 :])

    def surely_shown(self, asked: float, answered: float) -> bool:
        up = self.made[1] < asked and self.begins <= asked and (self.ends is None or self.ends > answered)
        return up and (self.withdrawn is None or self.withdrawn[0] > answered)


def read(stop, known: Path, answers: Path, column: str, number: int, enough: int) -> None:
    """Ask until there is enough; write down what was asked, when, and which items the answer named."""
    chance, reader, seen, asked = random.Random(number), Reader(PRODUCT), [], 0
    lists = [f"{column}?state=current", "/", "/search/?state=current", "/feed/?state=current"]
    with answers.open("w") as out:
        while asked < enough and not stop.is_set():
            if asked % 50 == 0:
                seen = known.read_text().split()
            path = chance.choice(lists) if not seen or chance.random() < 0.4 else f"/{chance.choice(seen[-20:])}/"
            began = time.time()
            status, _headers, body, _seconds = reader.get(path)
            ended = time.time()
            named = sorted({text.decode() for text in ADDRESS.findall(body)}) if path in lists else []
            heading = HEADING.search(body.decode()) if path not in lists and status == 200 else None
            title = re.sub("<[^>]*>", "", heading[1]).strip() if heading else ""
            out.write(json.dumps([path, status, began, ended, named, title]) + "\n")
            asked += 1


def write(stop, column: str, known: Path, number: int) -> list[Item]:
    """Put up, correct, withdraw, one after the other, until all readers have enough."""
    from disclosure.catalog.models import AfterEnd, ColumnPage
    from disclosure.changes import operations as changes
    from disclosure.core import clock
    from disclosure.items.models import ItemPage, Posting
    from disclosure.items.operations import freeze
    from disclosure.items.permits import grant
    from disclosure.organizations.models import Membership
    from tests import factories

    page = ColumnPage.objects.get(url_path__endswith=column)
    office = Membership.objects.get(body__organization__path=page.path[: page.steplen * 4], user__username="00-office")
    principal = Membership.objects.get(body__organization_id=office.body.organization_id, body__kind="principal")
    factories._number = itertools.count(time.time_ns() // 10**8 % 10**9)  # it may run again in the same folder
    entry = factories.entry(page, after_end=AfterEnd.REMOVE)
    chance, items = random.Random(number), []

    def permitted(item: ItemPage) -> tuple[Posting, tuple[float, float]]:
        revision = item.get_latest_revision()
        edition = freeze(page=revision.as_object(), revision=revision, by=office.user)
        before = time.time()
        return grant(edition, actor=office.user), (before, time.time())

    def put_up() -> Posting:
        now = clock.now()
        begins = now + timedelta(seconds=chance.uniform(1, 3)) if chance.random() < 0.5 else None
        until = (begins or now) + timedelta(seconds=chance.uniform(*FOR_S)) if chance.random() < 0.6 else None
        terms = {"wish_begins_at": begins, "wish_ends_at": until}
        posting, made = permitted(factories.item(page, by=office.user, entry=entry, **terms))
        ends = posting.ends_at.timestamp() if posting.ends_at else None
        begins_s = posting.begins_at.timestamp()
        title = [(posting.edition.title, begins_s)]
        items.append(Item(posting.index.text, begins_s, ends, made, titles=title))
        known.write_text(" ".join(item.index for item in items))
        return posting

    def correct(posting: Posting) -> None:
        item = ItemPage.objects.get(pk=posting.item_id)
        item.title, item.change_note = f"{item.title}更正", "更正"
        item.save_revision(user=office.user)
        later, made = permitted(item)
        items[-1].titles.append((later.edition.title, made[1]))

    while not stop.is_set():
        posting = put_up()
        time.sleep(chance.uniform(0, 0.3))
        if posting.ends_at is None and posting.begins_at <= clock.now():
            if chance.random() < 0.5:
                correct(posting)
            else:
                before = time.time()
                changes.withdraw(posting=posting, by=principal.user, explanation="有误")
                items[-1].withdrawn = (before, time.time())
        time.sleep(chance.uniform(*PAUSE_S))
    return items


def judge(items: list[Item], answers: list[list]) -> list[str]:
    """What was shown and should not have been, and what was not shown and should have been."""
    faults = []
    by_index = {item.index: item for item in items}
    for path, status, asked, answered, named, title in answers:
        own = by_index.get(path.strip("/"))
        if own is not None:
            if status == 200 and own.surely_hidden(asked, answered):
                faults.append(f"shown: {path} at {asked}")
            if status == 200 and own.outdated(title, asked):
                faults.append(f"outdated: {path} {title} at {asked}")
            if status != 200 and own.surely_shown(asked, answered):
                faults.append(f"not shown: {path} {status} at {asked}")
        else:
            faults += [
                f"shown: {index} in {path} at {asked}"
                for index in named
                if index in by_index and by_index[index].surely_hidden(asked, answered)
            ]
            up = sorted((i for i in items if i.surely_shown(asked, answered)), key=lambda i: i.begins)
            perhaps = sum(not i.surely_hidden(asked, answered) for i in items)
            newest = up[-NEWEST + (perhaps - len(up)) :] if perhaps - len(up) < NEWEST else []
            faults += [f"not shown: {i.index} in {path} at {asked}" for i in newest if i.index not in named]
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=TOP / "var" / "bench" / "1000")
    asked = parser.parse_args()
    fill(asked.folder, 1000)
    import os

    os.environ["DISCLOSURE_VAR"] = str(asked.folder)
    setting_up("config.settings.dev")
    column = "/ql/ql00/sf/"
    server = Server(PRODUCT, "config.wsgi", "config.settings.dev", asked.folder)
    runner = server.start([sys.executable, str(TOP / "manage.py"), "runner"], "config.settings.dev", asked.folder)
    known = asked.folder / "known.txt"
    known.write_text("")
    fork = multiprocessing.get_context("spawn")
    done, stop = fork.Event(), fork.Event()
    files = [asked.folder / f"answers-{number}.jsonl" for number in range(READERS)]
    readers = [
        fork.Process(target=read, args=(stop, known, file, column, number, asked.answers // READERS + 1))
        for number, file in enumerate(files)
    ]
    for reader in readers:
        reader.start()

    import threading

    def wait() -> None:
        for reader in readers:
            reader.join()
        done.set()

    threading.Thread(target=wait, daemon=True).start()
    try:
        items = write(done, column, known, time.time_ns())
    finally:
        stop.set()
        for process in readers:
            process.join()
        runner.terminate()
        runner.wait()
        server.stop()
    answers = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    faults = judge(items, answers)
    withdrawn = sum(item.withdrawn is not None for item in items)
    ended = sum(item.ends is not None for item in items)
    pages = sum(bool(answer[5]) for answer in answers)
    corrected = sum(len(item.titles) > 1 for item in items)
    print(f"{len(answers)} answers, {pages} of them items that were up")
    print(f"{len(items)} put up, {ended} with an end, {withdrawn} withdrawn, {corrected} corrected")
    print(f"{len(faults)} wrong", *faults[:20], sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
