#!/usr/bin/env python3
r"""The message catalogues, made by Babel: gettext itself need not be installed.

site/messages.py update        collect the messages of the sources into the .po files and compile them
site/messages.py merge FOLDER  fill in from *.tsv (English, tab, Chinese; \n for a line end), then update
site/messages.py check         end with 1 where a catalogue is out of step, or something is not translated
"""

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP))

import disclosure

LOCALE = "zh_Hans"
# catalogue → where its messages are
SOURCES = {"disclosure": ["disclosure"], "home": ["home", "templates", "site"]}
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|(?<!%)%[sd]|\{\w*\}")
UNCHANGING = datetime(2026, 1, 1, tzinfo=UTC)


def po_file(folder: str) -> Path:
    """The catalogue of what is below `folder`."""
    return TOP / folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def messages(folder: str) -> Iterator[tuple[str, str | tuple, str | None, list[str]]]:
    """(file, message, context, comments) of every message in the sources below `folder`."""
    for path in sorted((TOP / folder).rglob("*")):
        name = path.relative_to(TOP).as_posix()
        if path.suffix == ".py" and "/migrations/" not in name:
            text = path.read_text()
        elif path.suffix in (".html", ".txt") and "/templates/" in f"/{name}":
            # what is left of a template is Python but for its indentation
            text = "\n".join(line.lstrip() for line in templatize(path.read_text(), origin=name).splitlines())
        else:
            continue
        yield from ((name, *found) for found in calls(name, text))


def calls(name: str, text: str) -> Iterator[tuple[str | tuple, str | None, list[str]]]:
    """(message, context, comments) of every call of a gettext function in `text`."""
    try:
        found = list(extract_python(io.BytesIO(text.encode()), list(KEYWORDS), ["Translators:"], {}))
    except (tokenize.TokenError, SyntaxError) as error:
        sys.exit(f"{name}: {error}")
    for line, function, given, comments in found:
        arguments = given if isinstance(given, tuple | list) else (given,)
        spec = KEYWORDS[function] or (1,)
        context = next((arguments[part[0] - 1] for part in spec if isinstance(part, tuple)), None)
        places = [part - 1 for part in spec if not isinstance(part, tuple)]
        if len(arguments) <= places[-1] or not all(isinstance(arguments[place], str) for place in places):
            sys.exit(f"{name}:{line}: {function}() is called with something that is no plain text")
        parts = tuple(arguments[place] for place in places)
        yield (parts if len(parts) > 1 else parts[0]), context, comments


def empty(domain: str) -> Catalog:
    """A catalogue without a message, with a header that never changes."""
    return Catalog(
        locale=LOCALE,
        domain=domain,
        project="wagtail-disclosure",
        version=disclosure.__version__,
        fuzzy=False,
        charset="utf-8",
        header_comment="# Chinese of wagtail-disclosure. Brought in step by `make messages`.",
        creation_date=UNCHANGING,
        revision_date=UNCHANGING,
        last_translator="wagtail-disclosure",
        language_team="zh_Hans",
        copyright_holder="",
        msgid_bugs_address="-",
    )


def in_step(folder: str, translations: dict[str, str]) -> Catalog:
    """The catalogue of `folder` with the messages of the sources now and the Chinese that is known of them."""
    path = po_file(folder)
    known = read_po(path.open("rb"), locale=LOCALE) if path.exists() else empty(folder)
    catalog = empty(folder)
    for source in SOURCES[folder]:
        for name, message, context, comments in messages(source):
            catalog.add(message, locations=[(name, 0)], context=context, auto_comments=comments)
    for entry in catalog:
        if not entry.id:
            continue
        before = known.get(entry.id, entry.context)
        first = entry.id[0] if isinstance(entry.id, tuple) else entry.id
        chinese = translations.get(first) or text_of(before)
        entry.string = (chinese,) if isinstance(entry.id, tuple) else chinese
    return catalog


def text_of(message) -> str:
    """The Chinese of a message of a catalogue: it has no plural."""
    if message is None:
        return ""
    return message.string if isinstance(message.string, str) else message.string[0]


def as_po(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return buffer.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def tables(folder: Path) -> dict[str, str]:
    """English → Chinese of every *.tsv in `folder`; two different answers for one message are named."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.strip():
                continue
            english, tab, chinese = (part.replace("\\n", "\n") for part in line.partition("\t"))
            if not tab or not chinese.strip():
                print(f"{path.name}:{number}: no Chinese after a tab")
            elif found.setdefault(english, chinese) != chinese:
                print(f"{path.name}:{number}: {english!r} is {found[english]!r} elsewhere; that one stays")
    return found


def update(translations: dict[str, str] | None = None) -> int:
    """Write every catalogue; the number of messages without Chinese is told."""
    for folder in SOURCES:
        catalog = in_step(folder, translations or {})
        path = po_file(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        missing = sum(1 for entry in catalog if entry.id and not text_of(entry))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        print(f"{path.relative_to(TOP)}: {len(catalog)} messages, {missing} without Chinese")
    return 0


def faults() -> Iterator[str]:
    """What is wrong with the catalogues, a line each."""
    for folder in SOURCES:
        path = po_file(folder)
        name, compiled, catalog = path.relative_to(TOP), path.with_suffix(".mo"), in_step(folder, {})
        if not path.exists() or path.read_bytes() != as_po(catalog):
            yield f"{name}: not in step with the sources; run `make messages`"
        if not compiled.exists() or compiled.read_bytes() != as_mo(catalog):
            yield f"{name}: not compiled; run `make messages`"
        for entry in catalog:
            if entry.id and (fault := fault_of(entry.id, text_of(entry))):
                yield f"{name}: {fault}: {entry.id!r}"


def fault_of(english: str | tuple[str, ...], chinese: str) -> str:
    """What is wrong with one translation; nothing where it is right."""
    if not chinese:
        return "no Chinese"
    forms = english if isinstance(english, tuple) else (english,)
    wanted = set().union(*(PLACEHOLDER.findall(form) for form in forms))
    if wanted != set(PLACEHOLDER.findall(chinese)):
        return "other placeholders in the Chinese"
    return ""


def check() -> int:
    found = list(faults())
    print("\n".join(found[:20]) or "catalogues in step")
    if len(found) > 20:
        print(f"… and {len(found) - 20} more")
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    settings.configure(TEMPLATES=[], USE_I18N=True)
    django.setup()
    match arguments:
        case ["update"]:
            return update()
        case ["merge", folder]:
            return update(tables(Path(folder)))
        case ["check"]:
            return check()
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
