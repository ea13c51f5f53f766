"""The wheel in a site of somebody else: installed by the documented lines, its whole way there, and nothing broken."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from disclosure.checks import ADDRESSES, DEFAULTS, SETTINGS, Line

TOP = Path(__file__).resolve().parents[2]
HOST = TOP / "tests/house/host"
PACKAGES = "site-packages-of-the-host"
APPS = [line for line in SETTINGS if line.code.startswith("INSTALLED_APPS")]


def settings(without: Line | None = None) -> str:
    """The host's settings with the documented lines, but for one."""
    lines = [line.code for line in SETTINGS if line is not without]
    bare = (HOST / "hostsite/bare.py").read_text()
    return "\n".join([bare, "import disclosure", 'INSTALLED_APPS += ["disclosure"]', *lines, ""])


def addresses(without: Line | None = None) -> str:
    """The host's addresses with the documented lines, but for one."""
    lines = [f"    {line.code}" for line in ADDRESSES if line is not without]
    imports = "import disclosure.files.views\nfrom django.conf import settings"
    bare = (HOST / "hostsite/urls.py").read_text().replace("# documented imports", imports)
    return bare.replace("    # documented lines", "\n".join(lines))


def run(folder: Path, *line: str) -> subprocess.CompletedProcess:
    """Run Python within the host, which sees the installed wheel and nothing of this repository."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "DISCLOSURE"))}
    environment["PYTHONPATH"] = str(folder / PACKAGES)
    return subprocess.run([sys.executable, *line], cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def host(tmp_path_factory) -> Path:
    """The host with the wheel installed and the documented lines added."""
    made = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    build = ["wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), str(TOP)]
    subprocess.run([*pip, *build], check=True)
    folder = made / "host"
    shutil.copytree(HOST, folder)
    wheel = next(made.glob("wagtail_disclosure-*.whl"))
    subprocess.run(
        [*pip, "install", "--no-index", "--no-deps", "--target", str(folder / PACKAGES), str(wheel)], check=True
    )
    (folder / "hostsite/settings.py").write_text(settings())
    (folder / "hostsite/urls.py").write_text(addresses())
    return folder


def test_the_wheel_holds_the_add_on_alone(host):
    assert {path.name for path in (host / PACKAGES).iterdir() if "dist-info" not in path.name} == {"disclosure"}


def test_an_item_goes_its_whole_way_and_the_host_is_as_before(host):
    for line in (["manage.py", "migrate", "-v0"], ["manage.py", "makemigrations", "--check"], ["journey.py"]):
        done = run(host, *line)
        assert done.returncode == 0, done.stdout + done.stderr


def test_each_line_left_out_is_named_by_a_check(host):
    (host / "without").mkdir()
    lines = [line for line in SETTINGS if line not in APPS]
    for line in lines:
        (host / f"without/E{line.number:03}.py").write_text(settings(without=line))
    for line in DEFAULTS:
        (host / f"without/E{line.number:03}.py").write_text(settings() + line.code.replace("True", "False"))
    for line in ADDRESSES:
        (host / f"hostsite/urls_{line.number}.py").write_text(addresses(without=line))
        (host / f"without/E{line.number:03}.py").write_text(
            f'{settings()}ROOT_URLCONF = "hostsite.urls_{line.number}"\n'
        )
    done = run(host, "leave_out.py")
    assert done.returncode == 0, done.stderr
    said = dict(re.findall(r"^== (E\d+)\n(.*?)(?=^== |\Z)", done.stdout, re.MULTILINE | re.DOTALL))
    for line in [*lines, *DEFAULTS, *ADDRESSES]:
        name = f"E{line.number:03}"
        assert re.findall(r"\(disclosure\.(E\d+)\)", said[name]) == [name]
        assert line.code in said[name]


@pytest.mark.parametrize("line", APPS, ids=lambda line: f"E{line.number:03}")
def test_an_app_left_out_is_named_from_the_start(host, line):
    (host / "hostsite/settings_without_app.py").write_text(settings(without=line))
    done = run(host, "manage.py", "check", "--settings", "hostsite.settings_without_app")
    assert done.returncode == 1
    assert f"disclosure.E{line.number:03}" in done.stderr
    assert line.code in done.stderr
