"""Regions of one page have names of their own: who does not see them tells them apart by these."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from disclosure.signoff import operations
from tests import factories

pytestmark = pytest.mark.django_db

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def shown(client, person, *address) -> str:
    client.force_login(person, backend=MODEL_BACKEND)
    return client.get(reverse(address[0], args=address[1:])).content.decode()


def test_each_passage_of_an_item_has_signatures_of_its_own_name(client, school):
    office = school.people["office"]
    first = factories.submitted(factories.item(school.column, by=office), office)
    operations.send_back(submission=first, signer=school.people["reviewer"], digest=first.edition.digest, reason="不符")
    WorkflowState.objects.get().resume(office)
    story = shown(client, office, "disclosure_desk:item", first.item_id)
    assert "Signatures of submission 1" in story
    assert "Signatures of submission 2" in story


def test_each_point_of_the_set_up_has_a_name_of_its_own(client, school):
    found = shown(client, school.people["administrator"], "disclosure_setup", school.organization.pk)
    assert 'id="point-1-section"' in found
    assert 'id="point-7-section"' in found
