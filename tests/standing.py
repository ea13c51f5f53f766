"""Fixtures that the conftest.py of several packages take in: language, hour and school of their tests."""

import pytest
from django.utils import translation

from disclosure.core import clock
from tests import factories

NOW = factories.moment("2026-11-24 09:00")


@pytest.fixture(autouse=True)
def english(settings):
    """Sentences are compared as they stand in the source; the catalogue has tests of its own."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def morning():
    """Every test begins on a Tuesday at nine."""
    with clock.moved(NOW):
        yield NOW


@pytest.fixture
def school(db):
    return factories.school()
