"""What several packages take in: language and hour of their tests, and rows that all tests of a module see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from disclosure.core import clock
from tests import factories

NOW = factories.moment("2026-11-24 09:00")
Made = TypeVar("Made")


def places(folder: Path) -> dict[str, Path]:
    """The settings that say where files go, below `folder`."""
    names = {"MEDIA_ROOT": "media", "DISCLOSURE_KEPT": "kept", "DISCLOSURE_HEADS": "heads"}
    return {setting: folder / name for setting, name in names.items()}


@contextmanager
def scene(blocker, folder: Path, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` makes in English at NOW, once for a module: nothing is committed, its files are in `folder`.

    Each test stands in a transaction of its own within.
    """
    with blocker.unblock(), transaction.atomic():
        with override_settings(LANGUAGE_CODE="en", **places(folder)), translation.override("en"), clock.moved(NOW):
            made = make()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def english(settings):
    """Sentences are compared as they stand in the source; the catalogue has tests of its own."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def morning(at_nine):
    """Every test begins then."""
    return at_nine
