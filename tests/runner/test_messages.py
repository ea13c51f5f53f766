"""Messages that were not sent are seen by whoever looks after the installation (I8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from disclosure.core import outbox
from disclosure.core.models import LedgerEntry, OutboxMail
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
INDEX = reverse("disclosure_messages:index")


@pytest.fixture
def message():
    mail = outbox.owe(key="a", recipient="someone@example.com", subject="To be signed", body="secret words")
    OutboxMail.objects.update(attempts=outbox.ATTEMPTS, error="refused", next_attempt_at=NOW + timedelta(days=1))
    mail.refresh_from_db()
    return mail


@pytest.fixture
def root(client):
    client.force_login(factories.person(is_superuser=True), backend=MODEL_BACKEND)
    return client


def act(message) -> str:
    return reverse("disclosure_messages:act", args=[message.pk])


def test_it_is_listed_with_what_the_server_said(root, message):
    page = root.get(INDEX).content.decode()
    assert "someone@example.com" in page
    assert "refused" in page
    assert "given up" in page


def test_what_was_sent_is_not(root, message):
    OutboxMail.objects.update(sent_at=NOW)
    assert "someone@example.com" not in root.get(INDEX).content.decode()


def test_its_words_are_not_shown(root, message):
    page = root.get(reverse("disclosure_messages:inspect", args=[message.pk])).content.decode()
    assert "refused" in page
    assert "secret words" not in page


def test_it_can_be_sent_again(root, message):
    assert not outbox.due(NOW).exists()
    root.post(act(message))
    assert list(outbox.due(NOW)) == [message]


def test_it_can_be_let_go_and_the_ledger_says_so(root, message):
    root.post(act(message), {"let_go": "1"})
    assert not OutboxMail.objects.exists()
    entry = LedgerEntry.objects.get(kind="mail.dropped")
    assert (entry.chain.name, entry.subject) == ("installation", f"message:{message.pk}")


def test_what_was_sent_meanwhile_is_left_alone(root, message):
    OutboxMail.objects.update(sent_at=NOW)
    assert root.post(act(message), {"let_go": "1"}).status_code == 404


def test_looking_changes_nothing(root, message):
    assert root.get(act(message)).status_code == 405


@pytest.mark.parametrize("name", ["office", "administrator", "principal"])
def test_members_of_an_organization_do_not_see_it(client, school, message, name):
    client.force_login(school.people[name], backend=MODEL_BACKEND)
    for address in (INDEX, reverse("disclosure_messages:inspect", args=[message.pk])):
        assert client.get(address).status_code in (302, 403, 404)
    assert client.post(act(message), {"let_go": "1"}).status_code in (302, 403, 404)
    assert OutboxMail.objects.exists()
