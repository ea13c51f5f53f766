"""L22 and L24: a number of another organization's page or file is answered as one that nothing has."""

import re

import pytest
from django.urls import reverse

from disclosure.organizations import admin_reach, rights
from tests import factories

from .conftest import BACKEND
from .test_leaks import text

NONCE = re.compile(r'nonce="[^"]*"')


NAMED = [
    *(
        f"wagtailadmin_pages:{view}"
        for view in ("edit", "history", "copy", "delete", "view_draft", "usage", "add_subpage")
    ),
    *(f"wagtailimages:{view}" for view in ("edit", "delete", "image_usage", "edit_multiple")),
    *(f"wagtaildocs:{view}" for view in ("edit", "delete", "document_usage", "edit_multiple")),
    *("wagtailadmin_explore", "wagtailimages_chooser:chosen", "wagtaildocs_chooser:chosen"),
    *("wagtailadmin_collections:edit", "wagtailadmin_collections:set_privacy"),
]


@pytest.mark.parametrize("who", ["clerk", "host_editor"])
@pytest.mark.parametrize("name", NAMED)
def test_l22_a_number_of_others_is_answered_as_no_number_at_all(name, who, request, other):
    client = request.getfixturevalue(who)
    app, _colon, _view = name.partition(":")
    files = {
        "wagtailimages": other.image,
        "wagtaildocs": other.document,
        "wagtailadmin_collections": other.image.collection,
    }
    named = files.get(app.removesuffix("_chooser"), other.item)
    answers = [getattr(client, way)(reverse(name, args=[pk])) for way in ("get", "post") for pk in (named.pk, 98765432)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({NONCE.sub("", text(answer)) for answer in answers}) == 1


def test_l22_the_way_to_ones_own_stays_open(client, school, other):
    """Whoever works in two schools begins at what they have in common."""
    both = school.people["office"]
    factories.member(other.bodies["office"], both)
    client.force_login(both, backend=BACKEND)
    assert client.get(reverse("wagtailadmin_explore", args=[school.bureau.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_explore", args=[other.column.pk])).status_code == 200


def test_l22_what_is_named_is_looked_up_once(school, django_assert_max_num_queries):
    user, item = school.people["office"], factories.item(school.column, by=school.people["office"])
    rights.memberships(user)
    with django_assert_max_num_queries(2):
        assert admin_reach.within(user, "wagtailadmin_pages:edit", {"page_id": item.pk})
    with django_assert_max_num_queries(1):
        assert not admin_reach.within(user, "wagtaildocs_chooser:chosen", {"pk": "no number"})


def test_l24_the_import_of_a_table_tells_nothing_of_others(clerk, other):
    for pk in (other.item.pk, 98765432):
        assert clerk.get(reverse("disclosure_items:import", args=[pk, "fees"])).status_code == 404
