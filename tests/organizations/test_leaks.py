"""L1 to L27, one by one: what Wagtail would tell of another organization; L22 and L24 are in test_leaks_by_number.py.

Each is asked as a clerk of the first school, and as an editor of the host site where its groups open more.
tests/isolation asks everywhere for everything.
"""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

from disclosure.core import clock
from disclosure.items.models import ItemPage
from disclosure.organizations.models import Membership
from home.models import HomePage
from tests import factories

from .conftest import BACKEND, MARK, SEARCHED, document, editor_of_the_host

NONCE = re.compile(r'nonce="[^"]*"')


def text(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def says_nothing(client, address, *, codes=(200, 302, 403, 404), method="get", **data):
    answer = getattr(client, method)(address, data, follow=True)
    assert answer.status_code in codes, (address, answer.status_code)
    assert MARK not in text(answer), address
    return answer


def test_the_mark_is_seen_by_its_own_clerk(client, other, indexed):
    client.force_login(other.people["office"], backend=BACKEND)
    for address in [
        reverse("wagtailadmin_explore", args=[other.column.pk]),
        reverse("wagtailadmin_choose_page_child", args=[other.column.pk]),
        reverse("wagtailadmin_choose_page_search") + f"?q={SEARCHED}",
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailadmin_pages:edit", args=[other.item.pk]),
    ]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert MARK in text(answer), address


def addresses_of_pages(other):
    for page in (other.item, other.column, other.organization):
        for name in (
            "edit",
            "view_draft",
            "delete",
            "copy",
            "usage",
            "history",
            "preview_on_edit",
            "add_subpage",
            "workflow_history",
        ):
            yield reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        yield reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
        yield reverse("wagtailadmin_explore", args=[page.pk])
    revision = other.item.latest_revision
    yield reverse("wagtailadmin_pages:revisions_view", args=[other.item.pk, revision.pk])
    yield reverse("wagtailadmin_pages:revisions_revert", args=[other.item.pk, revision.pk])


@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_pages_and_their_views(who, request, other, indexed):
    client = request.getfixturevalue(who)
    for address in addresses_of_pages(other):
        says_nothing(client, address)
    says_nothing(client, reverse("wagtailadmin_explore_root"))
    says_nothing(client, reverse("wagtailadmin_pages:search") + f"?q={SEARCHED}")
    says_nothing(client, reverse("wagtailadmin_explore", args=[other.bureau.pk]) + f"?q={SEARCHED}")
    says_nothing(
        client, reverse("wagtailadmin_explore", args=[Page.objects.get(depth=1).pk]) + f"?q={SEARCHED}&search_all=1"
    )


@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_l1_the_page_chooser(who, request, other, indexed):
    client = request.getfixturevalue(who)
    says_nothing(client, reverse("wagtailadmin_choose_page"))
    says_nothing(client, reverse("wagtailadmin_choose_page") + "?page_type=disclosure.ItemPage")
    says_nothing(client, reverse("wagtailadmin_choose_page_search") + f"?q={SEARCHED}")
    for page in (other.column, other.organization, other.bureau):
        says_nothing(client, reverse("wagtailadmin_choose_page_child", args=[page.pk]))
    nested = factories.column(other.column, title=f"{MARK} column", code="MM")
    nested.live = False
    nested.save()
    says_nothing(client, reverse("wagtailadmin_choose_page_child", args=[nested.pk]), codes=(404,))
    says_nothing(client, reverse("wagtailadmin_choose_page_child", args=[other.item.pk]), codes=(404,))


def test_l2_many_pages_chosen(clerk, other):
    says_nothing(clerk, reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={other.item.pk}", codes=(404,))


def test_l3_a_link_that_wagtail_would_resolve(clerk, other):
    other.item.__class__.objects.filter(pk=other.item.pk).update(live=True)
    address = reverse("wagtailadmin_choose_page_external_link")
    url = f"http://localhost{ItemPage.objects.get(pk=other.item.pk).url_path.removeprefix('/home')}"
    says_nothing(clerk, address, method="post", **{"external-link-chooser-url": url})


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_l4_bulk_actions_on_pages(who, action, request, other):
    client = request.getfixturevalue(who)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    says_nothing(client, f"{address}?id={other.item.pk}")
    says_nothing(client, f"{address}?id=all&childOf={other.column.pk}")
    says_nothing(client, f"{address}?id={other.item.pk}", method="post", confirm="1")
    assert ItemPage.objects.filter(pk=other.item.pk, live=False).exists()


@pytest.mark.parametrize("model", [("wagtailimages", "image"), ("wagtaildocs", "document")])
@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_l4_bulk_actions_on_files(who, action, model, request, other):
    client = request.getfixturevalue(who)
    address = reverse("wagtail_bulk_action", args=[*model, action])
    says_nothing(client, f"{address}?id=all")
    says_nothing(client, f"{address}?id=all", method="post", tags="x")
    assert type(other.image).objects.filter(pk=other.image.pk).exists()
    assert type(other.document).objects.filter(pk=other.document.pk).exists()


@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_l5_filters_name_people_of_ones_own_pages_only(who, request, other, school):
    factories.item(school.column, by=school.people["office2"])
    client = request.getfixturevalue(who)
    address = reverse("wagtailadmin_explore_root")
    answer = says_nothing(client, address)
    assert ("office2" in text(answer)) is (who == "clerk")


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_workflows:task_chooser",
        "wagtailadmin_workflows:index",
        "wagtailadmin_tag_autocomplete",
        "wagtailadmin_collections:index",
    ],
)
def test_l6_l7_l8_l10_l11_reports_and_lists_are_not_there(clerk, name):
    says_nothing(clerk, reverse(name) + f"?term={SEARCHED}", codes=(404,))


