"""The browser of the tests reaches the running site."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_visitor_sees_the_start_page(page):
    page.goto("/")
    assert page.get_by_role("heading", level=1).is_visible()
