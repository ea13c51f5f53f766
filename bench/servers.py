"""The product and the plain site, each as it is deployed, and one who asks them."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from bench import TOP

PRODUCT, PLAIN = 8190, 8191
FILLED = "filled"


def environment(var: Path) -> dict[str, str]:
    own = {"BENCH_VAR": str(var), "DISCLOSURE_VAR": str(var), "PYTHONPATH": f"{TOP}:{TOP / 'site'}"}
    return os.environ | own


def fill(var: Path, size: int) -> None:
    """Both sites, where they are not filled yet."""
    if (var / FILLED).exists():
        return
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    for module in ("bench.fill", "bench.plain.fill"):
        subprocess.run([sys.executable, "-m", module, str(size)], cwd=TOP, env=environment(var), check=True)
    (var / FILLED).touch()


class Server:
    """One granian, with the options of `make run`; `more` of the environment is its own."""

    def __init__(self, port: int, application: str, settings: str, var: Path, **more: str):
        self.more = more
        command = f"""granian --interface wsgi --host 127.0.0.1 --port {port} --no-ws --log-level warning
            --workers 2 --blocking-threads 4 --backpressure 64 {application}:application""".split()
        self.port = port
        self.process = self.start([sys.executable, "-m", *command], settings, var)
        until = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if time.monotonic() > until:
                raise TimeoutError(application)
            time.sleep(0.1)

    def start(self, command: list[str], settings: str, var: Path) -> subprocess.Popen:
        given = environment(var) | {"DJANGO_SETTINGS_MODULE": settings} | self.more
        return subprocess.Popen(command, cwd=TOP, env=given, start_new_session=True)

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def megabytes(*processes: subprocess.Popen) -> float:
    """What these and all they started hold, shared pages once (PSS)."""
    sessions = {process.pid for process in processes}
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) in sessions:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total / 1024


class Reader:
    """One connection that stays open."""

    def __init__(self, port: int):
        self.port, self.host = port, f"127.0.0.1:{port}"
        self.reopen()

    def reopen(self) -> None:
        """A server closes a connection on which nothing was asked for long."""
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes, float]:
        """Status, headers, body, and seconds from the first byte sent to the last received."""
        lines = [f"GET {path} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        asked = ("\r\n".join(lines) + "\r\n\r\n").encode()
        began = time.perf_counter()
        self.socket.sendall(asked)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.receive()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        said = {name.lower(): value for name, value in (line.split(": ", 1) for line in rest)}
        status = int(first.split()[1])
        length = 0 if status == 304 else int(said["content-length"])
        parts = [body]
        missing = length - len(body)
        while missing > 0:
            parts.append(self.receive())
            missing -= len(parts[-1])
        return status, said, b"".join(parts), time.perf_counter() - began

    def receive(self) -> bytes:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("closed")
        return data


class Board:
    """The product's database from outside: addresses, and changes to what is asked for, beside it and elsewhere."""

    def __init__(self, var: Path):
        self.database = sqlite3.connect(var / "db.sqlite3", timeout=20, isolation_level=None)
        found = self.database.execute(
            "SELECT i.text, p.item_id, p.organization_id, c.url_path FROM disclosure_posting p"
            " JOIN disclosure_indexnumber i ON i.id = p.index_id JOIN wagtailcore_page c ON c.id = p.column_id"
            " WHERE p.ends_at IS NULL ORDER BY p.id LIMIT 1"
        )
        self.index, self.item, self.organization, column = found.fetchone()
        self.column = "/" + column.split("/", 2)[2]
        self.database.execute(f"INSERT OR IGNORE INTO disclosure_change VALUES ('item-{self.item}', 1)")

    def change_frame(self) -> None:
        """As if a name had changed, and something in every organization: nothing that is kept counts any more."""
        self._raise("scope <= 'frame'")

    def change(self) -> None:
        """As if the item that is asked for had been corrected."""
        self._raise(f"scope IN ('all', '{self.organization}', 'item-{self.item}')")

    def change_beside(self) -> None:
        """As if another item of the same organization had gone up."""
        self._raise(f"scope IN ('all', '{self.organization}')")

    def change_elsewhere(self) -> None:
        """As if something had gone up in another organization."""
        self._raise("scope = 'all'")

    def _raise(self, which: str) -> None:
        self.database.execute(f"UPDATE disclosure_change SET number = number + 1 WHERE {which}")
