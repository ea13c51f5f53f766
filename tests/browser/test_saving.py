"""A button that is pressed while the editor saves by itself: nothing is doubled, and nobody is warned of themselves."""

from contextlib import contextmanager
from threading import Event

import pytest
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from disclosure.items.models import ItemPage
from tests import factories
from tests.browser import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "2026年秋季学期收费项目和标准"
PATIENCE = 60


@contextmanager
def slow(done: str):
    """The server takes its time before it has `done` what the editor saves by itself: (come, go on, ended)."""
    came, go, ended = Event(), Event(), Event()

    def itself(request: HttpRequest) -> bool:
        return request.method == "POST" and "application/json" in request.headers["Accept"]

    def wait(request: HttpRequest, *args) -> None:
        if itself(request):
            came.set()
            assert go.wait(PATIENCE)

    def end(request: HttpRequest, page) -> None:
        if itself(request):
            ended.set()

    with hooks.register_temporarily([(f"before_{done}", wait), (f"after_{done}", end)]):
        try:
            yield came, go, ended
        finally:
            go.set()


def save_meanwhile(page, came: Event, go: Event, ended: Event) -> str:
    """Pressed once the server has begun to save, which ends a second later; the title as it was typed last."""
    for number in range(PATIENCE):  # what is typed before the editor has looked at its form is not taken for a change
        title = f"{TITLE}（{number}）"
        page.fill("#id_title", title)
        if came.wait(2):
            break
    assert came.is_set()
    page.click("button.action-save", no_wait_after=True)
    page.wait_for_timeout(1000)
    go.set()
    assert ended.wait(PATIENCE)
    page.wait_for_selector(".messages .success")
    return title


def test_a_new_draft_is_made_once(new_page, school):
    page = people.enter(new_page(), "office")
    with slow("create_page") as events:
        page.goto(reverse("wagtailadmin_pages:add", args=["disclosure", "itempage", school.column.pk]))
        title = save_meanwhile(page, *events)
    assert [item.get_latest_revision_as_object().title for item in ItemPage.objects.all()] == [title]


def test_what_was_saved_is_what_the_next_press_sends(new_page, school):
    item = factories.item(school.column, by=school.people["office"], title=TITLE)
    page = people.enter(new_page(), "office")
    with slow("edit_page") as events:
        page.goto(reverse("wagtailadmin_pages:edit", args=[item.pk]))
        title = save_meanwhile(page, *events)
    people.submit(page)
    assert item.submissions.get().edition.title == title
