"""Private addresses of kept files: one person, twelve hours, the admin."""

import hashlib
from datetime import timedelta

import pytest

from disclosure.core import clock
from disclosure.files import store
from disclosure.files.addresses import private_address
from tests import factories

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4 ..."
FILE = {"sha256": hashlib.sha256(CONTENT).hexdigest(), "name": "公示.pdf", "type": "application/pdf", "size": 12}


@pytest.fixture(autouse=True)
def kept():
    handle, path = store.draft()
    with open(handle, "wb") as file:
        file.write(CONTENT)
    store.settle(path, FILE["sha256"])


@pytest.fixture
def admin():
    return factories.person("admin", is_superuser=True)


def test_the_person_reads_it(client, admin):
    client.login(username="admin", password=factories.PASSWORD)
    answer = client.get(private_address(admin, FILE))
    assert (answer.status_code, answer.getvalue()) == (200, CONTENT)
    assert "%E5%85%AC%E7%A4%BA.pdf" in answer["Content-Disposition"]


def test_another_gets_nothing(client, admin):
    factories.person("other", is_superuser=True)
    client.login(username="other", password=factories.PASSWORD)
    assert client.get(private_address(admin, FILE)).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, admin):
    assert client.get(private_address(admin, FILE)).status_code == 302


def test_twelve_hours_and_no_longer(client, admin):
    client.login(username="admin", password=factories.PASSWORD)
    address = private_address(admin, FILE)
    with clock.moved(clock.now() + timedelta(hours=11, minutes=59)):
        assert client.get(address).status_code == 200
    with clock.moved(clock.now() + timedelta(hours=12, minutes=1)):
        assert client.get(address).status_code == 404


def test_a_made_up_address(client, admin):
    client.login(username="admin", password=factories.PASSWORD)
    address = private_address(admin, FILE)
    assert client.get(address.replace("/private", "/private").replace(":", ":x", 1)).status_code == 404


def test_a_file_that_was_swept(client, admin):
    client.login(username="admin", password=factories.PASSWORD)
    store.path(FILE["sha256"]).unlink()
    assert client.get(private_address(admin, FILE)).status_code == 404
