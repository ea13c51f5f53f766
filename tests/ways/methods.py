"""Every public method of what an item is made of in the database, found by looking, and how each that writes is called.

The targets are what a way round sign-off would take hold of: the item that is up, its column and organization, the row
beneath it, its revision, and of what is being signed the workflow, its state, the step's state and the step.
"""

import inspect
from collections.abc import Callable, Iterator
from uuid import uuid4

from asgiref.sync import async_to_sync
from wagtail.models import Locale, Page, Revision, Task, TaskState, Workflow, WorkflowState

from disclosure.catalog.models import ColumnPage
from disclosure.items.models import ItemPage
from disclosure.organizations.models import OrganizationPage
from tests.ways.scene import Scene
from tests.ways.ways import fresh, task_state


def _state(s: Scene) -> WorkflowState:
    return WorkflowState.objects.get(object_id=str(s.signing.pk))


OBJECTS: dict[str, Callable[[Scene], object]] = {
    "item": lambda s: fresh(s.up),
    "draft": lambda s: fresh(s.draft),
    "column": lambda s: ColumnPage.objects.get(pk=s.school.column.pk),
    "organization": lambda s: OrganizationPage.objects.get(pk=s.school.organization.pk),
    "row": lambda s: Page.objects.get(pk=s.up.pk),
    "revision": lambda s: Revision.objects.get(pk=s.posting.edition.revision_id),
    "draft_revision": lambda s: Revision.objects.get(pk=s.draft.latest_revision_id),
    "workflow": lambda s: Workflow.objects.get(pk=s.school.workflow.pk),
    "workflow_state": _state,
    "task_state": lambda s: task_state(s).specific,
    "task": lambda s: task_state(s).task.specific,
    "items": lambda s: ItemPage.objects.filter(pk__in=[s.up.pk, s.signing.pk, s.draft.pk]),
    "rows": lambda s: Page.objects.filter(pk__in=[s.up.pk, s.signing.pk, s.draft.pk]),
    "revisions": lambda s: Revision.objects.filter(object_id__in=[s.up.pk, s.signing.pk, s.draft.pk]),
    "workflow_states": lambda s: WorkflowState.objects.filter(object_id=str(s.signing.pk)),
    "task_states": lambda s: TaskState.objects.filter(pk=task_state(s).pk),
    "tasks": lambda s: Task.objects.all(),
}
# One line of the table for several targets.
GROUPS = {
    **dict.fromkeys(["item", "draft", "column", "organization", "row"], "page"),
    **dict.fromkeys(["revision", "draft_revision"], "revision"),
    **dict.fromkeys(["items", "rows", "revisions", "workflow_states", "task_states", "tasks"], "queryset"),
}
MANAGERS = [type(model.objects) for model in (ItemPage, Page, Revision, WorkflowState, TaskState, Task)]


def public(kind: type) -> Iterator[str]:
    """Names of the methods that anyone may call."""
    for name in dir(kind):
        found = getattr(kind, name, None)
        if not name.startswith("_") and (inspect.isfunction(found) or inspect.ismethod(found)):
            yield name


def _new(s: Scene) -> ItemPage:
    return ItemPage(title="x", live=True, entry=s.school.entry)


def _english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def _telling(model) -> str:
    """The field whose change would matter most."""
    names = {field.name for field in model._meta.get_fields()}
    return next(name for name in ("title", "content", "status", "name") if name in names)


def _other(model) -> dict:
    """That field, with something else in it."""
    return {_telling(model): {} if _telling(model) == "content" else "x"}


def _altered(row):
    for name, value in _other(type(row)).items():
        setattr(row, name, value)
    if isinstance(row, Page):
        row.live = True
    return row


def _once_more(rows) -> dict:
    """The fields of a row like the first, where the database lets it stand beside it."""
    first = rows.first()
    fields = {f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields if not f.primary_key}
    fields = {name: value for name, value in fields.items() if not name.endswith("_ptr_id") and name != "id"}
    if isinstance(first, Page):
        fields |= {"path": f"{first.path[:-1]}Z", "slug": "once-more", "translation_key": uuid4(), "live": True}
    return fields


def _handed(*args, **kwargs) -> tuple:
    return args, kwargs


# What is handed over, by the method's name; all others are called with nothing.
HANDED: dict[str, Callable[[object, Scene], tuple]] = {
    "add_child": lambda t, s: _handed(instance=_new(s)),
    "add_root": lambda t, s: _handed(instance=_new(s)),
    "add_sibling": lambda t, s: _handed("right", instance=_new(s)),
    "copy": lambda t, s: _handed(keep_live=True, update_attrs={"slug": "copied"}) if isinstance(t, Page) else _handed(),
    "copy_for_translation": lambda t, s: _handed(_english(), copy_parents=True),
    "create_alias": lambda t, s: _handed(recursive=True, update_slug="alias"),
    "load_bulk": lambda t, s: _handed([{"data": {"title": "x", "slug": "x", "live": True}}]),
    "move": lambda t, s: _handed(ColumnPage.objects.get(pk=s.other.column.pk), "last-child"),
    "publish": lambda t, s: _handed(_altered(t).save_revision(clean=False)) if isinstance(t, Page) else _handed(),
    "update_aliases": lambda t, s: _handed(revision=t.get_latest_revision(), _content={"title": "x"}),
    "copy_approved_task_states_to_revision": lambda t, s: _handed(s.draft.get_latest_revision()),
    "log_state_change_action": lambda t, s: _handed(s.person("office"), "approve"),
    "on_action": lambda t, s: _handed(task_state(s), s.person("office"), "approve"),
    "create": lambda t, s: _handed(**_once_more(t)),
    "bulk_create": lambda t, s: _handed([t.model(**_once_more(t))]),
    "bulk_update": lambda t, s: _handed([_altered(row) for row in t], list(_other(t.model))),
    "get_or_create": lambda t, s: _handed(pk=10**6, defaults=_once_more(t)),
    "update_or_create": lambda t, s: _handed(pk=t.first().pk, defaults=_other(t.model)),
}


def _started(t, s: Scene) -> tuple:
    return _handed(fresh(s.draft), s.person("office")) if isinstance(t, Workflow) else _handed(_state(s))


HANDED["start"] = _started
ALTERED_FIRST = {"save", "save_base", "save_revision"}


def base_name(target, name: str) -> str:
    """An asynchronous method is its plain one under another name."""
    return name[1:] if inspect.iscoroutinefunction(getattr(target, name)) else name


def called(target, name: str, s: Scene) -> None:
    """Call it, as code would."""
    plain, method = base_name(target, name), getattr(target, name)
    if plain in ALTERED_FIRST:
        _altered(target)
    if plain == "update" and hasattr(target, "model"):
        args, kwargs = _handed(**_other(target.model))
    else:
        args, kwargs = HANDED.get(plain, lambda t, s: _handed())(target, s)
    if inspect.iscoroutinefunction(method):
        method = async_to_sync(method)
    method(*args, **kwargs)
