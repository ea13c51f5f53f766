"""One set-up for the whole walk: what a request changed is undone."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from disclosure.core import clock
from tests.isolation import scene as scenes
from tests.standing import NOW
from tests.ways.conftest import folder, media_of_its_own, morning, places

__all__ = ["folder", "media_of_its_own", "morning"]


@pytest.fixture(scope="module")
def set_up(django_db_setup, django_db_blocker, folder):
    """The two schools, in a transaction around those of the tests; what a search would find, is found."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**places(folder)), clock.moved(NOW):
            made = scenes.make()
            call_command("update_index", verbosity=0)
        yield made
        transaction.set_rollback(True)
        cache.clear()


@pytest.fixture
def scene(set_up, db):
    return set_up
