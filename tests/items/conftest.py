"""A clerk at work, and a draft of theirs."""

import pytest

from tests import factories


@pytest.fixture
def office(client, school):
    client.force_login(school.people["office"], backend="django.contrib.auth.backends.ModelBackend")
    return school.people["office"]


@pytest.fixture
def page(school, office):
    return factories.item(school.column, by=office)