def test_l6_the_report_on_types_of_pages(host_editor, other):
    for name in ("page_types_usage", "page_types_usage_results"):
        says_nothing(host_editor, reverse(f"wagtailadmin_reports:{name}"), codes=(200,))


def test_l9_cancelling_a_route_elsewhere(clerk, other):
    says_nothing(clerk, reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[other.item.pk]), codes=(404,))


@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_l11_tags(who, request, other):
    client = request.getfixturevalue(who)
    says_nothing(
        client, reverse("wagtailadmin_tag_model_autocomplete", args=["disclosure", "topic"]) + f"?term={SEARCHED}"
    )
    for name in (
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailimages_chooser:choose",
        "wagtaildocs_chooser:choose",
    ):
        says_nothing(client, reverse(name), codes=(200,))


@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_l12_the_api(who, request, other):
    client = request.getfixturevalue(who)
    codes = (404,) if who == "clerk" else (200, 404)
    for kind, pk in (("images", other.image.pk), ("documents", other.document.pk), ("pages", other.item.pk)):
        says_nothing(client, reverse(f"wagtailadmin_api:{kind}:listing"), codes=codes)
        says_nothing(client, reverse(f"wagtailadmin_api:{kind}:detail", args=[pk]), codes=(404,))


@pytest.mark.parametrize("who", ["clerk", "host_editor"])
def test_files_of_another_collection(who, request, other, indexed):
    client = request.getfixturevalue(who)
    for name, pk in (
        ("wagtailimages:edit", other.image.pk),
        ("wagtailimages:delete", other.image.pk),
        ("wagtailimages:image_usage", other.image.pk),
        ("wagtaildocs:edit", other.document.pk),
        ("wagtaildocs:delete", other.document.pk),
        ("wagtaildocs:document_usage", other.document.pk),
        ("wagtailimages_chooser:chosen", other.image.pk),
        ("wagtaildocs_chooser:chosen", other.document.pk),
    ):
        says_nothing(client, reverse(name, args=[pk]))
    for name in ("wagtailimages_chooser:chosen_multiple", "wagtaildocs_chooser:chosen_multiple"):
        says_nothing(client, reverse(name) + f"?id={other.image.pk}&id={other.document.pk}")
    for name in ("wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose_results"):
        says_nothing(client, reverse(name) + f"?q={SEARCHED}")


def test_l14_snippets_are_not_there(clerk):
    says_nothing(clerk, reverse("wagtailsnippets:index"), codes=(404,))


