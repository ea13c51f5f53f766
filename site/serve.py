#!/usr/bin/env python3
"""`make run`: prepare what is missing, then web and runner together until Ctrl-C.

site/serve.py              prepare and serve on 127.0.0.1, PORT (8000)
site/serve.py --reset      throw the data away and install the demo anew
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / "site"), str(TOP)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

HOST = "127.0.0.1"
STOP_S = 8

WELCOME = """
    {address}

公开栏已启动（Ctrl-C 停止）。管理后台： {address}admin/
演示账号，密码均为 disclosure-demo：
    admin                      系统管理员
    office, office2            办公室（起草、送审）
    reviewer                   保密审查
    leader1 – leader3          领导小组
    supervisor1 – supervisor3  监督小组
    principal                  校长
    bureau                     上级教育局办公室
数据在 {var}
"""


def refuse_taken(port: int) -> None:
    """End with a sentence where somebody else listens at `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"端口 {port} 不能使用：{error.strerror}。换一个端口，例如： make run PORT={port + 1}")


def throw_away() -> None:
    """Remove the database and all files of this installation; on SQLite only, a server is its operator's to empty."""
    if connection.vendor != "sqlite":
        sys.exit("只能重置 var/ 下的 SQLite 数据；DATABASE_URL 指向的数据库请自行清空。")
    connection.close()
    for file in settings.DISCLOSURE_VAR.glob("db.sqlite3*"):
        file.unlink()
    for folder in (settings.MEDIA_ROOT, settings.DISCLOSURE_KEPT, settings.DISCLOSURE_HEADS, settings.EMAIL_FILE_PATH):
        shutil.rmtree(folder, ignore_errors=True)


def prepare() -> None:
    """Folders, tables, static files; and the demo where nobody has an account yet."""
    settings.DISCLOSURE_VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DISCLOSURE_DEMO and not get_user_model().objects.exists():
        print("数据库是新的，正在安装演示数据……", flush=True)
        call_command("demo")


def commands(port: int) -> dict[str, list[str]]:
    """What runs, by name."""
    web = f"""granian --interface wsgi --host {HOST} --port {port} --no-ws --log-level warning
        --workers 2 --blocking-threads 4 --backpressure 64 --workers-kill-timeout 5""".split()
    return {
        "web": [sys.executable, "-m", *web, "config.wsgi:application"],
        "runner": [sys.executable, str(TOP / "manage.py"), "runner"],
    }


def answers(port: int) -> bool:
    """Whether somebody listens at `port`."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def serve(port: int) -> int:
    """Run until a signal comes (0) or one of the two ends by itself (1: the other is stopped, nothing is restarted)."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    environment = {**os.environ, "PYTHONPATH": f"{TOP / 'site'}:{TOP}", "PORT": str(port)}
    # each in a process group of its own: Ctrl-C reaches this process alone, which then ends them in order
    running = {
        name: subprocess.Popen(line, cwd=TOP, env=environment, process_group=0) for name, line in commands(port).items()
    }
    ended, greeted = None, False
    while not ended and not over.wait(0.3):
        ended = next((name for name, process in running.items() if process.poll() is not None), None)
        if not greeted and answers(port):
            print(WELCOME.format(address=f"http://{HOST}:{port}/", var=settings.DISCLOSURE_VAR), flush=True)
            greeted = True
    if ended and not over.is_set():
        print(f"{ended} 意外退出（代码 {running[ended].returncode}），全部停止。", file=sys.stderr, flush=True)
    stop(running)
    return 0 if over.is_set() else 1


def stop(running: dict[str, subprocess.Popen]) -> None:
    """Ask all to end; kill what does not within STOP_S seconds, with everything that it started."""
    late = threading.Timer(STOP_S, lambda: [send(process, signal.SIGKILL) for process in running.values()])
    late.start()
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        process.wait()
        send(process, signal.SIGKILL)
    late.cancel()


def send(process: subprocess.Popen, number: int) -> None:
    """Signal the whole group of `process`, where anything of it is left."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def main() -> int:
    django.setup()
    refuse_taken(settings.PORT)
    if "--reset" in sys.argv[1:]:
        throw_away()
        prepare()
        return 0
    prepare()
    return serve(settings.PORT)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("已停止。")
