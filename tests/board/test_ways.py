"""Where a visitor goes from a public page: whom to ring, where staff sign in, what stands first."""

import pytest
from django.urls import reverse

from tests.board import hanging

pytestmark = pytest.mark.django_db


def test_staff_find_the_way_in_at_the_foot_of_a_page(client, now, school):
    posting = hanging.put_up(school)
    for path in ("/", "/organizations/", hanging.address(posting)):
        body = client.get(path).content.decode()
        assert f'<a href="{reverse("wagtailadmin_login")}" rel="nofollow">' in body, path


def test_columns_stand_before_those_who_sign(client, now, school):
    hanging.put_up(school)
    body = client.get(school.organization.url).content.decode()
    places = [body.index(f'id="{band}"') for band in ("contact", "columns", "latest", "bodies")]
    assert places == sorted(places)


def test_organizations_are_not_counted_as_notices(client, now, school):
    for path in ("/organizations/", "/rosters/"):
        assert "共 2 个" in client.get(path).content.decode(), path
