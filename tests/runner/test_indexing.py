"""Whoever looks after the installation sees how far the index is, and has it made anew without a shell."""

import pytest
from django.urls import reverse

from disclosure.runner import lease
from disclosure.search.operations import catch_up, standing
from tests import factories
from tests.items.library import document

from .conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

PAGE = "/admin/disclosure/search/"


@pytest.fixture
def posted(school):
    attached = [("file", {"document": document(school.organization), "title": "明细"})]
    factories.posted(school, title="午餐公示")
    factories.posted(school, title="校服公示", attachments=attached)


@pytest.fixture
def superuser(client):
    client.force_login(factories.person("root", is_superuser=True), "django.contrib.auth.backends.ModelBackend")
    return client


def found(client) -> int:
    return len(client.get(reverse("disclosure:search"), {"q": "公示"}).context["rows"])


def test_it_is_made_anew_by_the_button(superuser, posted):
    lease.beat("a", NOW)
    assert found(superuser) == 2
    text = superuser.get(PAGE).text
    assert "2 of 2" in text
    assert "does not work" not in text
    assert superuser.post(PAGE).url == PAGE
    assert found(superuser) == 0
    text = superuser.get(PAGE).text
    assert "0 of 2" in text
    assert "Not all is in the index yet" in text
    assert (standing().missing, standing().unread) == (2, 1)
    catch_up()  # as the runner does in each round
    assert found(superuser) == 2
    assert (standing().missing, standing().unread) == (0, 0)
    assert "Everything is in the index" in superuser.get(PAGE).text


def test_a_runner_that_does_not_work_is_told(superuser):
    assert "The runner does not work" in superuser.get(PAGE).text


@pytest.mark.parametrize("who", ["office", "administrator", "principal"])
def test_nobody_else_is_let_in(client, school, who):
    client.force_login(school.people[who], "django.contrib.auth.backends.ModelBackend")
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE).status_code == 404
    assert PAGE not in client.get("/admin/").text
