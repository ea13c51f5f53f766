"""Killed at every step: nothing lost, nothing doubled, nothing half.

A sample that differs each day (its seed stands in the head of the run); `make drill` (DISCLOSURE_DRILL=all) takes all.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.conftest import seed_of_the_day

TOP = Path(__file__).resolve().parents[2]
EACH = 1  # death of each act; on PostgreSQL of the two that matter most there


def migrated(folder: Path) -> str:
    """The address of a database as it is after the migrations; nobody is connected to it."""
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    else:
        url = f"sqlite:///{folder / 'migrated.sqlite3'}"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "migrated.sqlite3")])
    connection.close()
    return url


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_doubled_or_half(tmp_path, capsys):
    everything = os.environ.get("DISCLOSURE_DRILL") == "all"
    sample = [] if everything else ["--each", str(EACH), "--seed", str(seed_of_the_day())]
    environment = os.environ | {
        "DATABASE_URL": migrated(tmp_path),
        "DISCLOSURE_VAR": str(tmp_path),
        "PYTHONPATH": f"{TOP / 'site'}:{TOP}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    line = [sys.executable, "-m", "tests.drill", *sample]
    with capsys.disabled():
        done = subprocess.run(line, cwd=TOP, env=environment, text=True, stdout=None if everything else subprocess.PIPE)
    assert done.returncode == 0, done.stdout
