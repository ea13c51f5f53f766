"""Ways that are gone in code, by commands and by SQL."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.core import serializers
from django.core.management import call_command
from django.db import connection
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, Revision, Site, WorkflowState

from disclosure.core import clock
from disclosure.items.models import ItemPage
from tests.ways.ways import DRAFT_SAVED, OFFICE, fresh, task_state, way


@way("W8 copy in code, live", code=DRAFT_SAVED)
def _(s):
    fresh(s.up).copy(keep_live=True, update_attrs={"slug": "copied"})


@way("W9 alias in code", code="done: pages items story")
def _(s):
    fresh(s.up).create_alias(parent=s.school.column, update_slug="alias")


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


@way("W21 approve() in code, past every step", code="SignaturesMissing")
def _(s):
    state = WorkflowState.objects.get(object_id=str(s.signing.pk))
    while state.status == WorkflowState.STATUS_IN_PROGRESS:
        state.current_task_state.specific.approve(user=s.root)
        state.refresh_from_db()


@way("W21 the step's action in code, by its author", code="NotEligible")
def _(s):
    task_state(s).task.specific.on_action(task_state(s), s.person(OFFICE), "approve")


@way("W22 the workflow's steps are taken out in code", code="done: routes")
def _(s):
    s.school.workflow.workflow_tasks.all().delete()


@way("W23 the same in code", code="done: pages items revisions")
def _(s):
    page = fresh(s.signing)
    page.title = "悄悄改了"
    page.save_revision(overwrite_revision=page.get_latest_revision(), clean=False)


@way("W24 the document's bytes are written over on the disk", code="done: library")
def _(s):
    Path(s.document.file.path).write_bytes(b"%PDF-1.4 quite another")


@way("W26 delete() in code, of the item", code="ProtectedError")
def _(s):
    fresh(s.up).delete()


@way("W26 delete() in code, of the column", code="ProtectedError")
def _(s):
    s.school.column.delete()


@way("W26 delete() in code, of the start page", code="ProtectedError")
def _(s):
    Page.objects.get(pk=s.home.pk).specific.delete()


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
