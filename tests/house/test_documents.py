"""What the documents name is there: targets of make, files, commands of manage.py; what is drawn is in step."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

TOP = Path(__file__).resolve().parents[2]
GUIDES = ["README.md", "README.zh-hans.md", *sorted(str(f.relative_to(TOP)) for f in (TOP / "docs").rglob("*.md"))]
LARGEST = 150_000


def text(name: str) -> str:
    return (TOP / name).read_text(encoding="utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.M))


def linked(name: str) -> set[str]:
    """Files that a document links or shows, without the world outside and places within itself."""
    found = re.findall(r"\]\(([^)]+)\)", text(name)) + re.findall(r'src="([^"]+)"', text(name))
    return {link.split("#")[0] for link in found if not link.startswith(("http", "#"))}


@pytest.mark.parametrize("name", GUIDES)
def test_a_target_of_make_that_a_document_names_exists(name):
    code = re.findall(r"`([^`]+)`", text(name)) + re.findall(r"^    +(.+)$", text(name), flags=re.M)
    named = {found for line in code for found in re.findall(r"\bmake ([a-z][a-z-]*)", line)}
    assert named <= targets()


@pytest.mark.parametrize("name", GUIDES)
def test_a_file_that_a_document_links_exists(name):
    folder = (TOP / name).parent
    assert [link for link in linked(name) if not (folder / link).exists()] == []


@pytest.mark.parametrize("name", GUIDES)
def test_a_command_that_a_document_names_exists(name):
    named = set(re.findall(r"\bmanage(?:\.py)? ([a-z_]+)", text(name)))
    assert named <= set(get_commands())


@pytest.mark.parametrize("name", ["README.md", "README.zh-hans.md"])
def test_the_two_readmes_lead_to_the_same_files(name):
    assert linked(name) - {"README.md", "README.zh-hans.md"} == linked("README.md") - {"README.zh-hans.md"}


def test_pictures_are_small_and_shown():
    pictures = sorted((TOP / "docs/pictures").iterdir())
    shown = {(TOP / name).parent / link for name in GUIDES for link in linked(name)}
    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST] == []


def test_the_diagram_of_the_layers_is_in_step():
    done = subprocess.run([sys.executable, "site/diagram.py", "check"], cwd=TOP, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_variable_that_production_reads_stands_in_the_operators_guide():
    settings = text("site/config/settings/production.py") + text("site/config/settings/base.py")
    names = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', settings))
    assert {name for name in names if f"`{name}`" not in text("docs/operator.md")} == set()
