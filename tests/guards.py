"""Takes each guard of tests/ways/guards.toml out in turn, in a copy of the tree, and must see its test fail.

`make guards`, or with words of the names of those that are wanted: `.venv/bin/python tests/guards.py invitation`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).parent / "ways" / "guards.toml"
AT_ONCE = 2
LONGEST_S = 180
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache")


@dataclass(frozen=True)
class Guard:
    """`text` stands once in `file`, `instead` takes its place, and then `test` (one node or more) must fail."""

    name: str
    file: str
    text: str
    instead: str
    test: str

    def times(self, root: Path = ROOT) -> int:
        """How often the text is found."""
        path = root / self.file
        return path.read_text().count(self.text) if path.is_file() else 0

    @property
    def nodes(self) -> list[str]:
        return re.split(r" (?=tests/)", self.test)


def guards() -> list[Guard]:
    """The list, without the line breaks that multi-line strings end with."""
    found = tomllib.loads(LIST.read_text())["guard"]
    return [Guard(**{key: value.removesuffix("\n") for key, value in row.items()}) for row in found]


def without(guard: Guard) -> str:
    """What came of it: empty where the test saw that the guard is out, else what is wrong."""
    if guard.times() != 1:
        return f"its text stands {guard.times()} times in {guard.file}"
    with tempfile.TemporaryDirectory(prefix="guard-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        path = tree / guard.file
        broken = path.read_text().replace(guard.text, guard.instead)
        compile(broken, guard.file, "exec")
        path.write_text(broken)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *guard.nodes]
        done = subprocess.run(
            command,
            cwd=tree,
            env={**os.environ, "DISCLOSURE_VAR": folder},
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr.strip()[-200:]
    if done.returncode == 1 and " failed" in last:
        return ""
    return f"{guard.test} did not fail: {last}"


def main(words: list[str]) -> int:
    wanted = [guard for guard in guards() if not words or any(word.lower() in guard.name.lower() for word in words)]
    wrong = 0
    with ThreadPoolExecutor(AT_ONCE) as workers:
        for guard, fault in zip(wanted, workers.map(without, wanted), strict=True):
            print(f"{'still passes' if fault else 'seen':13} {guard.name}{': ' + fault if fault else ''}", flush=True)
            wrong += bool(fault)
    print(f"{len(wanted)} guards taken out, {len(wanted) - wrong} seen by their tests")
    return 1 if wrong or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
