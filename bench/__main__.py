"""`python -m bench`: medians of interleaved rounds, as ratios to a constant view with the plain site's middleware."""

import argparse
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench import TOP
from bench.servers import PLAIN, PRODUCT, Board, Reader, Server, fill, megabytes
from bench.words import COMMON, NONE, RARE, pieces

EACH = 8  # requests of a case in one round


@dataclass
class Case:
    """One thing that is asked again and again. `anew`: what changed before each time."""

    name: str
    port: int
    paths: list[str]
    goal: str = ""
    beside: str = ""  # the case of the plain site that it is held against
    anew: Callable[[], None] | None = None
    known: bool = False
    seconds: list[float] = field(default_factory=list)
    bytes: int = 0

    def ask(self, reader: Reader, times: int) -> None:
        reader.reopen()
        for path in self.paths if self.anew is None else []:
            reader.get(path)  # so that it is kept
        for number in range(times):
            path = self.paths[number % len(self.paths)]
            if self.anew:
                self.anew()
            headers = {"If_None_Match": reader.get(path)[1]["etag"]} if self.known else {}
            status, _headers, body, seconds = reader.get(path, **headers)
            if status != (304 if self.known else 200):
                raise ValueError(f"{path}: {status}")
            self.seconds.append(seconds)
            self.bytes = len(body)

    def part(self, share: float) -> float:
        """Milliseconds within which that share of the answers came."""
        return statistics.quantiles(self.seconds, n=1000)[round(share * 1000) - 1] * 1000

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) * 1000


def cases(var: Path) -> list[Case]:
    board = Board(var)
    item = f"/{board.index}/"
    column = board.column
    plain = [
        Case("plain leaf", PLAIN, ["/s1/leaf-1/"], "0.075"),
        Case("plain listing", PLAIN, ["/s1/"], "0.042"),
        Case("plain home", PLAIN, ["/"], "0.020"),
    ]
    again = [
        Case("item, again", PRODUCT, [item], "1.1", "plain leaf"),
        Case("listing, again", PRODUCT, [column], "1.1", "plain listing"),
        Case("home, again", PRODUCT, ["/"], "1.1", "plain home"),
        Case("item, If-None-Match", PRODUCT, [item], "1.2", "plain leaf", known=True),
    ]
    anew = [
        Case("item, change elsewhere", PRODUCT, [item], "3 ×", "plain leaf", anew=board.change_elsewhere),
        Case("listing, change elsewhere", PRODUCT, [column], "4 ×", "plain listing", anew=board.change_elsewhere),
        Case("item, change beside", PRODUCT, [item], "3 ×", "plain leaf", anew=board.change_beside),
        Case("item, anew", PRODUCT, [item], "3 ×", "plain leaf", anew=board.change),
        Case("listing, anew", PRODUCT, [column], "4 ×", "plain listing", anew=board.change),
        Case("home, anew", PRODUCT, ["/"], "6 ×", "plain home", anew=board.change),
        Case("item, name changed", PRODUCT, [item], "", "plain leaf", anew=board.change_frame),
        Case("listing, name changed", PRODUCT, [column], "", "plain listing", anew=board.change_frame),
        Case("home, all changed", PRODUCT, ["/"], "", "plain home", anew=board.change_frame),
    ]
    words = (("90 %", COMMON), ("1 %", RARE), ("none", NONE))
    asked = {name: [f"/search/?q={quote(word)}" for word in pieces(said)] for name, said in words}
    search = [
        Case(f"search, {name}", PRODUCT, paths, "p95 50 ms", anew=board.change_elsewhere)
        for name, paths in asked.items()
    ]
    return [Case("floor", PLAIN, ["/floor/"]), *plain, *again, *anew, *search]


def measure(size: int, rounds: int, folder: Path) -> dict[str, Case]:
    var = folder / str(size)
    fill(var, size)
    servers = [
        Server(PLAIN, "bench.plain.wsgi", "bench.plain.settings", var),
        Server(PRODUCT, "config.wsgi", "config.settings.dev", var),
    ]
    runner = servers[1].start([sys.executable, str(TOP / "manage.py"), "runner"], "config.settings.dev", var)
    try:
        found = cases(var)
        readers = {port: Reader(port) for port in (PLAIN, PRODUCT)}
        for case in found:
            case.ask(readers[case.port], len(case.paths))
        print(f"\n{size} postings; web and worker: {megabytes(servers[1].process, runner):.0f} MB", flush=True)
        runner.terminate()
        runner.wait()
        for case in found:
            case.seconds.clear()
        for _round in range(rounds):
            for case in found:
                case.ask(readers[case.port], max(EACH, len(case.paths)))
    finally:
        runner.kill()
        for server in servers:
            server.stop()
    return {case.name: case for case in found}


def table(found: dict[str, Case]) -> None:
    floor = found["floor"].median
    print(f"{'':26}{'p50 ms':>9}{'p95':>9}{'p99':>9}{'of floor':>10}{'× plain':>9}  goal")
    for name, case in found.items():
        beside = f"{found[case.beside].median / case.median:9.1f}" if case.beside else " " * 9
        print(
            f"{name:26}{case.median:9.2f}{case.part(0.95):9.2f}{case.part(0.99):9.2f}"
            f"{floor / case.median:10.3f}{beside}  {case.goal}",
            flush=True,
        )


def growth(results: dict[int, dict[str, Case]]) -> None:
    sizes = sorted(results)
    print(f"\np50 with {sizes[-1]} postings, as a multiple of that with {sizes[0]} (goal: 1.2)")
    for name, case in results[sizes[-1]].items():
        if case.port == PRODUCT:
            print(f"{name:26}{case.median / results[sizes[0]][name].median:9.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=TOP / "var" / "bench")
    asked = parser.parse_args()
    results = {}
    for size in asked.sizes:
        results[size] = measure(size, asked.rounds, asked.folder)
        table(results[size])
    if len(results) > 1:
        growth(results)


if __name__ == "__main__":
    main()
