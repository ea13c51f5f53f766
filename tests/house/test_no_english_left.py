"""Whoever works here reads Chinese, and perhaps nothing else: no page of the admin, and no public one, speaks English.

Each person of the demo follows every link that they are given, and all text is read. What is left in English is named
below, each with its reason (docs/decisions/0003).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from wagtail.admin.menu import help_menu

from disclosure.catalog.models import ColumnPage
from disclosure.core import clock
from disclosure.organizations.models import Membership, OrganizationPage
from disclosure.profiles.demo.build import build
from tests import visible_text
from tests.standing import places

pytestmark = pytest.mark.django_db

# Words that are the same in Chinese.
NAMES = {
    **dict.fromkeys(["Wagtail", "JavaScript", "Word", "Excel", "PowerPoint", "OpenDocument"], "a program's name"),
    **dict.fromkeys(["PDF", "OFD", "WPS", "CSV", "XLSX", "JPG", "JPEG", "PNG", "GIF", "WEBP", "WebP"], "a format"),
    **dict.fromkeys(["SHA", "URL", "UTF", "ID", "TOTP", "ICP"], "a technical word without a Chinese one"),
    **dict.fromkeys(["kB", "KB", "MB"], "a unit"),
    "English": "the name of the other language, in that language, where one chooses it",
}
# What is no sentence, whatever letters it has.
PATTERNS = {
    r"[\w.+-]+@[\w.-]+": "an e-mail address",
    r"https?://\S*|/[\w/-]+/": "an address",
    r"[\w-]*\.(csv|docx?|jpe?g|pdf|png|xlsx?)\b": "a file's name or ending",
    r"\b[A-Z][A-Z0-9]+-[A-Z0-9-]+": "an index number",
    r"\b([0-9a-f]{4}|[0-9a-f]{8,64})\b": "a digest, or a group of one",
}
# Wagtail's own English: the whole text, and why it stays.
LEFT = {
    r"Actions": "a label written into Wagtail's page header, heard and not seen",
}
# Further English in the part of Wagtail that only who looks after the installation reaches.
LEFT_TO_SUPERUSERS = {
    r"Can (add|change|delete|choose|access) .*|Wagtail 核心组件 \| .*": "permissions, named in the database",
    r"localhost": "the address of the site",
    r"Page": "Wagtail's form of workflows names the field after the model",
    r"(disclosure|home)\.\w+": "names of models in Wagtail's report of page types",
}
WORD = re.compile(r"[A-Za-z]{2,}")
# Two digits and a month in words, or a month before its year: an English order of a date in Chinese words.
FOREIGN_DATE = re.compile(r"\d+ ?[一二三四五六七八九十]+月,? ?\d{4}|[一二三四五六七八九十]+月 \d+|\d [ap]\.m\.")

# Who reaches at least what: a walk that is shorter than this has seen nothing.
WALKS = {
    "office": {"wagtailadmin_pages:add", "wagtailadmin_pages:edit", "disclosure_desk:item", "disclosure_items:import"},
    "reviewer": {"disclosure_signoff:sign", "disclosure_signatures:index", "wagtailadmin_account"},
    "leader1": {"disclosure_signoff:sign", "disclosure_signatures:index", "disclosure_changes:confirm"},
    "supervisor1": {"disclosure_ledger_modeladmin_index"},
    "principal": {"disclosure_signoff:sign", "disclosure_changes:withdraw", "disclosure_ledger_modeladmin_inspect"},
    "administrator": {"disclosure_setup", "disclosure_catalog:add", "disclosure_organizations:member_add"},
    "bureau": {"disclosure_filing:inspect", "disclosure_desk:organizations"},
    "admin": {
        "disclosure_messages:index",
        "wagtailusers_users:index",
        "wagtailadmin_workflows:index",
        "wagtailsites:index",
    },
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict:
    return places(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def demo(folders, django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demo, once for all of this file; it is rolled back. One administrator is no superuser, as in a school."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(**folders):
        build(clock.now(), lambda done, known: None)
        plain = get_user_model().objects.create_user("administrator")
        keeper = get_user_model().objects.get(username="admin")
        for membership in Membership.objects.filter(user=keeper):
            membership.pk, membership.user = None, plain
            membership.save()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def media_of_its_own(demo, folders, settings) -> None:
    for name, folder in folders.items():
        setattr(settings, name, folder)


@pytest.fixture(autouse=True)
def help_menu_made_anew() -> None:
    """Wagtail keeps the words of its help menu in the language of whoever opened it first in this process."""
    vars(help_menu).pop("registered_menu_items", None)


@pytest.fixture
def excused() -> Callable[[str, dict], bool]:
    """Whether a text has no English but what is named above, and what these people and columns are called."""
    known = {*NAMES, *get_user_model().objects.values_list("username", flat=True)}
    known |= {*ColumnPage.objects.values_list("code", flat=True)}
    known |= {*OrganizationPage.objects.values_list("code", flat=True)}
    called = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    nothing = re.compile("|".join([*PATTERNS, rf"(?<![A-Za-z-])({called})(?![A-Za-z-])"]))

    def test(text: str, left: dict) -> bool:
        return not WORD.search(nothing.sub(" ", text)) or any(re.fullmatch(whole, text) for whole in left)

    return test


def links(address: str, html: str) -> Iterator[str]:
    page = BeautifulSoup(html, "html.parser")
    found = [a["href"] for a in page.find_all("a", href=True)]
    for props in page.find_all("script", id="wagtail-sidebar-props"):
        found += re.findall(r'"url": ?"(/[^"]*)"', props.get_text())
    for target in found:
        there = urlsplit(urljoin(f"http://testserver{address}", target))
        if there.netloc == "testserver" and not {"ordering", "p"} & {
            part.split("=")[0] for part in there.query.split("&")
        }:
            yield there.path + (f"?{there.query}" if there.query else "")


def inline(html: str) -> Iterator[str]:
    """Scripts and styles within a page, those in attributes included; what a script only reads is none."""
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        runs = (
            tag.name == "script" and not tag.get("src") and tag.get("type", "module") in {"module", "text/javascript"}
        )
        if runs or tag.name == "style":
            yield str(tag)[:200]
        yield from (f"<{tag.name} {name}>" for name in tag.attrs if name == "style" or name.startswith("on"))


def view_at(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""  # Wagtail's reports of workflows have links that lead nowhere


def walk(client: Client, start: str, each: int = 1) -> Iterator[tuple[str, str, str]]:
    """(name of the view, address, page) of what can be reached by links, `each` pages of a view and kind of query."""
    waiting, seen, times = [start], {start}, Counter()
    while waiting:
        address = waiting.pop(0)
        place = urlsplit(address)
        name = view_at(place.path)
        kind = name, place.query.partition("=")[0]
        if (
            not name
            or name.endswith("logout")
            or times[kind] >= each
            or place.path.startswith("/admin/") != start.startswith("/admin/")
        ):
            continue
        answer = client.get(address, follow=True)
        assert answer.status_code in {200, 400, 404, 410}, address
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        times[kind] += 1
        html = answer.content.decode()
        refused = [] if "unsafe-inline" in answer.headers["Content-Security-Policy"] else list(inline(html))
        assert refused == [], address  # what the policy of this page does not let run
        yield name, address, html
        fresh = [link for link in links(address, html) if link not in seen]
        seen.update(fresh)
        waiting += fresh


def read(pages: Iterable[tuple[str, str, str]]) -> tuple[set[str], dict[str, str]]:
    """Names of the views, and each text with the address where it was read first."""
    names, texts = set(), {}
    for name, address, html in pages:
        names.add(name)
        for text in visible_text.of_page(html):
            texts.setdefault(text, address)
    return names, texts


def english(texts: dict[str, str], excused, left: dict) -> list[str]:
    found = (text for text in sorted(texts) if FOREIGN_DATE.search(text) or not excused(text, left))
    return [f"{texts[text]}: {text[:200]}" for text in found]


@pytest.mark.parametrize("who", WALKS)
def test_no_page_of_the_admin_speaks_english(who, client, excused):
    user = get_user_model().objects.get(username=who)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    left = LEFT | (LEFT_TO_SUPERUSERS if user.is_superuser else {})
    names, texts = read(walk(client, "/admin/"))
    assert english(texts, excused, left) == []
    assert WALKS[who] - names == set()
    if user.is_superuser:  # what is named and not met any more goes
        assert {whole for whole in left if not any(re.fullmatch(whole, text) for text in texts)} == set()


def test_no_public_page_speaks_english(client, excused):
    names, texts = read(walk(client, "/", each=4))
    assert english(texts, excused, {}) == []
    assert {"disclosure:item", "disclosure:past", "disclosure:withdrawn", "disclosure:rosters"} - names == set()


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/", "/nothing/"])
def test_what_anybody_reaches_is_chinese(address, client, excused):
    _names, texts = read([("", address, client.get(address).content.decode())])
    assert english(texts, excused, LEFT) == []


def test_a_refused_sign_in_is_chinese(client, excused):
    answer = client.post("/admin/login/", {"username": "office", "password": "wrong"})
    _names, texts = read([("", "", answer.content.decode())])
    assert english(texts, excused, LEFT) == []
