"""An organization that comes under another superior: who may do it, what it changes, and what it leaves as it was."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from disclosure.core.models import LedgerEntry
from disclosure.filing import operations as filing
from disclosure.items.models import Posting
from disclosure.organizations import moving, rights
from disclosure.organizations.exceptions import NotAdministrator
from disclosure.organizations.models import BodyKind, OrganizationPage
from disclosure.runner.operations import tell_due
from tests import factories

from .conftest import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return factories.person("root", is_superuser=True)


@pytest.fixture
def district():
    """A second superior beside the school's bureau, with its own route and office."""
    page = factories.organization(code="HT", title="禾塘区教育局")
    factories.member(factories.body(page, BodyKind.OFFICE), factories.person("district"))
    factories.route(page)
    return page


def entries(organization):
    return LedgerEntry.objects.filter(chain=organization.chain, kind="organization.moved")


def test_all_of_it_moves_and_three_ledgers_say_so(school, district, root):
    moved = moving.move(by=root, organization=school.organization, superior=district)
    assert rights.superior_of(moved) == district
    assert rights.nearest_organization(type(school.column).objects.get(pk=school.column.pk)) == moved
    for place in (moved, school.bureau, district):
        entry = entries(place).get()
        assert (entry.actor, entry.data) == (root, {"code": "QL07", "from": "QL", "to": "HT"})


def test_in_code_it_is_written_down_too(school, district):
    OrganizationPage.objects.get(pk=school.organization.pk).move(district, pos="last-child")
    assert entries(school.organization).count() == entries(school.bureau).count() == entries(district).count() == 1


def test_what_is_being_signed_goes_on_and_is_filed_with_the_new_superior(school, district, root):
    office = school.people["office"]
    earlier = factories.posted(school, title="划转以前的")
    tell_due(pause=0)
    submission = factories.submitted(factories.item(school.column, by=office, title="划转时在审签的"), office)
    factories.signed(submission, *(school.people[name] for name in factories.SIGNERS[:3]))
    moving.move(by=root, organization=school.organization, superior=district)
    factories.signed(submission, *(school.people[name] for name in factories.SIGNERS[3:]))
    tell_due(pause=0)
    later = Posting.objects.get(item=submission.item)
    assert (earlier.filing.superior, later.filing.superior) == (school.bureau, district)
    bureau = get_user_model().objects.get(username="bureau")
    filing.acknowledge(filing=earlier.filing, by=bureau)  # its register is still its own


def test_the_next_submission_follows_the_new_superior_s_route(school, district, root):
    moving.move(by=root, organization=school.organization, superior=district)
    office = school.people["office"]
    column = type(school.column).objects.get(pk=school.column.pk)
    submission = factories.submitted(factories.item(column, by=office), office)
    used = submission.task_states.get().workflow_state.workflow
    assert used.workflow_pages.get().page.specific == district


def test_the_administrators_of_a_common_superior_may(school):
    above = get_user_model().objects.get(username="bureau-admin")
    town = factories.organization(school.bureau, code="ZX", title="中心校")
    assert list(moving.superiors_for(above, school.organization)) == [town]
    moved = moving.move(by=above, organization=school.organization, superior=town)
    assert rights.superior_of(moved) == town


@pytest.mark.parametrize("username", ["administrator", "principal", "office", "bureau", "district"])
def test_nobody_else_may(school, district, username):
    with pytest.raises(NotAdministrator):
        user = get_user_model().objects.get(username=username)
        moving.move(by=user, organization=school.organization, superior=district)
    assert not entries(school.organization).exists()


def test_administrators_of_one_superior_do_not_send_it_to_another(school, district):
    above = get_user_model().objects.get(username="bureau-admin")
    with pytest.raises(NotAdministrator):
        moving.move(by=above, organization=school.organization, superior=district)


def test_nobody_puts_one_below_itself(school, root):
    below = factories.organization(school.organization, code="FX", title="分校")
    assert below not in moving.superiors_for(root, school.organization)
    with pytest.raises(NotAdministrator):
        moving.move(by=root, organization=school.organization, superior=below)


def test_on_its_page(client, school, district, root):
    client.force_login(root, BACKEND)
    roster = reverse("disclosure_organizations:roster", args=[school.organization.pk])
    address = reverse("disclosure_organizations:move", args=[school.organization.pk])
    assert address in client.get(roster).text
    assert client.post(address, {"superior": ""}).context["form"].errors["superior"]
    answer = client.post(address, {"superior": district.pk}, follow=True)
    assert district.title in answer.text
    assert rights.superior_of(OrganizationPage.objects.get(pk=school.organization.pk)) == district


def test_the_page_is_not_there_for_others(client, school):
    client.force_login(school.people["administrator"], BACKEND)
    roster = reverse("disclosure_organizations:roster", args=[school.organization.pk])
    address = reverse("disclosure_organizations:move", args=[school.organization.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(roster).text


def test_administrators_of_a_superior_read_the_roster_that_their_list_leads_to(client, school):
    client.force_login(get_user_model().objects.get(username="bureau-admin"), BACKEND)
    answer = client.get(reverse("disclosure_organizations:roster", args=[school.organization.pk]))
    assert answer.status_code == 200
    assert reverse("disclosure_setup", args=[school.organization.pk]) not in answer.text
