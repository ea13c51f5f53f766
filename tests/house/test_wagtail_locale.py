"""The Chinese of Wagtail's admin is whole, in step, and holds nothing that Wagtail has itself (docs/decisions/0003)."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps as registry
from django.utils import translation
from django.utils.translation import trans_real

import disclosure

HERE = disclosure.WAGTAIL_LOCALE
OWN = Path(disclosure.__file__).parent / "locale"
DOMAINS = ["django", "djangojs"]

# Chinese that has no Chinese character in it, each with its reason.
EXCUSED = {
    "ID": "a technical word that stays as it is",
    "IPv4": "a technical word that stays as it is",
    "IPv6": "a technical word that stays as it is",
    "URL": "a technical word that stays as it is",
    "Wagtail API v2": "a proper name",
    "Wagtail API v3": "a proper name",
    **dict.fromkeys(["%s KB", "%s MB", "%s GB", "%s TB", "%s PB"], "units are the same"),
    **dict.fromkeys(["AM", "PM", "a.m.", "p.m."], "never shown: Django's Chinese time of day has 24 hours"),
    "%(action)s at <b>%(at)s</b>": "the action, which is Chinese, follows the time",
    "%(result_count)s out of %(all_count)s": "a stroke says it",
    "at %(time)s": "Chinese needs no preposition before a time of day",
    "%(time)s by %(user_display_name)s": "the person stands in brackets after the time",
    "at %(time)s by %(user_display_name)s": "the person stands in brackets after the time",
}
Key = tuple[str, str | None]  # a message's singular and its context
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")


def folder(package: str) -> Path:
    return Path(find_spec(package).origin).parent


def apps() -> list[str]:
    """Every package of Wagtail, modeladmin and taggit that has messages, and those of Django that the admin shows."""
    found = [folder("django") / "conf"]
    found += [folder("django") / "contrib" / name for name in ("auth", "contenttypes", "sessions")]
    for package in ("wagtail", "wagtail_modeladmin", "taggit"):
        found += [path.parent for path in folder(package).rglob("locale") if (path / "en").is_dir()]
    return sorted(str(path.relative_to(folder("django").parent)) for path in found)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """One string, or the singular and the plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def name(message: Message) -> str:
    return forms(message.id)[0]


def key(message: Message) -> Key:
    """What Django looks a message up by; Babel gives the context of a compiled one as bytes."""
    context = message.context
    return name(message), context.decode() if isinstance(context, bytes) else context


@cache
def source(app: str, domain: str) -> list[Message]:
    """What the app says in English: its `en` catalogue is whole, its zh_Hans one leaves out what is not translated."""
    path = folder("django").parent / app / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return []
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@cache
def compiled(locale: Path, domain: str) -> dict[Key, Message]:
    path = locale / "zh_Hans" / "LC_MESSAGES" / f"{domain}.mo"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {key(message): message for message in read_mo(file) if message.id}


