"""People at their browsers, as journeys need them: who they are, what they see, what they do there."""

from collections.abc import Sequence
from datetime import datetime

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from disclosure.core import clock
from disclosure.runner.proof import rosters
from disclosure.runner.proof.parts import prove
from tests import factories

HOME = reverse("wagtailadmin_home")
OPTIONS = {"resultTypes": ["violations"]}
# Wagtail's own parts, not ours: rule of axe → what stands in the element, and what it is
WAGTAILS_OWN = {
    ("label", "ui-autocomplete-input"),  # the field in which tags are typed
    ("aria-dialog-name", 'class="modal fade'),  # the dialog in which files are chosen
}


class Hand:
    """The hand of the site's clock, in every thread of this process."""

    def __init__(self, at: str):
        self.to(at)

    def to(self, at: str | datetime) -> None:
        self.at = factories.moment(at) if isinstance(at, str) else at

    def now(self) -> datetime:
        return clock._moved.get() or self.at


def enter(page: Page, username: str, password: str = factories.PASSWORD) -> Page:
    """Sign in where someone else may have sat before, and look at the desk."""
    page.context.clear_cookies()
    page.goto(HOME)
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_selector(".desk")
    looked_at(page)
    return page


def looked_at(page: Page) -> None:
    """There is no barrier on what is seen now, and nothing stands beside the page."""
    page.wait_for_load_state()
    page.mouse.move(0, 0)  # nothing is hovered over
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    faults = [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]
    ours = [fault for fault in faults if not any(fault[0] == rule and part in fault[1] for rule, part in WAGTAILS_OWN)]
    assert not ours, (page.url, ours)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def pick(page: Page, field: str, moment: str) -> None:
    """Type a day or a moment; the calendar that opens closes again."""
    page.fill(f"#id_{field}", moment)
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    calendar.wait_for()
    page.locator("body").dispatch_event("mousedown")  # a click beside it
    calendar.wait_for(state="hidden")


def add_block(page: Page, field: str, kind: str = "") -> None:
    """One more part at the end of a stream; `kind` is chosen where there are several."""
    page.locator(f"[id$='-{field}-section'] .c-sf-add-button").last.click()
    if kind:
        page.locator("[role=option]", has_text=kind).first.click()


def paste(page: Page, text: str) -> None:
    """What a spreadsheet puts on the clipboard, pasted into the first cell of the last table."""
    cell = page.locator("[data-place='0:0']").last
    cell.click()
    cell.evaluate(
        """(cell, text) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def attach(page: Page, title: str, name: str, content: bytes) -> None:
    """Upload a file from one's own computer into the library, as an attachment."""
    add_block(page, "attachments")
    page.locator("[id$='-attachments-section'] [data-chooser-action-choose]:visible").last.click()
    page.wait_for_selector(".modal [role=tab]")
    looked_at(page)
    page.locator(".modal [role=tab]").last.click()
    page.set_input_files(".modal input[type=file]", {"name": name, "mimeType": "application/pdf", "buffer": content})
    page.fill(".modal [name$='title']:visible", title)
    page.click(".modal .w-tabs__panel:visible [type=submit]")
    page.wait_for_selector(".modal", state="detached")


def save(page: Page) -> None:
    """Press “save”: a draft that has saved itself before has the same address then."""
    page.click("button.action-save")
    page.wait_for_selector(".messages .success")
    looked_at(page)


def submit(page: Page) -> None:
    """Send the draft on its way, by the button beside “save”."""
    with page.expect_navigation():
        page.click("[name=action-submit]")
    looked_at(page)


def sign(page: Page, *, sees: Sequence[str] = (), password: str = factories.PASSWORD) -> None:
    """Open what waits first, read it and what has changed in it, sign it; nothing waits then."""
    page.click("#waiting .desk-link >> nth=0")
    page.wait_for_selector(".signing")
    looked_at(page)
    changes = page.inner_text("[aria-labelledby=changes-heading]")
    assert not [text for text in sees if text not in changes], changes
    if page.locator("[name=sign-result]").count():
        page.check("[name=sign-result] >> nth=0")
    page.check("[name=sign-read]")
    page.fill("[name=sign-password]", password)
    page.click("#act > form button[type=submit]")
    page.wait_for_selector("#waiting .desk-empty")


def unproven() -> list[str]:
    """What `verify` would find wrong; the factories write rosters without the ledger, so these are left out."""
    return [fault for part, report in prove() if part.look is not rosters.rosters for fault in report.faults]
