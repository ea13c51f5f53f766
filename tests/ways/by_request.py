"""Ways that are gone by request, as each actor who has one."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.items import posting_forms
from tests.items.library import PDF
from tests.ways.ways import DRAFT_SAVED, OFFICE, ROOT, fresh, refused, task_state, way


def page_view(name: str, *args, **kwargs) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args, kwargs=kwargs)


def bulk(action: str, *pages) -> str:
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{chosen}"


def api(client, page, action: str, **data):
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    return client.post(address, json.dumps(data), content_type="application/json")


def typed(page, **changes) -> dict:
    return posting_forms.of_item(fresh(page).get_latest_revision().as_object()) | {"title": "另一个标题"} | changes


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


@refused("W9 alias in the copy view", but={OFFICE: DRAFT_SAVED})
def _(s, c):
    return copied(s, c, s.up, alias="on")


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


@refused("W21 another page's id in the workflow action's URL")
def _(s, c):
    address = page_view("workflow_action", s.up.pk, "approve", task_state(s).pk)
    return c.post(address, {"comment": "x"})


@refused("W21 Wagtail's own action view, of the page itself")
def _(s, c):
    return c.post(page_view("workflow_action", s.signing.pk, "approve", task_state(s).pk), {"comment": "x"})


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


@refused("W23 autosave over the revision that is being signed")
def _(s, c):
    said = typed(s.signing, overwrite_revision_id=s.signing.get_latest_revision().pk)
    return c.post(page_view("edit", s.signing.pk), said, headers={"Accept": "application/json"})


IN_THE_LIBRARY = {OFFICE: "done: library", ROOT: "done: library"}  # where editors work; kept files stand apart


@refused("W24 the document of what is up is replaced", but=IN_THE_LIBRARY)
def _(s, c):
    said = {"title": "x", "collection": s.document.collection_id, "tags": ""}
    file = SimpleUploadedFile("x.pdf", PDF + b"% another")
    return c.post(reverse("wagtaildocs:edit", args=[s.document.pk]), said | {"file": file})


@refused("W24 the document of what is up is deleted", but=IN_THE_LIBRARY)
def _(s, c):
    return c.post(reverse("wagtaildocs:delete", args=[s.document.pk]))


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


@way("W27 a schedule sent along with the editor's form", office=DRAFT_SAVED, administrator="refused", root="refused")
def _(s, c):
    said = {"go_live_at": "2026-11-20 08:00", "expire_at": "2026-11-21 08:00", "action-publish": "1"}
    return c.post(page_view("edit", s.draft.pk), typed(s.draft, **said))


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
