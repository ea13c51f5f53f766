"""`python -m bench.attachments --folder DIR`: an attachment of 10 MB, fifty readers, beside nginx with the same file.

DIR is a folder that `python -m bench` has filled. Needs nginx (Debian: nginx-light), which is no part of the product.
"""

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import TOP
from bench.servers import PRODUCT, Board, Reader, Server, environment

NGINX, HANDED = 8192, 8193
READERS, SIZE = 50, 10 * 1024 * 1024
NAME = "bench.pdf"
CONFIGURATION = """
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    server {{
        listen 127.0.0.1:{nginx};
        location / {{ proxy_pass http://127.0.0.1:{handed}; proxy_set_header Host $host; }}
        location /kept/ {{ internal; alias {kept}/; }}
        location /plain/ {{ alias {kept}/; }}
    }}
}}
"""


def attach(var: Path) -> Path:
    """Ten megabytes as one more file of the item that is asked for; where it lies within the kept files."""
    from disclosure.files import store
    from disclosure.items.models import EditionFile, Posting

    edition = Posting.objects.filter(item=Board(var).item).latest("pk").edition
    known = EditionFile.objects.filter(edition=edition, name=NAME).first()
    if known is None:
        content = os.urandom(SIZE)
        sha256 = hashlib.sha256(content).hexdigest()
        handle, written = store.draft()
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        store.settle(written, sha256)
        known = EditionFile.objects.create(
            edition=edition, sha256=sha256, name=NAME, content_type="application/pdf", size=SIZE, attachment=True
        )
    return Path(store.relative(known.sha256))


def read(port: int, path: str) -> None:
    status, _headers, body, _seconds = Reader(port).get(path)
    if (status, len(body)) != (200, SIZE):
        raise ValueError(f"{path}: {status}, {len(body)} bytes")


def together(port: int, path: str) -> float:
    """Megabytes a second when all ask at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        for done in [readers.submit(read, port, path) for _ in range(READERS)]:
            done.result()
    return READERS * SIZE / (time.perf_counter() - began) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    var = asked.folder.resolve()
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        sys.exit("This measurement needs nginx: apt-get install nginx-light")
    os.environ |= environment(var)
    from bench import setting_up

    setting_up("config.settings.dev")
    place = attach(var)
    servers = [
        Server(PRODUCT, "config.wsgi", "config.settings.dev", var),
        Server(HANDED, "config.wsgi", "config.settings.dev", var, X_ACCEL="/kept/"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "nginx.conf"
        written.write_text(CONFIGURATION.format(folder=folder, nginx=NGINX, handed=HANDED, kept=var / "kept"))
        nginx = subprocess.Popen([program, "-c", str(written)], cwd=TOP)
        try:
            time.sleep(1)
            item = f"/{Board(var).index}/files/{NAME}"
            cases = {
                "nginx alone": (NGINX, f"/plain/{place}"),
                "handed over": (NGINX, item),
                "by the product": (PRODUCT, item),
            }
            found: dict[str, list[float]] = {name: [] for name in cases}
            for _round in range(asked.rounds):
                for name, case in cases.items():
                    found[name].append(together(*case))
        finally:
            nginx.terminate()
            for server in servers:
                server.stop()
    alone = statistics.median(found["nginx alone"])
    print(f"{READERS} readers, {SIZE // 1024 // 1024} MB each")
    for name, rates in found.items():
        print(f"{name:18}{statistics.median(rates):8.0f} MB/s{statistics.median(rates) / alone:8.2f} of nginx")


if __name__ == "__main__":
    main()