def test_l15_users_are_not_there(clerk):
    for name in ("wagtailusers_users:index", "wagtailusers_groups:index"):
        says_nothing(clerk, reverse(name), codes=(404,))


def test_l18_the_dashboard_of_one_who_left(client, school, other):
    leaver = factories.person()
    member = factories.member(other.bodies["office"], leaver)
    other.item.save_revision(user=leaver, log_action=True)
    other.item.locked, other.item.locked_by = True, leaver
    other.item.save()
    Membership.objects.filter(pk=member.pk).update(until=clock.now())
    factories.member(school.bodies["office"], leaver)
    client.force_login(leaver, backend=BACKEND)
    says_nothing(client, reverse("wagtailadmin_home"), codes=(200,))
    editor_of_the_host(leaver)
    Membership.objects.filter(user=leaver).update(until=clock.now())
    says_nothing(client, reverse("wagtailadmin_home"), codes=(200,))


def test_collections_of_organizations_are_nobodys_to_manage(client, host_editor, other, school):
    policy = policy_registry.get_by_type(Collection)
    admin = factories.person(is_superuser=True)
    for user in (admin, editor_of_the_host(), school.people["office"], other.people["office"]):
        for action in ("add", "change", "delete"):
            assert other.organization.collection not in policy.instances_user_has_permission_for(user, action)
            assert not policy.user_has_permission_for_instance(user, action, other.organization.collection)
    collection = other.organization.collection
    says_nothing(host_editor, reverse("wagtailadmin_collections:edit", args=[collection.pk]))
    says_nothing(host_editor, reverse("wagtailadmin_collections:index"))


def file_of(other, kind):
    """What a clerk's browser would send who put another organization's number in."""
    if kind == "document":
        return {
            "body-count": "0",
            "attachments-count": "1",
            "attachments-0-deleted": "",
            "attachments-0-order": "0",
            "attachments-0-type": "file",
            "attachments-0-value-document": str(other.document.pk),
            "attachments-0-value-title": "",
        }
    return {
        "attachments-count": "0",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "pictures",
        "body-0-value-pictures-count": "1",
        "body-0-value-pictures-0-deleted": "",
        "body-0-value-pictures-0-order": "0",
        "body-0-value-pictures-0-value-image": str(other.image.pk),
        "body-0-value-pictures-0-value-caption": "x",
        "body-0-value-pictures-0-value-description": "x",
    }


@pytest.mark.parametrize("kind", ["document", "image"])
@pytest.mark.parametrize("preview", [False, True])
def test_l17_a_number_sent_by_hand(clerk, school, other, kind, preview):
    item = factories.item(school.column, by=school.people["office"], title="食堂收支")
    said = {"title": "食堂收支", "entry": school.entry.pk, "formed_on": "2026-11-20", **file_of(other, kind)}
    view = "preview_on_edit" if preview else "edit"
    address = reverse(f"wagtailadmin_pages:{view}", args=[item.pk])
    says_nothing(clerk, address, method="post", **said)
    if preview:
        says_nothing(clerk, address)
    else:
        assert MARK not in str(ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object().attachments)
        says_nothing(clerk, address)


def test_copying_names_no_page_of_others(client, clerk, host_editor, other, school):
    item = factories.item(school.column, by=school.people["office"], title="食堂收支")
    said = {"new_title": "x", "new_slug": "", "new_parent_page": other.item.pk}
    client.force_login(school.people["office"], backend=BACKEND)
    for parent in (other.item, other.column):
        said["new_parent_page"] = parent.pk
        says_nothing(client, reverse("wagtailadmin_pages:copy", args=[item.pk]), method="post", **said)
    client.force_login(editor_of_the_host(), backend=BACKEND)
    home = HomePage.objects.get()
    page = home.add_child(instance=Page(title="host", slug="host"))
    said["new_parent_page"] = other.item.pk
    says_nothing(client, reverse("wagtailadmin_pages:copy", args=[page.pk]), method="post", **said)
    says_nothing(client, reverse("wagtailadmin_pages:move", args=[page.pk]), method="post", **said)
    says_nothing(client, reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.item.pk]))
    says_nothing(
        client,
        reverse("wagtailadmin_pages:choose_parent", args=["wagtailcore", "page"]),
        method="post",
        parent_page=other.item.pk,
    )


