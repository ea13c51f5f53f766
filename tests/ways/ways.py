"""Ways round sign-off, W1 to W27 of the findings and more, each gone for real: the list that they are put on.

A way is a function of the scene, and of a signed-in browser where it is gone by request (by_request.py, by_code.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from wagtail.models import TaskState

from disclosure.items.models import ItemPage

OFFICE, ADMINISTRATOR, ROOT = "office", "administrator", "root"
PEOPLE = (OFFICE, ADMINISTRATOR, ROOT)
CODE = "code"
DRAFT_SAVED = "done: pages items revisions story"


@dataclass(frozen=True)
class Way:
    """`ends`: for each actor how it is answered, and which parts of the state it may change, by name (`tree` where a
    host's own pages may be somewhere else afterwards)."""

    name: str
    go: Callable
    ends: dict[str, str] = field(default_factory=dict)


WAYS: list[Way] = []


def way(name: str, **ends: str):
    """Put a way on the list: `office="done: pages revisions"`; who is not named has not got it."""

    def listed(go: Callable) -> Callable:
        WAYS.append(Way(name, go, ends))
        return go

    return listed


def refused(name: str, *, code: str = "", but: dict | None = None):
    """A way that everyone who goes it by request is refused, and leaves nothing."""
    return way(name, **{**dict.fromkeys(PEOPLE, "refused"), **(but or {}), **({CODE: code} if code else {})})


def fresh(page) -> ItemPage:
    return ItemPage.objects.get(pk=page.pk)


def task_state(s) -> TaskState:
    return TaskState.objects.filter(workflow_state__object_id=str(s.signing.pk)).latest("pk")
