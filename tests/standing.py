"""Fixtures that the conftest.py of several packages take in: language and hour of their tests."""

import pytest
from django.utils import translation

from tests import factories

NOW = factories.moment("2026-11-24 09:00")


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
