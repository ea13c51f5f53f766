"""Somebody at a browser: opens a page, and later presses the button of the form that stands there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from traceback import format_exception
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from django.test import Client

NOT_SAVED_NOW = "Nothing was saved just now"  # where the database was busy for too long (OutageMiddleware)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Answer:
    """What a person sees after pressing: the page to which it led, as text; `trouble` is what only the log sees."""

    status: int
    path: str
    text: str
    trouble: str

    @property
    def asks_to_wait(self) -> bool:
        """Whether so many wrote that this one waited too long: the form stands there, to be sent again."""
        return self.status == 503 and self.says(NOT_SAVED_NOW)

    def says(self, sentence) -> bool:
        """Whether `sentence` stands on the page."""
        return " ".join(str(sentence).split()) in self.text


class Person(Client):
    """A browser in which `user` has signed in. Handed to two processes it is one browser with two windows."""

    def __init__(self, user):
        super().__init__(raise_request_exception=False)
        self.force_login(user, backend=BACKEND)

    def opens(self, address: str, form: str, **fields) -> Callable[[], Answer]:
        """Open the page at `address`; what is answered presses the button of its `form` (a selector), filled in so."""
        page = BeautifulSoup(self.get(address).content, "html.parser")
        found = page.select_one(form)
        if found is None:
            raise LookupError(f"{address} has no {form}: {text_of(page)[:600]}")
        data = {**_filled(found), **fields}
        return lambda: self.presses(urljoin(address, found.get("action", "")).partition("#")[0], data)

    def presses(self, address: str, data: dict) -> Answer:
        """Send `data` to `address`, and go on to the page that comes."""
        response = self.post(address, data, follow=True)
        return Answer(
            status=response.status_code,
            path=response.request["PATH_INFO"],
            text=text_of(BeautifulSoup(response.content, "html.parser")),
            trouble="".join(format_exception(*response.exc_info)) if response.exc_info else "",
        )


def text_of(page: BeautifulSoup) -> str:
    """All that stands on `page`, white space made single; what was typed into it, too."""
    for unseen in page.find_all(["script", "style", "template"]):
        unseen.decompose()
    typed = [field.get("value", "") for field in page.find_all("input", type="text")]
    return " ".join(" ".join([page.get_text(" "), *typed]).split())


def _filled(form: Tag) -> dict[str, str]:
    """What the browser would send of `form` as it stands, without its buttons."""
    return dict(_fields(form))


def _fields(form: Tag) -> Iterator[tuple[str, str]]:
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in {"submit", "button", "file"} or field.has_attr("disabled"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.find("option")
            yield name, chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            yield name, field.get_text()
        elif kind not in {"checkbox", "radio"} or field.has_attr("checked"):
            yield name, field.get("value", "on")
