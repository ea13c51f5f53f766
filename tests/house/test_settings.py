"""How the site is started: what production refuses, what a machine keeps for itself, what `make run` says."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings.base import database

TOP = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-tests-" * 4,
    "ALLOWED_HOSTS": "board.example.org",
    "WAGTAILADMIN_BASE_URL": "https://board.example.org",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "board@example.org",
}


def run(*line: str, var: Path, **environment: str) -> subprocess.CompletedProcess:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "DATABASE"))}
    kept["DISCLOSURE_VAR"] = str(var)
    return subprocess.run(
        [sys.executable, *line], cwd=TOP, env={**kept, **environment}, capture_output=True, text=True, timeout=120
    )


def test_production_settings_pass_the_deployment_check(tmp_path):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", var=tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_production_refuses_the_demo(tmp_path):
    done = run("manage.py", "check", var=tmp_path, **PRODUCTION, DISCLOSURE_DEMO="1")
    assert done.returncode != 0
    assert "DISCLOSURE_DEMO" in done.stderr.splitlines()[-1]


def test_production_names_what_is_missing(tmp_path):
    for name in PRODUCTION.keys() - {"DJANGO_SETTINGS_MODULE"}:
        given = {key: value for key, value in PRODUCTION.items() if key != name}
        done = run("-c", "import config.settings.production", var=tmp_path, PYTHONPATH="site", **given)
        assert done.returncode != 0
        assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("url", "name", "waits"),
    [
        ("sqlite:////x", "timeout", 20),
        ("postgresql:///x", "options", "-c lock_timeout=20s"),
        ("postgresql:///x?options=-c%20lock_timeout%3D5s", "options", "-c lock_timeout=5s"),
    ],
)
def test_a_writer_waits_for_another_twenty_seconds_unless_told_otherwise(url, name, waits):
    assert database(url)["OPTIONS"][name] == waits


def test_the_secret_key_of_a_machine_is_made_once_and_is_its_owners_alone(tmp_path):
    line = ["-c", "from config.settings.dev import SECRET_KEY; print(SECRET_KEY)"]
    first, second = (run(*line, var=tmp_path, PYTHONPATH="site:.").stdout for _ in range(2))
    assert len(first.strip()) > 50
    assert first == second
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_taken_port_is_said_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("site/serve.py", var=tmp_path, PORT=str(port))
    assert done.returncode == 1
    assert f"端口 {port} 不能使用" in done.stderr
    assert not (tmp_path / "db.sqlite3").exists()


def test_catalogues_are_in_step_and_whole(tmp_path):
    done = run("site/messages.py", "check", var=tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_hosts_lines_in_the_docs_are_those_of_the_check(tmp_path):
    done = run("site/host_lines.py", "check", var=tmp_path)
    assert done.returncode == 0, done.stdout
