"""The page of an item: never public by itself, with the address of its number."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from disclosure.core import clock
from disclosure.items.exceptions import LiveWithoutPosting, NoSchedule
from disclosure.items.models import ItemPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(school):
    return factories.item(school.column, by=school.people["office"])


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fresh(page) -> ItemPage:
    return ItemPage.objects.get(pk=page.pk)


# --- the guard ---------------------------------------------------------------------------------------------------


def publish_action(page):
    PublishPageRevisionAction(page.get_latest_revision()).execute(skip_permission_checks=True)


def save_live(page):
    page.live = True
    page.save()


def save_live_field(page):
    page.live = True
    page.save(update_fields=["live"])


WAYS = [publish_action, save_live, save_live_field, lambda page: page.get_latest_revision().publish()]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_makes_a_draft_live(page, way):
    with pytest.raises(PermissionDenied):
        way(page)
    assert not fresh(page).live


@pytest.mark.parametrize("way", WAYS)
def test_the_mirror_may_publish_what_is_up(school, way):
    page = factories.posted(school).item
    way(page)
    assert fresh(page).live


@pytest.mark.parametrize("way", WAYS)
def test_nothing_else_goes_live_beside_what_is_up(school, way):
    page = factories.posted(school).item
    page.title = "别的标题"
    page.save_revision(user=school.people["office"])
    with pytest.raises(PermissionDenied):
        way(page)
    assert not fresh(page).live


@pytest.mark.parametrize("way", WAYS)
def test_nothing_goes_live_after_its_end(school, way):
    page = factories.posted(school, wish_days=3).item
    with clock.moved(clock.now() + timedelta(days=10)), pytest.raises(PermissionDenied):
        way(page)


def test_it_can_always_come_down(school):
    page = factories.posted(school).item
    publish_action(page)
    UnpublishPageAction(fresh(page), set_expired=True).execute(skip_permission_checks=True)
    assert not fresh(page).live


def test_a_draft_beside_a_live_page_is_saved(school):
    page = factories.posted(school).item
    publish_action(page)
    page = fresh(page)
    page.title = "更正中的标题"
    page.save_revision(user=school.people["office"])
    assert fresh(page).live
    assert fresh(page).title != "更正中的标题"


def test_names_around_it_may_change_and_the_mirror_still_follows(school):
    page = factories.posted(school).item
    type(school.organization).objects.filter(pk=school.organization.pk).update(title="新名")
    publish_action(page)
    assert fresh(page).live


@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
def test_wagtails_schedule_is_refused(page, name):
    setattr(page, name, clock.now() + timedelta(days=1))
    with pytest.raises(NoSchedule):
        page.save()


def test_a_refusal_is_answered_with_403(page):
    assert issubclass(LiveWithoutPosting, PermissionDenied)


def test_a_new_page_begins_as_a_draft_whatever_is_said(school):
    page = ItemPage(title="x", live=True, entry=school.entry)
    school.column.add_child(instance=page)
    assert not fresh(page).live


def test_a_copy_of_a_live_page_is_a_draft_with_a_salt_of_its_own(school):
    page = factories.posted(school).item
    publish_action(page)
    copied = fresh(page).copy(keep_live=True, update_attrs={"slug": "copied"})
    assert not fresh(copied).live
    assert fresh(copied).salt != page.salt
    assert fresh(copied).get_latest_revision().as_object().salt == fresh(copied).salt
    assert fresh(copied).slug == "copied"


def test_a_copy_can_be_submitted_unchanged(school):
    page = factories.posted(school).item
    copied = fresh(page).copy(update_attrs={"slug": "copied"}, user=school.people["office"])
    submission = factories.submitted(fresh(copied), school.people["office"])
    assert submission.edition.number == 1


def test_an_alias_is_never_live(school):
    page = factories.posted(school).item
    publish_action(page)
    alias = fresh(page).create_alias(parent=school.column, update_slug="alias")
    assert not fresh(alias).live


def path(page) -> str:
    """Its address in the tree."""
    return page.url_path.removeprefix("/home") if page.url_path.startswith("/home") else page.url_path


# --- revisions -----------------------------------------------------------------------------------------------------


def test_autosave_never_writes_over_a_revision_of_which_an_edition_was_made(school, page):
    submission = factories.submitted(page, school.people["office"])
    frozen = submission.edition.revision
    content = dict(frozen.content)
    page = fresh(page)
    page.title = "改了"
    made = page.save_revision(user=school.people["office"], overwrite_revision=frozen, clean=False)
    frozen.refresh_from_db()
    assert made.pk != frozen.pk
    assert frozen.content == content


def test_other_drafts_are_written_over_as_ever(school, page):
    first = page.get_latest_revision()
    page.title = "改了"
    assert page.save_revision(user=school.people["office"], overwrite_revision=first, clean=False).pk == first.pk


def test_the_slug_is_ours_and_stays(school):
    page = school.column.add_child(instance=ItemPage(title="收费公示", entry=school.entry))
    assert page.slug.startswith("i")
    assert page.slug.isascii()
    slug = page.slug
    revision = page.save_revision()
    revision.content["slug"] = "other"
    revision.save()
    assert revision.as_object().slug == slug


# --- addresses -----------------------------------------------------------------------------------------------------


def test_a_draft_has_no_address(client, page):
    assert page.get_url_parts() is None
    assert page.url is None
    assert client.get(path(page)).status_code == 404


def test_what_is_up_has_the_address_of_its_number_and_its_path_leads_there(client, school):
    posting = factories.posted(school)
    page = fresh(posting.item)
    address = f"/{posting.index.text}/"
    assert page.url == address
    answer = client.get(path(page))
    assert (answer.status_code, answer["Location"]) == (301, address)
    assert client.get(path(page) + "more/").status_code == 404


def test_what_waits_has_a_number_but_its_path_leads_nowhere(client, school):
    posting = factories.posted(school, wish_begins_at=clock.now() + timedelta(days=3))
    assert client.get(path(fresh(posting.item))).status_code == 404
    with clock.moved(clock.now() + timedelta(days=4)):
        assert client.get(path(fresh(posting.item))).status_code == 301


def test_wagtails_sitemap_knows_no_item(school):
    page = factories.posted(school).item
    publish_action(page)
    assert fresh(page).get_sitemap_urls() == []


# --- route, deletion, standing -------------------------------------------------------------------------------------


def test_an_entry_with_a_route_of_its_own(school, page):
    assert page.get_workflow() == school.workflow
    own = factories.Workflow.objects.create(name="短路线")
    school.entry.workflow = own
    school.entry.save()
    assert fresh(page).get_workflow() == own
    own.active = False
    own.save()
    assert fresh(page).get_workflow() == school.workflow


def test_a_draft_can_be_deleted_and_once_there_is_an_edition_no_more(client, school, page):
    office = school.people["office"]
    signed_in(client, office)
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert page.permissions_for_user(office).can_delete()
    submission = factories.submitted(page, office)
    assert not fresh(page).permissions_for_user(office).can_delete()
    client.post(address)
    assert Page.objects.filter(pk=page.pk).exists()
    other = factories.item(school.column, by=office)
    client.post(reverse("wagtailadmin_pages:delete", args=[other.pk]))
    assert not Page.objects.filter(pk=other.pk).exists()
    assert submission.pk


def test_whoever_tries_to_delete_it_is_told_why(school, page):
    from disclosure.items.hooks import editions_stay

    factories.submitted(page, school.people["office"])
    request = Mock()
    assert editions_stay(request, Page.objects.get(pk=page.pk)).status_code == 302
    assert editions_stay(request, Page.objects.get(pk=school.column.pk)) is None


def status(page) -> str:
    return str(fresh(page).status_string)


def test_the_status_says_where_it_stands(settings, school, page):
    settings.LANGUAGE_CODE = "en"
    office = school.people["office"]
    assert status(page) == "draft"
    submission = factories.submitted(page, office)
    assert status(page) == "being signed: 保密审查"
    factories.signed(submission, *(school.people[name] for name in factories.SIGNERS))
    assert status(page) == "up"


@pytest.mark.parametrize(
    ("fields", "later", "words"),
    [
        ({"wish_days": 3}, 0, "up until"),
        ({"wish_days": 3}, 9, "ended"),
        ({"wish_begins_at": factories.moment("2030-01-01")}, 0, "waits until 1 "),
    ],
)
def test_the_status_follows_the_clock(school, fields, later, words):
    page = factories.posted(school, **fields).item
    with clock.moved(clock.now() + timedelta(days=later)), translation.override("en"):
        assert status(page).startswith(words)


def test_the_explorer_asks_no_query_a_row(client, school):
    signed_in(client, school.people["office"])
    address = reverse("wagtailadmin_explore", args=[school.column.pk])
    for _number in range(2):
        factories.posted(school)
        factories.item(school.column, by=school.people["office"])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(4):
        factories.posted(school)
        factories.item(school.column, by=school.people["office"])
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
