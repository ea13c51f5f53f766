"""Every view of the admin, by every method, as every kind of person: each answers as `answers.txt` says.

The views come from the URL resolver, so that one that is added without an expectation fails here.
"""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.contrib.messages import constants, get_messages
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client

from disclosure.organizations import door
from tests.ways.addresses import address, arguments, routes
from tests.ways.scene import BACKEND

ROLES = ["stranger", "office", "reviewer", "leader1", "principal", "administrator", "root", "neighbour"]
METHODS = ["get", "post"]
ANSWERS = Path(__file__).with_name("answers.txt")
SENT = {"wagtailadmin_choose_page_external_link": {"external-link-chooser-url": "x"}}
LETTERS = {200: "o", 204: "o", 301: "o", 302: "o", 400: "b", 403: "r", 404: "n", 405: "m"}


def expectations() -> dict[str, list[str]]:
    """From the file: a name, or a namespace with *, and what each role is answered to GET and to POST."""
    lines = [line.split("#")[0].split() for line in ANSWERS.read_text().splitlines()]
    return {name: answers for name, *answers in filter(None, lines)}


def expected(name: str, table: dict) -> list[str] | None:
    """The line of that very name, else the longest that fits."""
    fitting = sorted((pattern for pattern in table if fnmatchcase(name, pattern)), key=len)
    return table[name] if name in table else table[fitting[-1]] if fitting else None


def browsers(scene) -> dict[str, Client]:
    people = {**scene.school.people, "root": scene.root, "neighbour": scene.other.people["office"]}
    found = {role: Client(raise_request_exception=False) for role in ROLES}
    for role in ROLES[1:]:
        found[role].force_login(people[role], backend=BACKEND)
    return found


def asked(client: Client, method: str, address: str, sent: dict) -> str:
    """The kind of answer, as one letter; what the request changed is undone."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method)(address, sent)
        letter = letter_of(answer)
        b"".join(answer)  # a file is read to its end, so that it is closed
        transaction.set_rollback(True)
    client.cookies = cookies
    return letter


def letter_of(answer) -> str:
    if answer.status_code == 302:
        if "/login/" in answer.headers["Location"]:
            return "L"
        if any(message.level == constants.ERROR for message in get_messages(answer.wsgi_request)):
            return "r"
    return LETTERS.get(answer.status_code, "5")


@pytest.fixture
def light(settings, monkeypatch):
    """Whether a view answers is asked here, not what it shows: pages stay blank, sessions out of the database."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def test_every_view_answers_everyone_as_expected(light, scene):
    stand_for, clients, table = arguments(scene), browsers(scene), expectations()
    wrong = []
    for name, keys in routes().items():
        where, found = address(name, keys, stand_for), []
        for method in METHODS:
            answers = {}
            for role in ROLES:
                known = spared(name, role, answers, found)
                answers[role] = known or asked(clients[role], method, where, SENT.get(name, {}))
            found.append("".join(answers.values()))
        if found != expected(name, table):
            wrong.append(f"{name} {' '.join(found)}")
    assert not wrong, "\n".join(["other than expected:", *wrong])


def spared(name: str, role: str, answers: dict, found: list) -> str:
    """What is known without asking, for Wagtail's own views: signers are one kind of person there, and the door, which
    asks for no method, is tried by every method as an office."""
    if name.startswith("disclosure_"):
        return ""
    if role in ("leader1", "principal"):
        return answers["reviewer"]
    closed = name not in door.OPEN and bool(found) and found[0][ROLES.index(role)] == "n"
    return "n" if closed and role in ("reviewer", "administrator", "neighbour") else ""


def test_no_line_is_left_over():
    table, names = expectations(), routes()
    assert [pattern for pattern in table if not any(fnmatchcase(name, pattern) for name in names)] == []
