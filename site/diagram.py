#!/usr/bin/env python3
"""Draws docs/layers.md: the layers of import-linter's contract, and who points at whom in the registry of models.

site/diagram.py         draw it
site/diagram.py check   end with 1 where it is out of step
"""

import os
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / "site"), str(TOP)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

from django.apps import apps
from django.db.models import Model

TARGET = TOP / "docs/layers.md"
HEAD = """# The layers

Drawn by `make diagram`, from import-linter's contract in `pyproject.toml` and from the registry of models; not by hand.

## Who may import whom

A package imports from those below it and from none above. What stands in one box side by side does not know the other.
"""
BETWEEN = """
## Who points at whom

Foreign keys from package to package; all of them point downward, to the same package or to Wagtail and Django.
"""


def layers() -> list[list[str]]:
    """The layers of the first contract, from top to bottom."""
    contract = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return [layer.split(" : ") for layer in contract["layers"]]


def package_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def models() -> dict[str, list[type[Model]]]:
    """The models of the add-on by package, from top to bottom."""
    found: dict[str, list[type[Model]]] = {name: [] for layer in layers() for name in layer}
    for model in apps.get_app_config("disclosure").get_models():
        found[package_of(model)].append(model)
    return {name: rows for name, rows in found.items() if rows}


def edges() -> list[tuple[str, str]]:
    """From which package to which a foreign key points, once each."""
    found = {
        (package, package_of(field.related_model))
        for package, rows in models().items()
        for model in rows
        for field in model._meta.get_fields(include_hidden=False)
        if field.is_relation and field.concrete and field.related_model._meta.app_label == "disclosure"
    }
    order = list(models())
    across = [edge for edge in found if edge[0] != edge[1]]
    return sorted(across, key=lambda edge: (order.index(edge[0]), order.index(edge[1])))


def mermaid(lines: list[str]) -> str:
    return "\n".join(["", "```mermaid", "flowchart TD", *(f"    {line}" for line in lines), "```", ""])


def page() -> str:
    rows = layers()
    nodes = [f'l{number}["{" · ".join(layer)}"]' for number, layer in enumerate(rows)]
    arrows = [f"l{number} --> l{number + 1}" for number in range(len(rows) - 1)]
    boxes = [f'{package}["<b>{package}</b><br>{words(found)}"]' for package, found in models().items()]
    links = [f"{above} --> {below}" for above, below in edges()]
    return HEAD + mermaid(nodes + arrows) + BETWEEN + mermaid(boxes + links)


def words(found: list[type[Model]]) -> str:
    return "<br>".join(sorted(model.__name__ for model in found))


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:
        if TARGET.exists() and TARGET.read_text() == page():
            return 0
        print(f"{TARGET.relative_to(TOP)}: not in step with the packages; run `make diagram`")
        return 1
    TARGET.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
