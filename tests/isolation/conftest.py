"""One set-up for the whole walk: what a request changed is undone."""

import pytest
from django.core.management import call_command

from tests.isolation import scene as scenes
from tests.ways.conftest import folder, media_of_its_own, morning, scene, set_up

__all__ = ["folder", "media_of_its_own", "morning", "scene", "set_up"]


@pytest.fixture(scope="module")
def make():
    """The two schools; what a search would find, is found."""

    def indexed() -> scenes.Isolated:
        made = scenes.make()
        call_command("update_index", verbosity=0)
        return made

    return indexed
