"""W1 to W27 of the findings, each gone for real: by request as each actor who has one, in code, and by SQL.

A way is a function of the scene, and of a signed-in browser where it is gone by request.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, Revision, Site, TaskState, WorkflowState

from disclosure.core import clock
from disclosure.items.models import ItemPage
from tests.items import posting_forms
from tests.items.library import PDF

OFFICE, ADMINISTRATOR, ROOT = "office", "administrator", "root"
PEOPLE = (OFFICE, ADMINISTRATOR, ROOT)
CODE = "code"


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


def page_view(name: str, *args, **kwargs) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args, kwargs=kwargs)


def bulk(action: str, *pages) -> str:
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{chosen}"


def api(client, page, action: str, **data):
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return client.post(address, json.dumps(data), content_type="application/json")


def fresh(page) -> ItemPage:
    return ItemPage.objects.get(pk=page.pk)


def typed(page, **changes) -> dict:
    return posting_forms.of_item(fresh(page).get_latest_revision().as_object()) | {"title": "另一个标题"} | changes


DRAFT_SAVED = "done: pages items revisions story"


@way("W1 publish in the editor, what is up", office=DRAFT_SAVED, administrator="refused", root="refused")
def _(s, c):
    return c.post(page_view("edit", s.up.pk), typed(s.up, **{"action-publish": "1"}))


@way("W1 publish in the editor, a draft", office=DRAFT_SAVED, administrator="refused", root="refused")
def _(s, c):
    return c.post(page_view("edit", s.draft.pk), typed(s.draft, **{"action-publish": "1"}))


@refused("W1 publish in the editor, what is being signed", but={OFFICE: "again"})
def _(s, c):
    return c.post(page_view("edit", s.signing.pk), typed(s.signing, **{"action-publish": "1"}))


@way("W2 publish in the create view", office=DRAFT_SAVED, administrator="refused", root="refused")
def _(s, c):
    address = page_view("add", "disclosure", "itempage", s.school.column.pk)
    return c.post(address, typed(s.draft, slug="new", **{"action-publish": "1"}))


@refused("W3 bulk publish")
def _(s, c):
    return c.post(bulk("publish", s.up, s.draft, s.signing), {"include_descendants": "on"})


@refused("W4 bulk unpublish")
def _(s, c):
    return c.post(bulk("unpublish", s.up), {"include_descendants": "on"})


FRAME_AGAIN = "done: pages revisions story"  # the frame is an administrator's to publish; nothing below it


@refused("W5 bulk publish through the column", but={ROOT: FRAME_AGAIN})
def _(s, c):
    return c.post(bulk("publish", s.school.column), {"include_descendants": "on"})


@refused("W5 bulk publish through the start page", but={ROOT: FRAME_AGAIN})
def _(s, c):
    return c.post(bulk("publish", s.home), {"include_descendants": "on"})


@refused("W6 unpublish view")
def _(s, c):
    return c.post(page_view("unpublish", s.up.pk))


@refused("W7 unpublish the column with all below")
def _(s, c):
    return c.post(page_view("unpublish", s.school.column.pk), {"include_descendants": "on"})


@refused("W7 unpublish the start page with all below", but={ROOT: "done: pages story"})
def _(s, c):
    return c.post(page_view("unpublish", s.home.pk), {"include_descendants": "on"})


def copied(s, c, page, **more):
    said = {"new_title": "另一个", "new_slug": "copied", "new_parent_page": page.get_parent().pk, "copy_subpages": "on"}
    return c.post(page_view("copy", page.pk), said | more)


@refused("W8 copy with publish_copies", but={OFFICE: DRAFT_SAVED})
def _(s, c):
    return copied(s, c, s.up, publish_copies="on")


@refused("W8 copy the column with what is below it")
def _(s, c):
    return copied(s, c, s.school.column, publish_copies="on")


@refused("W8 copy the organization with what is below it")
def _(s, c):
    return copied(s, c, s.school.organization, publish_copies="on")


@way("W8 copy in code, live", code=DRAFT_SAVED)
def _(s):
    fresh(s.up).copy(keep_live=True, update_attrs={"slug": "copied"})


@refused("W9 alias in the copy view", but={OFFICE: DRAFT_SAVED})
def _(s, c):
    return copied(s, c, s.up, alias="on")


@way("W9 alias in code", code="done: pages items story")
def _(s):
    fresh(s.up).create_alias(parent=s.school.column, update_slug="alias")


@refused("W10 move view")
def _(s, c):
    return c.post(page_view("move_confirm", s.up.pk, s.other.column.pk))


@refused("W10 move the column to another organization")
def _(s, c):
    return c.post(page_view("move_confirm", s.school.column.pk, s.other.organization.pk))


@refused("W11 bulk move")
def _(s, c):
    return c.post(bulk("move", s.up), {"chooser": s.other.column.pk, "move_applicable": "on"})


@refused("W12 privacy settings of the item")
def _(s, c):
    return c.post(page_view("set_privacy", s.up.pk), {"restriction_type": "login"})


@refused("W13 privacy settings of the organization")
def _(s, c):
    return c.post(page_view("set_privacy", s.school.organization.pk), {"restriction_type": "login"})


@refused("W13 privacy settings of the start page", but={ROOT: "again: hidden story tree"})
def _(s, c):
    return c.post(page_view("set_privacy", s.home.pk), {"restriction_type": "login"})


@refused("W14 API v3 is not mounted")
def _(s, c):
    for verb in ("publish", "unpublish", "revert", ""):
        answer = c.post(f"/api/v3/pages/{s.draft.pk}/{verb}", {}, content_type="application/json")
    return answer


for action, said in {
    "publish": {},
    "unpublish": {"recursive": True},
    "delete": {},
    "move": {"destination_page_id": 1, "position": "last-child"},
    "copy": {"recursive": True, "slug": "copied"},
    "create_alias": {"recursive": True, "update_slug": "alias"},
    "convert_alias": {},
    "copy_for_translation": {"locale": "en"},
    "revert_to_page_revision": {},
}.items():

    @refused(f"W15 admin API: {action} of the items")
    def _(s, c, action=action, said=said):
        for page in (s.signing, s.up, s.draft):
            answer = api(c, page, action, **said, revision_id=page.revisions.first().pk)
            assert answer.status_code in (403, 404), answer.status_code
        return answer

    @refused(f"W15 admin API: {action} of the pages above")
    def _(s, c, action=action, said=said):
        for page in (s.school.column, s.school.organization, s.home):
            answer = api(c, page, action, **said, revision_id=1)
            assert answer.status_code in (403, 404), answer.status_code
        return answer


@way("W16 publish() in code, a draft", code="LiveWithoutPosting")
def _(s):
    fresh(s.draft).get_latest_revision().publish()


@way("W16 the publish action in code, beside what is up", code="LiveWithoutPosting")
def _(s):
    page = fresh(s.up)
    page.title = "别的标题"
    PublishPageRevisionAction(page.save_revision()).execute(skip_permission_checks=True)


@way("W16 unpublish in code takes down the mirror alone", code="done: pages story")
def _(s):
    UnpublishPageAction(fresh(s.up)).execute(skip_permission_checks=True)


@way("W17 save() with live fields changed", code="LiveWithoutPosting")
def _(s):
    page = fresh(s.up)
    page.title, page.summary = "别的标题", "别的"
    page.save()


@way("W17 save() of a draft that is said to be live", code="LiveWithoutPosting")
def _(s):
    page = fresh(s.draft)
    page.live = True
    page.save(update_fields=["live"])


@way("W18 add_child(), live by default", code="done: pages items story")
def _(s):
    s.school.column.add_child(instance=ItemPage(title="x", live=True, entry=s.school.entry))


@way("W19 update() of a queryset", code="done: pages items")
def _(s):
    ItemPage.objects.filter(pk__in=[s.up.pk, s.draft.pk, s.signing.pk]).update(
        title="x", summary="x", live=True, wish_days=400, salt="0"
    )


@way("W19 SQL", code="done: pages items")
def _(s):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = NOT live, title = 'x', expired = NOT live WHERE depth = 6")
        cursor.execute("UPDATE disclosure_itempage SET body = '[]', summary = 'x'")


@way("W20 move() in code, to another organization", code="StaysInItsColumn")
def _(s):
    fresh(s.up).move(s.other.column, pos="last-child")


@way("W20 move() in code, of its column", code="StaysInItsColumn")
def _(s):
    s.school.column.move(s.other.column, pos="last-child")


def task_state(s) -> TaskState:
    return TaskState.objects.filter(workflow_state__object_id=str(s.signing.pk)).latest("pk")


@refused("W21 another page's id in the workflow action's URL")
def _(s, c):
    address = page_view("workflow_action", s.up.pk, "approve", task_state(s).pk)
    return c.post(address, {"comment": "x"})


@refused("W21 Wagtail's own action view, of the page itself")
def _(s, c):
    return c.post(page_view("workflow_action", s.signing.pk, "approve", task_state(s).pk), {"comment": "x"})


@way("W21 approve() in code, past every step", code="SignaturesMissing")
def _(s):
    state = WorkflowState.objects.get(object_id=str(s.signing.pk))
    while state.status == WorkflowState.STATUS_IN_PROGRESS:
        state.current_task_state.specific.approve(user=s.root)
        state.refresh_from_db()


@way("W21 the step's action in code, by its author", code="NotEligible")
def _(s):
    task_state(s).task.specific.on_action(task_state(s), s.person(OFFICE), "approve")


STEP_LOST = "done: passage routes signed ledger pages story"


@refused("W22 the task is deactivated in mid-route", but={ROOT: STEP_LOST})
def _(s, c):
    return c.post(reverse("wagtailadmin_workflows:disable_task", args=[task_state(s).task_id]))


@refused("W22 the workflow is disabled in mid-route", but={ROOT: STEP_LOST})
def _(s, c):
    return c.post(reverse("wagtailadmin_workflows:disable", args=[s.school.workflow.pk]))


@refused("W22 the workflow is taken off the organization in mid-route", but={ROOT: "done: routes"})
def _(s, c):
    return c.post(reverse("wagtailadmin_workflows:remove", args=[s.school.bureau.pk, s.school.workflow.pk]))


@way("W22 the workflow's steps are taken out in code", code="done: routes")
def _(s):
    s.school.workflow.workflow_tasks.all().delete()


@refused("W23 autosave over the revision that is being signed")
def _(s, c):
    said = typed(s.signing, overwrite_revision_id=s.signing.get_latest_revision().pk)
    return c.post(page_view("edit", s.signing.pk), said, headers={"Accept": "application/json"})


@way("W23 the same in code", code="done: pages items revisions")
def _(s):
    page = fresh(s.signing)
    page.title = "悄悄改了"
    page.save_revision(overwrite_revision=page.get_latest_revision(), clean=False)


IN_THE_LIBRARY = {OFFICE: "done: library", ROOT: "done: library"}  # where editors work; kept files stand apart


@refused("W24 the document of what is up is replaced", but=IN_THE_LIBRARY)
def _(s, c):
    said = {"title": "x", "collection": s.document.collection_id, "tags": ""}
    file = SimpleUploadedFile("x.pdf", PDF + b"% another")
    return c.post(reverse("wagtaildocs:edit", args=[s.document.pk]), said | {"file": file})


@refused("W24 the document of what is up is deleted", but=IN_THE_LIBRARY)
def _(s, c):
    return c.post(reverse("wagtaildocs:delete", args=[s.document.pk]))


@way("W24 the document's bytes are written over on the disk", code="done: library")
def _(s):
    Path(s.document.file.path).write_bytes(b"%PDF-1.4 quite another")


@refused("W25 revert to an older revision while it is being signed", but={OFFICE: "again"})
def _(s, c):
    address = page_view("revisions_revert", s.signing.pk, s.signing.revisions.earliest("pk").pk)
    return c.post(address, typed(s.signing))


@way("W25 revert what is up to an older revision", office=DRAFT_SAVED, administrator="refused", root="refused")
def _(s, c):
    return c.post(page_view("revisions_revert", s.up.pk, s.up.revisions.earliest("pk").pk), typed(s.up))


@refused("W26 delete the item")
def _(s, c):
    return c.post(page_view("delete", s.up.pk))


@refused("W26 delete the column")
def _(s, c):
    return c.post(page_view("delete", s.school.column.pk))


@refused("W26 delete the organization")
def _(s, c):
    return c.post(page_view("delete", s.school.organization.pk))


@refused("W26 delete the start page")
def _(s, c):
    return c.post(page_view("delete", s.home.pk), {"confirm_site_name": "公开栏"})


@refused("W26 bulk delete")
def _(s, c):
    return c.post(bulk("delete", s.up, s.signing))


@refused("W26 bulk delete of the column and of the start page")
def _(s, c):
    return c.post(bulk("delete", s.school.column, s.home), {"confirm_site_name": "公开栏"})


@way("W26 delete() in code, of the item", code="ProtectedError")
def _(s):
    fresh(s.up).delete()


@way("W26 delete() in code, of the column", code="ProtectedError")
def _(s):
    s.school.column.delete()


@way("W26 delete() in code, of the start page", code="ProtectedError")
def _(s):
    Page.objects.get(pk=s.home.pk).specific.delete()


@way("W27 a schedule sent along with the editor's form", office=DRAFT_SAVED, administrator="refused", root="refused")
def _(s, c):
    said = {"go_live_at": "2026-11-20 08:00", "expire_at": "2026-11-21 08:00", "action-publish": "1"}
    return c.post(page_view("edit", s.draft.pk), typed(s.draft, **said))


@way("W27 a schedule set in code", code="NoSchedule")
def _(s):
    page = fresh(s.draft)
    page.go_live_at = clock.now() + timedelta(days=1)
    page.save()


@way("W27 publish_scheduled after an approved revision set by SQL", code="LiveWithoutPosting")
def _(s):
    revision = s.draft.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=clock.now() - timedelta(days=365))
    call_command("publish_scheduled", verbosity=0)


@way("W27 publish_scheduled after an end set by SQL takes down the mirror alone", code="done: pages story")
def _(s):
    Page.objects.filter(pk=s.up.pk).update(expire_at=clock.now() - timedelta(days=365))
    call_command("publish_scheduled", verbosity=0)


@way("W28 save() of the row beneath the item", code="done: pages")
def _(s):
    for page in Page.objects.filter(pk__in=[s.draft.pk, s.signing.pk]):
        page.live, page.title = True, "x"
        page.save()


@way("W29 the object of an older revision is saved", code="done: pages items")
def _(s):
    page = s.draft.revisions.earliest("pk").as_object()
    page.title = "x"
    page.save()


@way("W30 the workflow is finished in code", code="SignaturesMissing")
def _(s):
    WorkflowState.objects.get(object_id=str(s.signing.pk)).finish(user=s.root)


@way("W31 the step is returned, then resumed in code by a superuser", code="done: pages passage signed ledger story")
def _(s):
    task_state(s).specific.reject(user=s.root, comment="x")
    WorkflowState.objects.get(object_id=str(s.signing.pk)).resume(user=s.root)


@way("W32 a fixture is loaded over what is public", code="IntegrityError")
def _(s):
    out = StringIO()
    call_command("dumpdata", "disclosure.posting", stdout=out)
    rows = json.loads(out.getvalue())
    rows[0]["fields"]["ends_at"] = "2099-01-01T00:00:00Z"
    for row in serializers.deserialize("python", rows):
        row.save()


@way("W33 a fixture makes drafts live", code="done: pages")
def _(s):
    for page in serializers.deserialize("json", serializers.serialize("json", Page.objects.filter(pk=s.draft.pk))):
        page.object.live = True
        page.save()


@way("W34 copied for translation in code, with the organization", code="ValidationError")
def _(s):
    fresh(s.up).copy_for_translation(Locale.objects.create(language_code="en"), copy_parents=True)


@refused("W35 an account that signed is deleted")
def _(s, c):
    return c.post(reverse("wagtailusers_users:delete", args=[s.school.people["leader1"].pk]))


@refused("W36 accounts that signed are deleted in bulk")
def _(s, c):
    address = reverse("wagtail_bulk_action", args=["auth", "user", "delete"])
    return c.post(f"{address}?id={s.school.people['leader1'].pk}")


@refused("W37 the editor's form of which a part was lost")
def _(s, c):
    return c.post(page_view("edit", s.draft.pk), {"title": "x", "action-submit": "1"})


@way("W38 the root of the site is the organization", code="done: sites tree")
def _(s):
    site = Site.objects.get()
    site.root_page = s.school.organization.page_ptr
    site.save()


@way("W39 old revisions are purged", code="done: pages revisions passage")
def _(s):
    for page in (s.up, s.signing):
        fresh(page).get_latest_revision().as_object().save_revision()
    call_command("purge_revisions", verbosity=0)
