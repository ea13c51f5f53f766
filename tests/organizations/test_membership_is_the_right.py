"""A membership is the right: who joins a body can do its work at that moment, who leaves cannot, to the second."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from wagtail.permissions import policy_registry

from disclosure.core import clock
from disclosure.items.models import ItemPage
from disclosure.organizations.models import BodyKind
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.moment("2026-11-24 09:00")


def fresh(user):
    return get_user_model().objects.get(pk=user.pk)


def explorable(user):
    return set(policy_registry.get_by_type(ItemPage).explorable_instances(fresh(user)).values_list("pk", flat=True))


def may_edit(user, page):
    return page.permissions_for_user(fresh(user)).can_edit()


def test_a_member_of_the_office_edits_its_items_and_nobody_elses(school):
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    mine, theirs = factories.item(school.column), factories.item(other.column)
    clerk = school.people["office"]
    assert may_edit(clerk, mine)
    assert not may_edit(clerk, theirs)
    assert mine.pk in explorable(clerk)
    assert theirs.pk not in explorable(clerk)


def test_to_the_second(school):
    item = factories.item(school.column)
    person = factories.person()
    ends = NOW + timedelta(days=1)
    factories.member(school.bodies[BodyKind.OFFICE], person, since=NOW, until=ends)
    second = timedelta(seconds=1)
    for moment, expected in [(NOW - second, False), (NOW, True), (ends - second, True), (ends, False)]:
        with clock.moved(moment):
            assert may_edit(person, item) is expected
            assert (item.pk in explorable(person)) is expected
            assert fresh(person).has_perm("wagtailadmin.access_admin") is expected


def test_a_superior_has_no_drafts_of_its_schools(school):
    item = factories.item(school.column)
    bureau = get_user_model().objects.get(username="bureau")
    assert item.pk not in explorable(bureau)
    assert not may_edit(bureau, item)
    assert school.organization.pk not in explorable(bureau)


@pytest.mark.parametrize("username", ["reviewer", "leader1", "supervisor1", "principal"])
def test_a_signer_has_no_page_rights(school, username):
    item = factories.item(school.column)
    assert explorable(school.people[username]) == set()
    assert not may_edit(school.people[username], item)


def test_administrators_keep_the_frame_and_see_no_drafts(school):
    item = factories.item(school.column)
    keeper = school.people["administrator"]
    assert explorable(keeper) == {school.organization.pk, school.column.pk}
    assert may_edit(keeper, school.column)
    assert may_edit(keeper, school.organization)
    assert not may_edit(keeper, item)
    assert not may_edit(school.people["office"], school.column)
