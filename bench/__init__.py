"""Speed of the product beside plain Wagtail, in the same run: `make bench`."""

import os
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]


def setting_up(settings: str) -> None:
    """Django with these settings, for a script of its own."""
    sys.path[:0] = [str(TOP / "site"), str(TOP)]
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django

    django.setup()
