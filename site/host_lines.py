#!/usr/bin/env python3
"""Writes docs/host-lines.md: what a site adds to take the add-on in, from the same list that the system check asks.

site/host_lines.py         write it
site/host_lines.py check   end with 1 where it is out of step
"""

import os
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / "site"), str(TOP)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

import django

django.setup()

from disclosure.checks import ADDRESSES, SETTINGS, Line

TARGET = TOP / "docs/host-lines.md"
HEAD = """# What a site adds to take the add-on in

Written by `make docs` from `disclosure/checks.py`. `manage.py check` names each line that is missing or contradicted
by its number; a test leaves each one out and expects that.

## Settings

```python
import disclosure

INSTALLED_APPS += ["disclosure"]
"""


def table(lines: list[Line]) -> str:
    """Number, and what the line changes for the host."""
    rows = [f"| E{line.number:03} | `{short(line.code)}` | {line.changes} |" for line in lines]
    return "\n".join(["| | | what it changes |", "| --- | --- | --- |", *rows])


def short(code: str) -> str:
    """A line of settings, or only its name where it is long."""
    return code if len(code) < 50 else code.split("=")[0].rstrip(" +")


def page() -> str:
    settings = "\n".join(line.code for line in SETTINGS)
    addresses = "\n".join(f"    {line.code}" for line in ADDRESSES)
    return (
        f"""{HEAD}{settings}
```

{table(SETTINGS)}

## Addresses

Before `path("", include(wagtail_urls))`:

```python
import disclosure.files.views
from django.conf import settings

urlpatterns = [
    ...
{addresses}
    path("", include(wagtail_urls)),
]
```

"""
        + "\n".join(f"- E{line.number:03}: {line.changes}" for line in ADDRESSES)
        + "\n"
    )


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:
        if TARGET.read_text() == page():
            return 0
        print(f"{TARGET.relative_to(TOP)}: not in step with disclosure/checks.py; run `make docs`")
        return 1
    TARGET.write_text(page())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