@cache
def written(domain: str) -> list[Message]:
    with (HERE / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def chinese(catalogue: dict[Key, Message], message: Message) -> str:
    """The Chinese of a message, "" where there is none; it must be for the same singular and plural."""
    found = catalogue.get(key(message))
    return forms(found.string)[0] if found and forms(found.id) == forms(message.id) else ""


@cache
def sayings(domain: str) -> dict[Key, list[str]]:
    """What each message has in the apps that say it; "" for an app that has no Chinese for it."""
    found: dict[Key, list[str]] = {}
    for app in apps():
        theirs = compiled(folder("django").parent / app / "locale", domain)
        for message in source(app, domain):
            found.setdefault(key(message), []).append(chinese(theirs, message))
    return found


def upstream(domain: str, message: Message) -> list[str]:
    return list(dict.fromkeys(sayings(domain).get(key(message), [])))


def instead_of(message: Message) -> list[str]:
    prefix = "instead of: "
    return [note.removeprefix(prefix) for note in message.auto_comments if note.startswith(prefix)]


def looked_up(catalogue: trans_real.DjangoTranslation, message: Message) -> str:
    """What Django answers for one thing."""
    context = [message.context] if message.context else []
    if len(forms(message.id)) > 1:
        return (catalogue.npgettext if context else catalogue.ngettext)(*context, *message.id, 1)
    return (catalogue.pgettext if context else catalogue.gettext)(*context, message.id)


def is_chinese(text: str, translated: str) -> bool:
    """A text of placeholders and signs alone needs a translation, but no Chinese character."""
    words = re.search(r"[A-Za-z]", PLACEHOLDER.sub("", TAG.sub("", text)))
    return bool(CHINESE.search(translated)) or (bool(translated) and (not words or text in EXCUSED))


def catalogues(installed: bool = False) -> list[tuple[str, str]]:
    paths = {Path(config.path) for config in registry.get_app_configs()} | {folder("django") / "conf"}
    chosen = [app for app in apps() if not installed or folder("django").parent / app in paths]
    return [(app, domain) for app in chosen for domain in DOMAINS if source(app, domain)]


@pytest.mark.parametrize(("app", "domain"), catalogues())
def test_every_message_of_an_app_has_chinese_there_or_here(app, domain):
    theirs = compiled(folder("django").parent / app / "locale", domain)
    ours = compiled(HERE, domain)
    found = {name(m): chinese(ours, m) or chinese(theirs, m) for m in source(app, domain)}
    assert {text for text, translated in found.items() if not is_chinese(text, translated)} == set()


@pytest.mark.parametrize(("app", "domain"), catalogues(installed=True))
def test_django_finds_chinese_for_every_message_of_an_app(app, domain):
    catalogue = trans_real.DjangoTranslation("zh-hans", domain=domain)
    found = {name(message): looked_up(catalogue, message) for message in source(app, domain)}
    assert {text for text, translated in found.items() if not is_chinese(text, translated)} == set()


def test_the_scripts_of_the_admin_get_the_messages_they_ask_for():
    """The view that hands them out reads Wagtail's own folder and LOCALE_PATHS, no other app's."""
    locale = str(folder("wagtail") / "admin" / "locale")
    catalogue = trans_real.DjangoTranslation("zh-hans", domain="djangojs", localedirs=[locale])
    found = {name(message): looked_up(catalogue, message) for message in source("wagtail/admin", "djangojs")}
    assert {text for text, translated in found.items() if not is_chinese(text, translated)} == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_in_step(domain):
    def content(messages):
        return {key(message): (forms(message.id), forms(message.string)) for message in messages}

    assert content(compiled(HERE, domain).values()) == content(written(domain))


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_and_tags_stay(domain):
    """In a message with a plural, Chinese has one form: it may use what either has, and must what both have."""
    for message in written(domain):
        (text,) = forms(message.string)
        for pattern in (PLACEHOLDER, TAG):
            each = [set(pattern.findall(form)) for form in forms(message.id)]
            found = set(pattern.findall(text))
            assert set.intersection(*each) <= found <= set.union(*each), f"{message.id!r} is {text!r}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_chinese_punctuation_is_full_width(domain):
    for message in written(domain):
        (text,) = forms(message.string)
        plain = PLACEHOLDER.sub("", TAG.sub("", text))
        assert not re.search(r"[\u4e00-\u9fff][,;:!?()'\"]|[,;:!?()'\"][\u4e00-\u9fff]|\.\.\.", plain), text


@pytest.mark.parametrize("domain", DOMAINS)
def test_only_what_wagtail_lacks_or_says_badly_is_here(domain):
    """After an upgrade this tells what can go, and which wording of Wagtail's, replaced here, is another now."""
    for message in written(domain):
        theirs = upstream(domain, message)
        if replaced := instead_of(message):
            assert {text.strip() for text in theirs if text} == set(replaced), f"{message.id!r} is now {theirs}"
        else:
            assert not theirs or "" in theirs, f"{message.id!r} has Chinese upstream now: {theirs}"


@cache
def code(package: str) -> str:
    return "\n".join(path.read_text() for path in (folder("django").parent / package).rglob("*.py"))


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_is_still_said_by_someone(domain):
    """A package that has no catalogue, or is no installed app so that Django reads none, is asked by its code."""
    for message in written(domain):
        said = upstream(domain, message) or any(f'"{name(message)}"' in code(place) for place, _ in message.locations)
        assert said, f"nobody says {message.id!r} any more"


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_add_on_does_not_say_the_same_words_otherwise(domain):
    """LOCALE_PATHS goes before every app: where both know a message, the add-on's own Chinese would be lost."""
    own = compiled(OWN, domain)
    for message in written(domain):
        assert chinese(own, message) in ("", forms(message.string)[0]), f"two wordings of {message.id!r}"


def test_a_message_with_a_number_is_chinese_for_one_and_for_many():
    with translation.override("zh-hans"):
        one, many = (
            translation.ngettext("%(num_parent_objects)d page", "%(num_parent_objects)d pages", n)
            % {"num_parent_objects": n}
            for n in (1, 7)
        )
    assert (one, many) == ("1 个页面", "7 个页面")
