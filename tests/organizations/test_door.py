"""The door of the admin: every view that a member does not need answers 404, those that an upgrade adds among them."""

import pytest
from django.test import override_settings
from django.urls import get_resolver, reverse

from disclosure.organizations import door
from home.models import HomePage
from tests import factories

from .conftest import BACKEND, editor_of_the_host

pytestmark = pytest.mark.django_db


def patterns(entries, above=(), spaces=()):
    for entry in entries:
        here = (*above, entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from patterns(entry.url_patterns, here, inner)
        else:
            yield ":".join((*spaces, entry.name or "")), here


def views_of_the_admin():
    """Each view of the admin by its name, with an address that leads to it."""
    found = {}
    for name, way in patterns(get_resolver().url_patterns):
        if str(way[0]) != "admin/" or not name or name.endswith(":"):
            continue
        arguments = {}
        for pattern in way:
            for key, converter in pattern.converters.items():
                arguments[key] = 1 if "Int" in type(converter).__name__ else "page"
            if hasattr(pattern, "_regex"):
                arguments |= dict.fromkeys(pattern.regex.groupindex, "1")
        found[name] = reverse(name, kwargs=arguments)
    return found


@pytest.fixture
def clerk(client, school):
    client.force_login(school.people["office"], backend=BACKEND)
    return client


def test_every_view_of_the_admin_is_on_the_list_or_not_there(clerk):
    views = views_of_the_admin()
    assert len(views) > 150
    closed = {name for name in views if not name.startswith("disclosure_") and name not in door.OPEN}
    closed -= set(door.FURTHER)
    answers = {name: clerk.get(views[name]).status_code for name in sorted(closed)}
    assert {name: code for name, code in answers.items() if code != 404} == {}
    assert len(closed) > 90


def test_the_list_names_only_views_that_exist():
    views = views_of_the_admin()
    views |= {f"{name.rpartition(':')[0]}:": "" for name in views}  # a test may stand for a namespace
    assert {name for name in door.OPEN | set(door.GUARDED) | set(door.FURTHER) if name not in views} == set()


@pytest.mark.parametrize("username", ["office", "reviewer", "leader1", "supervisor1", "principal", "administrator"])
def test_everyone_enters(client, school, username):
    client.force_login(school.people[username], backend=BACKEND)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_superuser_passes(client, school):
    client.force_login(factories.person(is_superuser=True), backend=BACKEND)
    assert client.get(reverse("wagtailusers_users:index")).status_code == 200


def test_who_left_is_asked_to_sign_in(client, school):
    person = factories.person()
    body = school.bodies["office"]
    factories.member(body, person, until=factories.moment("2026-01-01"))
    client.force_login(person, backend=BACKEND)
    answer = client.get(reverse("wagtailadmin_home"))
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_the_host_opens_more(clerk):
    address = reverse("wagtailadmin_reports:aging_pages")
    assert clerk.get(address).status_code == 404
    with override_settings(DISCLOSURE_ADMIN_VIEWS=["wagtailadmin_reports:"]):
        assert clerk.get(address).status_code == 200


def test_an_editor_of_the_host_who_is_no_member_passes_as_before(client, school):
    client.force_login(editor_of_the_host(), backend=BACKEND)
    assert client.get(reverse("wagtailadmin_reports:aging_pages")).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:unpublish", args=[HomePage.objects.get().pk])).status_code == 200


def test_a_member_who_edits_the_host_keeps_its_pages(clerk, school):
    editor_of_the_host(school.people["office"])
    home = HomePage.objects.get()
    assert clerk.get(reverse("wagtailadmin_pages:unpublish", args=[home.pk])).status_code == 200
    assert clerk.get(reverse("wagtailadmin_pages:unpublish", args=[school.column.pk])).status_code == 404
    assert clerk.get(reverse("wagtailadmin_reports:aging_pages")).status_code == 404
