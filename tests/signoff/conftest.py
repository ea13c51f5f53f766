"""In English; with an item under way."""

import pytest

from tests import factories
from tests.standing import english

__all__ = ["english"]


@pytest.fixture
def submission(school):
    page = factories.item(school.column, by=school.people["office"], title="伙食费公示", summary="十月收支")
    return factories.submitted(page, school.people["office"])
