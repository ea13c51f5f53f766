"""Sentences are compared as they stand in the source, in English; the catalogue has tests of its own."""

import pytest
from django.utils import translation

from disclosure.core import clock
from tests import factories
from tests.factories import moment

NOW = moment("2026-11-24 09:00")


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def morning():
    """Every test here begins on a Tuesday at nine."""
    with clock.moved(NOW):
        yield NOW


@pytest.fixture
def school(db):
    return factories.school()
