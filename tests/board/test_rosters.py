"""Rosters as the public reads them (P3.1, P6.1, P9.6)."""

import hashlib
import re

import pytest
from django.urls import reverse

from disclosure.core import clock
from disclosure.files import store
from disclosure.files.models import KeptPicture
from disclosure.organizations.models import BodyKind, Membership
from tests import factories as make
from tests.board import pages

pytestmark = pytest.mark.django_db

SIGNED_ONE = re.compile(r"</i> 1[^<\d]+</td>")


def roster(client, school) -> str:
    return client.get(reverse("disclosure:roster", args=[school.organization.code])).content.decode()


def photograph_of(membership: Membership) -> str:
    """A kept picture for the membership; its address."""
    data = b"\xff\xd8\xff\xe0 a face"
    sha256 = hashlib.sha256(data).hexdigest()
    path = store.path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    size = {"width": 320, "height": 400, "sha256": sha256, "type": "image/jpeg", "size": len(data)}
    picture, _made = KeptPicture.objects.get_or_create(
        source_sha256=sha256, defaults={"sizes": [size], "kept_at": clock.now()}
    )
    membership.photograph = picture
    membership.save()
    return reverse("disclosure:photograph", args=[membership.body.organization.code, membership.pk])


def test_members_stand_under_their_body_and_former_ones_below(client, now, school):
    pages.past_member(school)
    body = roster(client, school)
    members, _heading, former = body.partition('id="former"')
    assert all(name in members for name in ("leader1", "supervisor3", "principal", "reviewer", "office2"))
    assert "叶怀瑾" in former
    assert "叶怀瑾" not in members


def test_who_looks_after_the_rosters_is_not_on_them(client, now, school):
    assert "administrator" not in roster(client, school)


def test_a_term_begins_and_ends_to_the_second(client, school):
    make.member(
        school.bodies[BodyKind.LEADING],
        name="童遥",
        since=make.moment("2026-11-24 09:00"),
        until=make.moment("2026-11-25 00:00"),
    )
    for when, place in [
        ("2026-11-24 08:59:59", None),
        ("2026-11-24 09:00", "members"),
        ("2026-11-24 23:59:59", "members"),
        ("2026-11-25 00:00", "former"),
    ]:
        with clock.moved(make.moment(when)):
            members, _heading, former = roster(client, school).partition('id="former"')
        assert ("童遥" in members) == (place == "members"), when
        assert ("童遥" in former) == (place == "former"), when


def test_signatures_are_counted_where_they_stand_under_something_that_went_up(client, now, school):
    assert not SIGNED_ONE.findall(roster(client, school))
    pages.signed_posting(school)
    body = roster(client, school)
    assert len(SIGNED_ONE.findall(body)) == 6
    with clock.moved(make.moment("2027-01-02 09:00")):
        assert not SIGNED_ONE.findall(roster(client, school))


def test_a_photograph_is_public_as_long_as_the_term_runs(client, now, school):
    membership = Membership.objects.get(user=school.people["leader1"])
    address = photograph_of(membership)
    assert f'src="{address}"' in roster(client, school)
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert response.headers["Content-Disposition"].startswith("inline")
    membership.until = now
    membership.save()
    assert client.get(address).status_code == 404


def test_other_photographs_are_not_reached(client, now, school):
    hidden = Membership.objects.get(user=school.people["administrator"])
    assert client.get(photograph_of(hidden)).status_code == 404
    shown = Membership.objects.get(user=school.people["leader1"])
    address = photograph_of(shown)
    assert client.get(address.replace("QL07", "QL")).status_code == 404
    school.organization.live = False
    school.organization.save()
    assert client.get(address).status_code == 404
