"""Only the nearest organization counts, and lists agree with single answers: whatever rosters there are."""

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.permissions import policy_registry

from disclosure.organizations.models import Body, BodyKind, Membership, OrganizationPage
from disclosure.organizations.pages import DraftPage, FramePage
from tests import factories

from .conftest import image

pytestmark = pytest.mark.django_db
ORGANIZATIONS = ["bureau", "school", "branch", "other"]
MEMBERSHIPS = st.sets(st.tuples(st.sampled_from(ORGANIZATIONS), st.sampled_from(BodyKind.values)), max_size=5)


@pytest.fixture
def tree():
    """A bureau above two schools, one of which has a branch; each with two levels of columns, items and an image."""
    bureau = factories.organization(code="AA")
    school = factories.organization(bureau, code="BB")
    found = {
        "bureau": bureau,
        "school": school,
        "branch": factories.organization(school, code="CC"),
        "other": factories.organization(bureau, code="DD"),
    }
    for organization in found.values():
        column = factories.column(organization)
        factories.item(column)
        factories.item(factories.column(column))
        image(organization.collection, organization.code)
        for kind in BodyKind.values:
            factories.body(organization, kind)
    return {name: OrganizationPage.objects.get(pk=page.pk) for name, page in found.items()}


def belongs_to(page, tree):
    """The nearest organization, found the slow way."""
    above = [o for o in tree.values() if page.path.startswith(o.path)]
    return max(above, key=lambda o: o.depth, default=None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=MEMBERSHIPS)
def test_rights_are_those_of_the_nearest_organization(tree, held):
    Membership.objects.all().delete()
    get_user_model().objects.all().delete()
    person = factories.person()
    for name, kind in held:
        factories.member(Body.objects.get(organization=tree[name], kind=kind), person)
    user = get_user_model().objects.get(pk=person.pk)
    policy = policy_registry.get_by_type(Page)
    lists = {
        action: set(policy.instances_user_has_any_permission_for(user, {action}).values_list("pk", flat=True))
        for action in ("add", "change", "publish")
    }
    explorable = set(policy.explorable_instances(user).values_list("pk", flat=True))
    for page in Page.objects.specific():
        nearest = belongs_to(page, tree)
        kinds = {kind for name, kind in held if tree[name] == nearest}
        edits = (
            {"administrators"} if isinstance(page, FramePage) else {"office"} if isinstance(page, DraftPage) else set()
        )
        may = bool(kinds & edits)
        assert page.permissions_for_user(user).can_edit() is may
        for action in lists:
            assert policy.user_has_any_permission_for_instance(user, {action}, page) is (page.pk in lists[action])
        assert (page.pk in lists["change"]) is may
        if isinstance(page, DraftPage):
            assert (page.pk in explorable) is ("office" in kinds)
            assert page.pk not in lists["publish"]
        assert (user in policy.users_with_any_permission_for_instance({"change"}, page)) is may


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=MEMBERSHIPS)
def test_files_are_those_of_the_office(tree, held):
    Membership.objects.all().delete()
    person = factories.person()
    for name, kind in held:
        factories.member(Body.objects.get(organization=tree[name], kind=kind), person)
    user = get_user_model().objects.get(pk=person.pk)
    model = type(image(tree["bureau"].collection, "another"))
    policy = policy_registry.get_by_type(model)
    offices = {tree[name].collection_id for name, kind in held if kind == "office"}
    for action in ("change", "choose", "delete"):
        listed = set(policy.instances_user_has_any_permission_for(user, [action]))
        for found in model.objects.select_related("collection"):
            may = found.collection_id in offices
            assert policy.user_has_permission_for_instance(user, action, found) is may
            assert (found in listed) is may
    collections = set(policy.collections_user_has_permission_for(user, "add").values_list("pk", flat=True))
    assert collections == offices
    assert policy.user_has_permission(user, "add") is bool(offices)
    for found in model.objects.select_related("collection"):
        users = policy.users_with_any_permission_for_instance(["change"], found)
        assert (user in users) is (found.collection_id in offices)
