"""One set-up for a module: each way is gone within a transaction that is undone."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from disclosure.core import clock
from tests.standing import NOW, places
from tests.ways import scene as scenes


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("ways")


@pytest.fixture(autouse=True)
def media_of_its_own(folder, settings) -> None:
    """Library and kept files of the one set-up."""
    for name, value in places(folder).items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def morning():
    with clock.moved(NOW):
        yield
    cache.clear()  # what was kept belongs to a number of change that another test gives again


@pytest.fixture(scope="module")
def make():
    """What makes the scene; another package has its own."""
    return scenes.make


@pytest.fixture(scope="module")
def set_up(django_db_setup, django_db_blocker, folder, make):
    """The scene, in a transaction around those of the tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**places(folder)), clock.moved(NOW):
            made = make()
        yield made
        transaction.set_rollback(True)
        cache.clear()


@pytest.fixture
def scene(set_up, db):
    return set_up