def test_a_file_of_ones_own_is_chosen_and_an_item_copied(clerk, school, other):
    office = school.people["office"]
    item = factories.item(school.column, by=office, title="食堂收支")
    own = document(school.organization.collection, "own", by=office)
    said = {"title": "食堂收支", "entry": school.entry.pk, "formed_on": "2026-11-20", **file_of(other, "document")}
    said["attachments-0-value-document"] = str(own.pk)
    clerk.post(reverse("wagtailadmin_pages:edit", args=[item.pk]), said)
    assert f'"document": {own.pk}' in ItemPage.objects.get(pk=item.pk).get_latest_revision().content["attachments"]
    column = factories.column(school.organization, code="CW")
    copied = {"new_title": "食堂收支 12月", "new_slug": "copied", "new_parent_page": column.pk}
    assert clerk.post(reverse("wagtailadmin_pages:copy", args=[item.pk]), copied).status_code == 302
    copy = ItemPage.objects.child_of(column).get()
    assert (copy.title, copy.live, copy.salt != item.salt) == ("食堂收支 12月", False, True)


def test_l25_many_pages_chosen_by_an_editor_of_the_host(host_editor, other):
    address = reverse("wagtailadmin_choose_page_chosen_multiple")
    says_nothing(host_editor, f"{address}?id={other.item.pk}", codes=(404,))
    says_nothing(host_editor, f"{address}?id=all", codes=(404,))
    home = HomePage.objects.get()
    answer = says_nothing(host_editor, f"{address}?id={home.pk}", codes=(200,))
    assert [page["adminTitle"] for page in answer.json()["result"]] == [home.title]


def test_l26_tags_of_files_for_an_editor_of_the_host(host_editor, other):
    own = document(Collection.get_first_root_node(), "own")
    own.tags.add("Zhown")
    for name, args in (
        ("wagtailadmin_tag_autocomplete", []),
        ("wagtailadmin_tag_model_autocomplete", ["taggit", "tag"]),
    ):
        address = reverse(name, args=args)
        assert says_nothing(host_editor, f"{address}?term=Zh", codes=(200,)).json() == ["Zhown"]
        assert says_nothing(host_editor, address, codes=(200,)).json() == []


@pytest.mark.parametrize("part", ["", "_results"])
@pytest.mark.parametrize("name", ["workflow", "workflow_tasks", "locked_pages", "site_history"])
def test_l27_reports_name_nobody_of_others(host_editor, other, name, part):
    ItemPage.objects.filter(pk=other.item.pk).update(locked=True, locked_by=other.people["office2"])
    factories.submitted(factories.item(other.column, by=other.people["office2"]), other.people["office2"])
    says_nothing(host_editor, reverse(f"wagtailadmin_reports:{name}{part}"), codes=(200,))


def test_l27_the_history_of_the_site_names_no_deleted_draft(host_editor, other, monkeypatch):
    monkeypatch.setattr(HomePage, "can_create_at", lambda parent: True)  # as pages of other sites are
    gone = factories.item(other.column, by=other.people["office"], title=f"{MARK} gone")
    DeletePageAction(gone, user=other.people["office"]).execute(skip_permission_checks=True)
    says_nothing(host_editor, reverse("wagtailadmin_reports:site_history"), codes=(200,))


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("wagtailadmin_workflows:task_chooser", []),
        ("wagtailadmin_workflows:index", []),
        ("wagtailadmin_workflows:usage", [1]),
        ("wagtailusers_users:index", []),
        ("wagtailusers_users:edit", [1]),
    ],
)
def test_l27_routes_and_accounts_are_for_those_who_keep_them(host_editor, other, name, args):
    says_nothing(host_editor, reverse(name, args=args), codes=(404,))


def test_l27_who_keeps_routes_for_the_host_still_does(host_editor, other):
    editors = Group.objects.get(name__startswith="editors of the site")
    for codename in ("change_workflow", "add_workflow"):
        editors.permissions.add(Permission.objects.get(codename=codename))
    assert host_editor.get(reverse("wagtailadmin_workflows:index")).status_code == 200
