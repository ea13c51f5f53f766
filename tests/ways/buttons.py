"""What can be pressed on a page of the admin: links, forms with each of their buttons, and addresses that scripts ask.

What stands in templates and dialogs counts like everything else, a dialog if something opens it. Wagtail's bar of bulk
actions adds the ticked rows to its links, its list of things to put in order the row that is moved.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

ADMIN = "/admin/"
IN_SCRIPTS = re.compile(r'"(/admin/[^"\\\s]*)"')
SAID_BY_ELEMENTS = {"href", "src", "action", "formaction"}
PRESSED = {"submit", "image"}
TICKED = {"checkbox", "radio"}
NEVER_SENT = {"file", "button", "reset"}
CONFIGURATION = "wagtail-config"  # addresses for scripts of other pages, whatever this one holds
POSTED_BY = {"data-w-action-url-value", "data-w-orderable-url-value"}
ANY_ROW = "999999"


@dataclass(frozen=True)
class Button:
    """`method`: get, post, or "" where a script asks and the page does not say how."""

    method: str
    address: str
    sent: tuple[tuple[str, str], ...] = ()
    name: str = ""


@dataclass
class Form:
    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[dict] = field(default_factory=list)

    def pressed(self) -> Iterator[Button]:
        """Once by each of its buttons; a search is sent without one, too."""
        for button in self.buttons or [{}] * (self.method == "get"):
            name, value = button.get("name", ""), button.get("value", "")
            sent = (*self.fields, (name, value)) if name else tuple(self.fields)
            yield Button(self.method, button.get("formaction") or self.action, sent, f"{name}={value}")


class PageRead(HTMLParser):
    """One page, read."""

    def __init__(self, address: str, html: str):
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self.bulk: list[str] = []
        self.ticked: list[str] = []
        self.ordered: list[str] = []
        self.dialogs: dict[str, str] = {}
        self.opened: set[str] = set()
        self.forms: dict[str, Form] = {}
        self.inside = ""  # the form in which a tag stands
        self.select: dict | None = None
        self.text_area: dict | None = None
        self.text = ""
        self.script = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        self._gather(said)
        begin = getattr(self, f"begin_{tag}", None)
        if begin:
            begin(said)

    def handle_endtag(self, tag):
        end = getattr(self, f"end_{tag}", None)
        if end:
            end()

    def _gather(self, said: dict) -> None:
        """What is in attributes that a script reads, plain or within JSON."""
        if "data-bulk-action-checkbox" in said and "data-object-id" in said:
            self.ticked.append(said["data-object-id"])
        if "data-w-orderable-item-id" in said:
            self.ordered.append(said["data-w-orderable-item-id"])
        self.opened.add(said.get("data-a11y-dialog-show", ""))
        for name, value in said.items():
            if name == "data-url" and "id" in said:
                self.dialogs[said["id"]] = value
            elif ADMIN in value and name not in SAID_BY_ELEMENTS:
                found = [value] if value.startswith(ADMIN) else IN_SCRIPTS.findall(value)
                self.asked += [("post" if name in POSTED_BY else "", address) for address in found]

    def begin_a(self, said):
        (self.bulk if "data-bulk-action-button" in said else self.links).append(said.get("href", ""))

    def begin_form(self, said):
        self.inside = said.get("id") or f"form {len(self.forms)}"
        self.forms[self.inside] = Form(said.get("method", "get").lower(), said.get("action") or self.address)

    def end_form(self):
        self.inside = ""

    def begin_input(self, said):
        kind = said.get("type", "text")
        if kind in PRESSED:
            self.begin_button(said)
        elif "disabled" not in said and kind not in NEVER_SENT and (kind not in TICKED or "checked" in said):
            self._fill(said, said.get("value", "on" if kind in TICKED else ""))

    def begin_button(self, said):
        form = self.forms.get(said.get("form", self.inside))
        if form and said.get("type", "submit") in PRESSED and "disabled" not in said:
            form.buttons.append(said)

    def begin_select(self, said):
        self.select = {"form": self.inside} | said | {"chosen": [], "first": None}

    def begin_option(self, said):
        if self.select and self.select["first"] is None:
            self.select["first"] = said.get("value", "")
        if self.select and "selected" in said:
            self.select["chosen"].append(said.get("value", ""))

    def end_select(self):
        if self.select:
            alone = [] if "multiple" in self.select or self.select["first"] is None else [self.select["first"]]
            for value in self.select["chosen"] or alone:
                self._fill(self.select, value)
        self.select = None

    def begin_textarea(self, said):
        self.text_area, self.text = said, ""

    def end_textarea(self):
        if self.text_area:
            self._fill(self.text_area, self.text.removeprefix("\n"))
        self.text_area = None

    def _fill(self, said: dict, value: str) -> None:
        form = self.forms.get(said.get("form", self.inside))
        if form and said.get("name"):
            form.fields.append((said["name"], value))

    def begin_script(self, said):
        self.script = said.get("id", "script")

    def end_script(self):
        self.script = ""

    def handle_data(self, data):
        if self.text_area:
            self.text += data
        elif self.script not in ("", CONFIGURATION):
            self.asked += [("", address) for address in IN_SCRIPTS.findall(data)]

    def pressed(self) -> list[Button]:
        """All of it that leads into the admin, each once, with its whole address."""
        found = {}
        for button in self._each():
            where = urljoin(self.address, button.address).partition("#")[0]
            if where.startswith(ADMIN):
                found.setdefault((button.method, where, button.name), replace(button, address=where))
        return list(found.values())

    def _each(self) -> Iterator[Button]:
        yield from (Button("get", address) for address in self.links if not address.startswith("#"))
        yield from (Button("get", address) for name, address in self.dialogs.items() if name in self.opened)
        for form in self.forms.values():
            yield from form.pressed()
        for method, address in self.asked:
            for row in self.ordered if ANY_ROW in address else [""]:
                yield Button(method, address.replace(ANY_ROW, row))
        for chosen in self.ticked and [self.ticked, *([row] for row in self.ticked)]:
            rows = urlencode([("next", self.address), *(("id", row) for row in chosen)])
            yield from (Button("get", f"{address}{'&' if '?' in address else '?'}{rows}") for address in self.bulk)
