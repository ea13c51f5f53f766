"""Opening an organization: by whoever administers the superior, with its first administrator, in one operation."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from disclosure.core.models import Chain, LedgerEntry
from disclosure.organizations import invitations, opening, rights
from disclosure.organizations.exceptions import CodeTaken, NotAdministrator, OrganizationRefused
from disclosure.organizations.models import BodyKind, OrganizationPage
from home.models import HomePage
from tests import factories

from .conftest import BACKEND

pytestmark = pytest.mark.django_db
SAID = {
    "code": "QL09",
    "title": "柳条街小学",
    "administrator": "方小满",
    "administrator_email": "fang@example.com",
    "supervision_telephone": "0000-6009",
}


@pytest.fixture
def above(school):
    return get_user_model().objects.get(username="bureau-admin")


def test_one_operation_makes_all_of_it(school, above):
    page, invitation = opening.open_organization(by=above, parent=school.bureau, **SAID)
    assert page.get_parent().specific == school.bureau
    assert page.live
    assert page.collection.name == "QL09 柳条街小学"
    assert page.bodies.get().kind == BodyKind.ADMINISTRATORS
    user = factories.person("fang", email="fang@example.com")
    invitations.join(secret=invitations.token(invitation), user=user)
    assert rights.administers(user, page)
    assert not rights.administers(user, school.bureau)
    for chain in (page.chain, school.bureau.chain):
        assert LedgerEntry.objects.filter(chain=chain, kind="organization.opened", actor=above).exists()


def test_the_superior_keeps_the_roster_until_the_first_administrator_is_in(school, above):
    page, invitation = opening.open_organization(by=above, parent=school.bureau, **SAID)
    assert rights.keeps_roster(above, page)
    invitations.join(secret=invitations.token(invitation), user=factories.person("fang"))
    assert not rights.keeps_roster(above, page)


@pytest.mark.parametrize("username", ["office", "administrator", "bureau"])
def test_nobody_else_opens_one_there(school, username):
    user = get_user_model().objects.get(username=username)
    with pytest.raises(NotAdministrator):
        opening.open_organization(by=user, parent=school.bureau, **SAID)


def test_the_topmost_is_opened_by_a_superuser(school, above):
    with pytest.raises(NotAdministrator):
        opening.open_organization(by=above, parent=HomePage.objects.get(), **SAID)
    page, _invitation = opening.open_organization(
        by=factories.person(is_superuser=True), parent=HomePage.objects.get(), **SAID
    )
    assert rights.superior_of(page) is None


def test_a_refusal_leaves_nothing(school, above):
    before = (OrganizationPage.objects.count(), Chain.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(CodeTaken):
        opening.open_organization(by=above, parent=school.bureau, **{**SAID, "code": "QL07"})
    with pytest.raises(OrganizationRefused):
        opening.open_organization(by=above, parent=school.bureau, **{**SAID, "code": "小"})
    assert (OrganizationPage.objects.count(), Chain.objects.count(), LedgerEntry.objects.count()) == before


def test_by_its_form(client, school, above):
    client.force_login(above, backend=BACKEND)
    address = reverse("disclosure_organizations:open")
    assert client.get(address).status_code == 200
    said = {
        "parent": school.bureau.pk,
        "title": SAID["title"],
        "code": "ql09",
        "supervision_telephone": SAID["supervision_telephone"],
        "administrator": SAID["administrator"],
        "administrator_email": SAID["administrator_email"],
    }
    refused = client.post(address, {**said, "code": "QL07"})
    assert refused.status_code == 200
    assert SAID["title"] in refused.content.decode()
    response = client.post(address, said, follow=True)
    assert response.status_code == 200
    assert invitations.link(
        OrganizationPage.objects.get(code="QL09").bodies.get().memberships.get().invitations.get()
    ) in (response.content.decode())


def test_a_superuser_is_offered_places_for_an_organization_and_no_item_or_column(client, school):
    factories.item(school.column, by=school.people["office"], title="伙食费")
    client.force_login(factories.person(is_superuser=True), backend=BACKEND)

    offered = client.get(reverse("disclosure_organizations:open")).context["form"].fields["parent"].queryset

    titles = {HomePage.objects.get().title, school.bureau.title, school.organization.title}
    assert {page.title for page in offered} == titles


def test_no_other_way_in_the_admin(client, school, above):
    client.force_login(factories.person(is_superuser=True), backend=BACKEND)
    address = reverse("wagtailadmin_pages:add", args=["disclosure", "organizationpage", school.bureau.pk])
    assert client.get(address).status_code in (302, 403)
    copy = reverse("wagtailadmin_pages:copy", args=[school.organization.pk])
    assert client.get(copy).status_code in (302, 403)
