"""No button of the admin stands where it would be refused: all that each kind of person reaches by pressing is pressed.

From the admin's home every link is followed, a few of each kind; every form is sent as it stands, by each of its
buttons. What that changes is undone. Where nothing can hide a button, its answer is a sentence of our own.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils.translation import gettext
from wagtail.models import Page

from disclosure.items.models import ItemPage
from disclosure.profiles import loader
from tests.items import posting_forms
from tests.ways.buttons import Button, PageRead
from tests.ways.scene import Scene
from tests.ways.test_every_address import ROLES, browsers, letter_of

ENTRANCE = {"stranger": "wagtailadmin_login"}
OF_EACH = 2  # samples of what differs in nothing but its number
OF_EACH_PAGE = 1  # and of what is asked of one page
PAGE = {"page_id", "parent_page_id", "page_to_move_id", "page_pk", "object_id"}
REFUSED = "Lrnm5"  # the first where one has signed in
AT_LEAST = {"office": 50, "administrator": 35, "root": 100}  # pages opened: that the walk goes on walking
EDITOR = {"wagtailadmin_pages:edit", "wagtailadmin_pages:add", "wagtailadmin_pages:revisions_revert"}
LEAVE = "wagtailadmin_logout"

# Buttons of a host's own page that nothing hides from a superuser: the view, and what it says.
SENTENCES = {
    "wagtailadmin_pages:delete": "An organization is below this page. It cannot be deleted.",
    "wagtailadmin_pages:copy": "An organization is below this page. It is neither moved nor copied.",
    "wagtailadmin_pages:move_confirm": "An organization is below this page. It is neither moved nor copied.",
    "wagtail_bulk_action": "An organization is below one of these pages. Nothing was done.",
}


@dataclass
class Walk:
    """One person's walk through the admin."""

    role: str
    client: Client
    scene: Scene
    blank: pytest.MonkeyPatch
    pages: set[str]  # each is of a kind of its own
    samples: Counter = field(default_factory=Counter)
    opened: int = 0
    pressed: int = 0
    wrong: list[str] = field(default_factory=list)

    def all(self) -> None:
        waiting = [(Button("get", reverse(ENTRANCE.get(self.role, "wagtailadmin_home"))), "the address")]
        while waiting:
            button, before = waiting.pop(0)
            for found in self.open(button, before):
                if not self.is_wanted(found):
                    continue
                if found.method == "get" and not found.sent:
                    waiting.append((found, button.address))
                else:
                    self.press(found, button.address)

    def is_wanted(self, button: Button, how: str = "stands") -> bool:
        """Whether something of this kind is still to be tried: by view, kind of page, words in the address, button."""
        match = resolve(urlsplit(button.address).path)
        said = [(key, str(value)) for key, value in match.kwargs.items()]
        pages = [value for key, value in said if key in PAGE and value in self.pages]
        words = [value for key, value in said if not value.isdecimal()]
        kind = (how, button.method, match.view_name, button.name, *pages, *words)
        self.samples[kind] += 1
        return match.view_name != LEAVE and self.samples[kind] <= (OF_EACH_PAGE if pages else OF_EACH)

    def open(self, button: Button, before: str) -> list[Button]:
        """What can be pressed on the page that a link leads to."""
        self.opened += 1
        with undone(self.client):
            answer = self.client.get(button.address)
            body = b"".join(answer)
        self.judge(answer, button, before)
        if answer.status_code == 302:
            return led_to(answer, button)
        html = answer.status_code == 200 and "html" in answer.headers["Content-Type"]
        return PageRead(button.address, body.decode()).pressed() if html else []

    def press(self, button: Button, before: str) -> None:
        """Whether it is answered is asked, not what is shown: pages stay blank. Then one is where that leads to."""
        self.pressed += 1
        with self.blank.context() as patch, undone(self.client):
            patch.setattr(SimpleTemplateResponse, "rendered_content", "")
            answer = self.answer(button)
            self.judge(answer, button, before)
            for found in led_to(answer, button) if answer.status_code == 302 else []:
                if self.is_wanted(found, "led to"):
                    self.judge(self.answer(found), found, button.address)

    def answer(self, button: Button):
        sent: dict = self.of_the_editor(button)
        for name, value in button.sent:
            sent.setdefault(name, []).append(value)
        answer = getattr(self.client, button.method or "get")(button.address, sent)
        if answer.status_code == 405 and not button.method:
            answer = self.client.post(button.address, sent)
        b"".join(answer)  # a file is read to its end, so that it is closed
        return answer

    def of_the_editor(self, button: Button) -> dict:
        """What scripts put into the form of an item, and of the start page."""
        match = resolve(urlsplit(button.address).path)
        if button.method != "post" or match.view_name not in EDITOR:
            return {}
        if match.kwargs.get("page_id") == self.scene.home.pk:
            return {"body-count": ["0"]}
        page = ItemPage.objects.filter(pk=match.kwargs.get("page_id", self.scene.draft.pk)).first()
        fields = posting_forms.of_item(page.get_latest_revision().as_object()) if page else {}
        return {name: [value] for name, value in fields.items() if name not in dict(button.sent)}

    def judge(self, answer, button: Button, before: str) -> None:
        view, letter, said = resolve(urlsplit(button.address).path).view_name, letter_of(answer), said_by(answer)
        explained = letter == "r" and said == gettext(SENTENCES.get(view, ""))
        if letter in REFUSED[self.role == "stranger" :] and not explained:
            pressed = f"{button.method} {button.address} {button.name}".strip()
            self.wrong.append(f"{self.role} on {before}: {pressed}: {answer.status_code} {said}")


def led_to(answer, button: Button) -> list[Button]:
    return PageRead(button.address, f'<a href="{answer.headers["Location"]}">').pressed()


def said_by(answer) -> str:
    return "".join(str(message).strip() for message in get_messages(answer.wsgi_request))


@contextmanager
def undone(client: Client) -> Iterator[None]:
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def pages_of_their_own(scene, role: str) -> set[str]:
    """All but those of the other school, where they are like the first's."""
    pages = Page.objects.all()
    if role != "neighbour":
        pages = pages.not_descendant_of(scene.other.organization, inclusive=True)
    return {str(pk) for pk in pages.values_list("pk", flat=True)}


def test_sentences_are_chinese():
    assert all(gettext(sentence) != sentence for sentence in SENTENCES.values())


@pytest.mark.parametrize("role", ROLES)
def test_no_button_stands_that_would_be_refused(role, scene, settings, monkeypatch):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(loader, "load", cache(loader.load))  # the profiles are long files, and stay as they are
    walk = Walk(role, browsers(scene)[role], scene, monkeypatch, pages_of_their_own(scene, role))
    walk.all()
    print(f"{role}: {walk.opened} pages opened, {walk.pressed} buttons pressed")
    assert walk.opened >= AT_LEAST.get(role, 1)
    assert not walk.wrong, "\n".join(walk.wrong)
