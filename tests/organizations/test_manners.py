"""Wagtail's page views, as an office and as administrators have them; superusers publish no item either."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, WorkflowState

from disclosure.catalog.models import ColumnPage
from disclosure.core.models import LedgerEntry
from home.models import HomePage
from tests import factories

from .conftest import BACKEND, editor_of_the_host

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db):
    return factories.person("root", is_superuser=True)


@pytest.fixture
def item(school):
    return factories.item(school.column, by=school.people["office"], title="食堂收支")


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def page_address(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def test_a_members_explorer_begins_at_their_organization(client, school):
    enter(client, school.people["office"])
    answer = client.get(reverse("wagtailadmin_explore_root"))
    assert answer.headers["Location"] == reverse("wagtailadmin_explore", args=[school.organization.pk])


@pytest.mark.parametrize(
    ("username", "seen", "hidden"),
    [
        ("office", ["explorer", "images", "documents"], ["reports", "settings", "help", "disclosure-organizations"]),
        ("administrator", ["explorer", "disclosure-organizations"], ["images", "documents", "reports", "settings"]),
        ("leader1", [], ["explorer", "images", "documents", "reports", "disclosure-organizations"]),
    ],
)
def test_the_menu_of_a_member(client, school, username, seen, hidden):
    enter(client, school.people[username])
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in seen:
        assert f'"name": "{name}"' in page, name
    for name in hidden:
        assert f'"name": "{name}"' not in page, name


def test_the_office_adds_items_and_administrators_columns(client, school):
    add = page_address("add_subpage", school.column.pk)
    assert "itempage" in enter(client, school.people["office"]).get(add).headers["Location"]
    assert "columnpage" in enter(client, school.people["administrator"]).get(add).headers["Location"]
    column = page_address("add", "disclosure", "columnpage", school.column.pk)
    item = page_address("add", "disclosure", "itempage", school.column.pk)
    assert enter(client, school.people["office"]).get(column).status_code in (302, 403)
    assert enter(client, school.people["administrator"]).get(item).status_code in (302, 403)
    assert enter(client, school.people["office"]).get(item).status_code == 200


def test_the_create_view_does_not_publish_an_item(client, school):
    factories.member(school.bodies["administrators"], school.people["office"])  # may publish columns, too
    enter(client, school.people["office"])
    address = page_address("add", "disclosure", "itempage", school.column.pk)
    page = client.get(address)
    assert "action-publish" not in page.content.decode()
    assert "action-submit" in page.content.decode()


def test_administrators_publish_the_frame_and_the_ledger_says_who(client, school):
    keeper = school.people["administrator"]
    enter(client, keeper)
    address = page_address("add", "disclosure", "columnpage", school.organization.pk)
    assert "action-submit" not in client.get(address).content.decode()
    said = {"title": "财务公开", "code": "CW", "description": "每月", "slug": "cw", "action-publish": "1"}
    assert client.post(address, said).status_code == 302
    column = ColumnPage.objects.get(code="CW")
    assert column.live
    entry = LedgerEntry.objects.get(subject=f"page:{column.pk}")
    assert (entry.kind, entry.actor, entry.chain) == ("frame.changed", keeper, school.organization.chain)


def test_a_frame_is_not_submitted(client, school):
    enter(client, school.people["administrator"])
    said = {"title": "财务公开", "code": "CW", "description": "", "slug": "cw", "action-submit": "1"}
    client.post(page_address("add", "disclosure", "columnpage", school.organization.pk), said)
    client.post(page_address("edit", school.column.pk), {"title": "收费", "code": "SF", "action-submit": "1"})
    assert not WorkflowState.objects.exists()


def test_contact_data_through_the_editor(client, school):
    enter(client, school.people["administrator"])
    page = school.organization
    said = {
        "title": page.title,
        "code": page.code,
        "supervision_telephone": "0000-7777",
        "sign_with_password": "on",
        "action-publish": "1",
    }
    assert client.post(page_address("edit", page.pk), said).status_code == 302
    page.refresh_from_db()
    assert page.supervision_telephone == "0000-7777"
    assert LedgerEntry.objects.filter(subject=f"page:{page.pk}", kind="frame.changed").exists()


def test_the_ledger_says_which_field_was_changed_and_which_setting_switched(client, school):
    enter(client, school.people["administrator"])
    address = page_address("edit", school.organization.pk)
    said = fields_of(client, address) | {"telephone": "0000-7777", "require_second_factor": "on"}
    del said["sign_with_password"]
    client.post(address, said | {"action-publish": "1"})
    entry = LedgerEntry.objects.filter(subject=f"page:{school.organization.pk}", kind="frame.changed").latest("pk")
    assert {key: entry.data[key] for key in ("changed", "switched_on", "switched_off")} == {
        "changed": ["telephone"],
        "switched_on": ["require_second_factor"],
        "switched_off": ["sign_with_password"],
    }


def test_the_first_button_of_a_frame_page_puts_it_in_force_and_of_a_draft_saves_it(client, school, item):
    def first(who, page):
        enter(client, school.people[who])
        html = BeautifulSoup(client.get(page_address("edit", page.pk)).content, "html.parser")
        return html.select_one("footer nav button[type=submit]").get("name", "")

    assert first("administrator", school.organization) == "action-publish"
    assert first("administrator", school.column) == "action-publish"
    assert first("office", item) == ""


@pytest.mark.parametrize("who", ["root", "office", "administrator"])
def test_nobody_publishes_moves_locks_or_hides_an_item(client, school, item, admin, who):
    user = get_user_model().objects.get(username=who)
    enter(client, user)
    tester = item.permissions_for_user(user)
    for refused in (
        tester.can_publish,
        tester.can_unpublish,
        tester.can_move,
        tester.can_lock,
        tester.can_unlock,
        tester.can_set_view_restrictions,
        tester.can_unschedule,
        tester.can_publish_subpage,
    ):
        assert not refused()
    other = factories.column(school.organization, code="CW")
    assert not tester.can_move_to(other)
    for name in ("unpublish", "move", "lock", "unlock", "set_privacy"):
        assert client.post(page_address(name, item.pk), {"restriction_type": "login"}).status_code in (302, 403, 404)
    said = {"title": "食堂收支", "action-publish": "1", "body-count": "0", "attachments-count": "0"}
    client.post(page_address("edit", item.pk), said)
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={item.pk}")
    page = Page.objects.get(pk=item.pk)
    assert not page.live
    assert not page.locked
    assert page.get_parent().pk == school.column.pk
    assert not PageViewRestriction.objects.exists()


def test_a_superuser_neither_drafts_nor_reads_drafts(client, school, item, admin):
    tester = item.permissions_for_user(admin)
    assert not tester.can_edit()
    assert not tester.can_copy()
    assert school.column.permissions_for_user(admin).creatable_subpage_models() == [ColumnPage]
    for name in ("edit", "view_draft", "history"):
        assert enter(client, admin).get(page_address(name, item.pk)).status_code in (302, 403)


def test_nobody_hides_moves_or_copies_the_frame(client, school, admin):
    for user in (admin, school.people["administrator"]):
        enter(client, user)
        for page in (school.organization, school.column):
            tester = page.permissions_for_user(user)
            assert not tester.can_unpublish()
            assert not tester.can_move()
            assert not tester.can_copy()
            assert not tester.can_set_view_restrictions()
            for name in ("unpublish", "move", "set_privacy", "copy"):
                assert client.get(page_address(name, page.pk)).status_code in (302, 403, 404)


def test_a_column_goes_only_while_nothing_points_to_it(school):
    keeper = school.people["administrator"]
    empty = factories.column(school.organization, code="CW")
    assert empty.permissions_for_user(keeper).can_delete()
    assert not school.column.permissions_for_user(keeper).can_delete()  # an entry of the catalogue
    assert not school.organization.permissions_for_user(keeper).can_delete()


def test_a_page_above_an_organization_is_not_deleted_moved_or_copied(client, school, admin):
    for user in (admin, editor_of_the_host()):
        enter(client, user)
        home = HomePage.objects.get()
        for name in ("delete", "copy"):
            client.post(page_address(name, home.pk), {"new_title": "x", "new_slug": "x", "new_parent_page": 1})
        client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={home.pk}")
        assert HomePage.objects.count() == 1
        assert Page.objects.filter(pk=school.organization.pk).exists()


def test_unpublishing_from_above_ends_at_the_border(client, school, admin):
    enter(client, admin)
    home = HomePage.objects.get()
    client.post(page_address("unpublish", home.pk), {"include_descendants": "on"})
    assert Page.objects.get(pk=school.organization.pk).live
    assert Page.objects.get(pk=school.column.pk).live


def test_columns_are_put_in_order_beside_nested_organizations(client, school):
    bureau = school.bureau
    first, second, third = (factories.column(bureau, code=code) for code in ("A1", "B1", "C1"))
    enter(client, get_user_model().objects.get(username="bureau-admin"))
    address = page_address("set_page_position", third.pk)
    assert client.post(f"{address}?position=0").status_code == 200
    order = [p.pk for p in bureau.get_children().type(ColumnPage)]
    assert order == [third.pk, first.pk, second.pk]


@pytest.mark.parametrize("username", ["office", "administrator"])
def test_a_list_of_pages_takes_as_many_queries_however_long_it_is(client, school, username):
    enter(client, school.people[username])
    make = factories.item if username == "office" else None
    where = school.column if make else school.organization

    def add(number):
        for _n in range(number):
            make(school.column, by=school.people["office"]) if make else factories.column(school.organization)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("wagtailadmin_explore", args=[where.pk])).status_code == 200
        return len(queries)

    add(3)
    count()
    few = count()
    add(10)
    assert count() <= few + 1


def test_a_member_changes_address_and_password_and_is_asked_for_no_other_name(client, school):
    person = school.people["leader1"]
    enter(client, person)
    address = reverse("wagtailadmin_account")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    form = page.find("main")
    sent = {field["name"]: field.get("value", "") for field in form.find_all("input") if field.get("name")}
    sent |= {
        box["name"]: (box.find("option", selected=True) or {"value": ""})["value"] for box in form.find_all("select")
    }
    assert not [name for name in sent if "first_name" in name or "last_name" in name]
    new = {"password-old_password": factories.PASSWORD, "email-email": "new@school.example"}
    client.post(
        address, sent | new | dict.fromkeys(["password-new_password1", "password-new_password2"], "qingshan-lvshui")
    )
    person.refresh_from_db()
    assert person.email == "new@school.example"
    assert person.check_password("qingshan-lvshui")


def fields_of(client, address) -> dict[str, str]:
    """What a browser would send from the form, unchanged."""
    form = BeautifulSoup(client.get(address).content, "html.parser").find("main")
    boxes = [box for box in form.find_all("input") if box.get("name")]
    typed = {box["name"]: box.get("value", "") for box in boxes if box.get("type") != "checkbox"}
    ticked = {box["name"]: box.get("value", "on") for box in boxes if "checked" in box.attrs}
    chosen = {box["name"]: box.find("option", selected=True)["value"] for box in form.find_all("select")}
    return typed | ticked | chosen


def test_a_superuser_keeps_an_account_under_one_name(client, school, admin):
    person = school.people["leader1"]
    person.first_name, person.last_name, person.email = "韩松年", "", "leader1@school.example"
    person.save()
    enter(client, admin)
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    sent = fields_of(client, address)
    assert "last_name" not in sent
    client.post(address, sent | {"first_name": "韩松年之"})
    person.refresh_from_db()
    assert (person.first_name, person.is_active, person.is_superuser) == ("韩松年之", True, False)


def test_a_superuser_makes_an_account_of_one_name(client, admin):
    enter(client, admin)
    address = reverse("wagtailusers_users:add")
    new = {"username": "new", "email": "new@school.example", "first_name": "柏青山"}
    client.post(
        address, fields_of(client, address) | new | dict.fromkeys(["password1", "password2"], "qingshan-lvshui")
    )
    assert get_user_model().objects.get(username="new").get_full_name() == "柏青山"


def test_an_account_of_the_host_site_with_two_names_keeps_them(client, admin):
    person = factories.person("host")
    person.first_name, person.last_name, person.email = "Ada", "Lovelace", "ada@host.example"
    person.save()
    enter(client, admin)
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    client.post(address, fields_of(client, address) | {"email": "new@host.example"})
    person.refresh_from_db()
    assert (person.get_full_name(), person.email) == ("Ada Lovelace", "new@host.example")


def test_whom_no_roster_names_saves_their_own_account_under_one_name(client, admin):
    enter(client, admin)
    address = reverse("wagtailadmin_account")
    client.post(
        address,
        fields_of(client, address) | {"name_email-first_name": "韩松年", "name_email-email": "root@school.example"},
    )
    admin.refresh_from_db()
    assert (admin.first_name, admin.email) == ("韩松年", "root@school.example")
