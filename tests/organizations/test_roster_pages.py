"""Rosters in the admin: who sees them, who changes them, what a form says, and what stands above."""

import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image

from disclosure.core import clock
from disclosure.organizations import operations, rights
from disclosure.organizations.models import BodyKind, Membership
from disclosure.organizations.operations import BODY_FIELDS, MEMBER_FIELDS, seen
from tests import factories, visible_text

from .conftest import BACKEND

pytestmark = pytest.mark.django_db


def at(name, school, *more):
    return reverse(f"disclosure_organizations:{name}", args=[school.organization.pk, *more])


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def keeper(client, school):
    enter(client, school.people["administrator"])
    return client


@pytest.fixture
def leading(school):
    return school.bodies[BodyKind.LEADING]


def addresses(school):
    body, member = school.bodies[BodyKind.LEADING], school.bodies[BodyKind.LEADING].memberships.first()
    return {
        "body_add": at("body_add", school),
        "body": at("body", school, body.pk),
        "member_add": at("member_add", school, body.pk),
        "member": at("member", school, member.pk),
        "member_end": at("member_end", school, member.pk),
        "invitation": at("invitation", school, member.pk),
        "revoke": at("revoke", school, member.pk),
        "setup": reverse("disclosure_setup", args=[school.organization.pk]),
    }


def test_members_read_the_roster_and_change_nothing(client, school):
    for username in ("office", "leader1", "principal"):
        enter(client, school.people[username])
        page = client.get(at("roster", school))
        assert page.status_code == 200
        assert at("member_add", school, school.bodies[BodyKind.LEADING].pk) not in page.content.decode()
        for address in addresses(school).values():
            assert client.get(address).status_code == 404
            assert client.post(address, {}).status_code == 404


@pytest.mark.parametrize("username", ["bureau", "b-office", "b-administrator", "nobody"])
def test_others_do_not_see_it(client, school, username):
    factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    user = get_user_model().objects.filter(username=username).first() or factories.person(username)
    enter(client, user)
    for address in (at("roster", school), *addresses(school).values()):
        assert client.get(address).status_code in (302, 404)
        assert client.post(address, {}).status_code in (302, 404)


def test_another_organizations_rows_are_not_there_under_ones_own_address(keeper, school):
    other = factories.school(bureau=school.bureau, code="QL08", prefix="b-")
    theirs = other.bodies[BodyKind.LEADING]
    member = theirs.memberships.first()
    for address in (
        at("body", school, theirs.pk),
        at("member_add", school, theirs.pk),
        at("member", school, member.pk),
        at("member_end", school, member.pk),
        at("invitation", school, member.pk),
        at("revoke", school, member.pk),
    ):
        assert keeper.get(address).status_code in (404, 405)
        assert keeper.post(address, {"when": "now"}).status_code == 404


def test_an_administrator_of_one_organization_is_taken_to_its_roster(keeper, school):
    answer = keeper.get(reverse("disclosure_organizations:index"))
    assert answer.headers["Location"] == at("roster", school)


def test_the_list_of_the_superior_says_where_none_is_left(client, school):
    Membership.objects.filter(user=school.people["administrator"]).update(until=clock.now())
    enter(client, get_user_model().objects.get(username="bureau-admin"))
    page = client.get(reverse("disclosure_organizations:index"))
    assert page.status_code == 200
    assert {o.pk: o.keepers for o in page.context["object_list"]} == {school.bureau.pk: 1, school.organization.pk: 0}
    assert client.get(at("member_add", school, school.bodies[BodyKind.LEADING].pk)).status_code == 200


def said(**changes):
    return {"name": "梁素文", "position": "总务主任", "role": "member", "first_day": "2026-11-24", **changes}


def test_a_member_is_added(keeper, school, leading):
    answer = keeper.post(at("member_add", school, leading.pk), said(last_day="2027-08-31"))
    assert answer.headers["Location"] == at("roster", school)
    member = leading.memberships.get(name="梁素文")
    assert member.until == factories.moment("2027-09-01")
    assert "梁素文" in keeper.get(at("roster", school)).content.decode()


def test_with_an_address_the_invitation_is_shown(keeper, school, leading):
    answer = keeper.post(at("member_add", school, leading.pk), said(email="liang@example.com"), follow=True)
    assert "/invitation/" in answer.content.decode()
    assert "data:image/svg" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"last_day": "2026-11-23"}, "last_day"),
        ({"first_day": "yesterday"}, "first_day"),
        ({"email": "liang"}, "email"),
        ({"role": "king"}, "role"),
    ],
)
def test_what_was_typed_stays_and_each_fault_is_named(keeper, school, leading, wrong, field):
    answer = keeper.post(at("member_add", school, leading.pk), said(**wrong))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "总务主任" in answer.content.decode()
    assert not leading.memberships.filter(position="总务主任").exists()


def test_a_refusal_stands_on_the_form(keeper, school, leading):
    keeper.post(at("member_add", school, leading.pk), said())
    answer = keeper.post(at("member_add", school, leading.pk), said())
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert leading.memberships.filter(name="梁素文").count() == 1


def picture():
    file = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(file, "JPEG")
    return SimpleUploadedFile("face.jpg", file.getvalue(), "image/jpeg")


def test_a_photograph_is_kept_shown_and_taken_off(keeper, school, leading):
    keeper.post(at("member_add", school, leading.pk), said(photograph=picture()))
    member = leading.memberships.get(name="梁素文")
    assert member.photograph
    page = keeper.get(at("member", school, member.pk))
    assert "<img" in page.content.decode()
    changed = said(seen=seen(member, MEMBER_FIELDS), without_photograph="on")
    assert keeper.post(at("member", school, member.pk), changed).status_code == 302
    member.refresh_from_db()
    assert member.photograph is None


def test_what_is_no_picture_is_refused_beside_its_field(keeper, school, leading):
    wrong = SimpleUploadedFile("face.jpg", b"no picture", "image/jpeg")
    answer = keeper.post(at("member_add", school, leading.pk), said(photograph=wrong))
    assert "photograph" in answer.context["form"].errors
    assert not leading.memberships.filter(name="梁素文").exists()


def test_correcting_keeps_the_minute_of_a_term_that_was_not_touched(keeper, school, leading):
    member = leading.memberships.first()
    Membership.objects.filter(pk=member.pk).update(until=factories.moment("2027-01-01 10:30"))
    member.refresh_from_db()
    changed = {
        "name": member.name,
        "position": "副校长",
        "role": member.role,
        "first_day": "2024-09-01",
        "last_day": "2027-01-01",
        "seen": seen(member, MEMBER_FIELDS),
    }
    assert keeper.post(at("member", school, member.pk), changed).status_code == 302
    member.refresh_from_db()
    assert (member.position, member.until) == ("副校长", factories.moment("2027-01-01 10:30"))


def test_a_change_by_someone_else_is_shown_before_it_is_written_over(keeper, school, leading):
    member = leading.memberships.first()
    shown = seen(member, MEMBER_FIELDS)
    by = school.people["administrator"]
    operations.change_member(by=by, membership=member, seen_as=shown, position="工会主席")
    changed = said(name=member.name, role=member.role, first_day="2024-09-01", seen=shown)
    answer = keeper.post(at("member", school, member.pk), changed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "工会主席" in page
    assert "总务主任" in page
    again = {**changed, "seen": answer.context["form"]["seen"].value()}
    assert keeper.post(at("member", school, member.pk), again).status_code == 302
    member.refresh_from_db()
    assert member.position == "总务主任"


def test_a_body_is_changed_by_its_form(keeper, school, leading):
    number = BeautifulSoup(keeper.get(at("body", school, leading.pk)).content, "html.parser").select_one(
        "#id_quorum_number-helptext"
    )
    assert _("This body has %(number)s members now.") % {"number": 3} in number.get_text()
    shown = {"name": "领导小组", "duties": "讨论", "quorum": "number", "quorum_number": "2"}
    answer = keeper.post(at("body", school, leading.pk), {**shown, "seen": seen(leading, BODY_FIELDS)})
    assert answer.status_code == 302
    leading.refresh_from_db()
    assert (leading.duties, leading.quorum, leading.quorum_number) == ("讨论", "number", 2)
    answer = keeper.post(at("body", school, leading.pk), {**shown, "duties": "别的", "seen": "stale"})
    assert answer.status_code == 200
    assert "讨论" in str(answer.context["form"].errors)


def test_a_body_is_added_where_one_is_missing(keeper, school):
    school.bodies[BodyKind.REVIEWERS].memberships.all().delete()
    school.bodies[BodyKind.REVIEWERS].delete()
    shown = {"kind": "reviewers", "name": "保密审查员", "quorum": "one", "quorum_number": "1", "duties": ""}
    assert keeper.post(at("body_add", school), {**shown, "kind": "leading"}).status_code == 200
    assert keeper.post(at("body_add", school), shown).status_code == 302
    assert school.organization.bodies.filter(kind="reviewers").exists()


def test_a_term_ends_now(keeper, school):
    user = school.people["leader3"]
    member = user.disclosure_memberships.get()
    assert keeper.post(at("member_end", school, member.pk), {"when": "now"}).status_code == 302
    assert rights.memberships(get_user_model().objects.get(pk=user.pk)) == []
    assert member in keeper.get(at("roster", school)).context["former"]


def test_a_term_ends_with_a_day(keeper, school):
    member = school.people["leader3"].disclosure_memberships.get()
    day = clock.today() + timedelta(days=3)
    address = at("member_end", school, member.pk)
    assert keeper.post(address, {"when": "day"}).status_code == 200
    assert keeper.post(address, {"when": "day", "last_day": "2020-01-01"}).status_code == 200
    assert keeper.post(address, {"when": "day", "last_day": day.isoformat()}).status_code == 302
    member.refresh_from_db()
    assert member.last_day == day


@pytest.mark.parametrize("typed", ["2026-12-31", "2026/12/31", "2026.12.31", "2026年12月31日"])
def test_a_day_is_read_as_people_write_it(keeper, school, typed):
    member = school.people["leader3"].disclosure_memberships.get()
    assert keeper.post(at("member_end", school, member.pk), {"when": "day", "last_day": typed}).status_code == 302
    member.refresh_from_db()
    assert member.last_day == date(2026, 12, 31)


@pytest.mark.parametrize("name", ["member_add", "member", "member_end"])
def test_the_calendar_of_a_day_is_on_the_page(keeper, school, name):
    assert "date-time-chooser.js" in keeper.get(addresses(school)[name]).content.decode()


def test_before_a_term_ends_one_reads_what_that_brings_about(keeper, school):
    office = school.people["office"]
    submission = factories.submitted(factories.item(school.column, by=office), office)
    reviewer = school.people["reviewer"].disclosure_memberships.get()
    told = keeper.get(at("member_end", school, reviewer.pk)).context["consequences"]
    assert len(told) == 2  # what waits, and that nobody is left to sign it
    assert "1" in told[0] and reviewer.name in told[0]
    assert reviewer.body.name in told[1]
    factories.signed(submission, school.people["reviewer"])
    leader = school.people["leader3"].disclosure_memberships.get()
    assert len(keeper.get(at("member_end", school, leader.pk)).context["consequences"]) == 1
    supervisor = school.people["supervisor3"].disclosure_memberships.get()
    page = keeper.get(at("member_end", school, supervisor.pk)).context
    assert (page["consequences"], page["works"]) == ([], True)


def test_a_successor_begins_on_the_day_after(keeper, school, leading):
    member = school.people["leader3"].disclosure_memberships.get()
    ended = {"when": "day", "last_day": "2026-12-31", "successor": "1"}
    answer = keeper.post(at("member_end", school, member.pk), ended)
    assert answer.headers["Location"] == at("member_add", school, leading.pk) + "?from=2027-01-01"
    assert 'value="2027-01-01"' in keeper.get(answer.headers["Location"]).content.decode()


def test_whose_term_is_over_is_told_so_when_signing_in(client, school):
    person = factories.person("before")
    sent = {"username": "before", "password": factories.PASSWORD}
    factories.member(school.bodies["office"], person, until=factories.moment("2026-01-01"))
    answer = client.post(reverse("wagtailadmin_login"), sent)
    assert answer.context["form"].has_error("__all__", "no_term")
    factories.member(school.bodies["office"], person)
    assert client.post(reverse("wagtailadmin_login"), sent).status_code == 302


def test_a_mistake_is_offered_only_for_who_never_had_rights(keeper, school, leading):
    page = keeper.get(at("member_end", school, leading.memberships.first().pk)).content.decode()
    assert 'value="mistake"' not in page
    keeper.post(at("member_add", school, leading.pk), said())
    member = leading.memberships.get(name="梁素文")
    assert keeper.post(at("member_end", school, member.pk), {"when": "mistake"}).status_code == 302
    page = keeper.get(at("roster", school)).context
    assert member not in [m for body in page["bodies"] for m in body.serving]
    assert member not in page["former"]


def test_what_cannot_work_stands_above_the_roster_and_on_the_set_up_page(keeper, school):
    reviewers = school.bodies[BodyKind.REVIEWERS]
    reviewers.memberships.all().delete()
    factories.member(reviewers, school.people["office"])
    setup = reverse("disclosure_setup", args=[school.organization.pk])
    for address in (at("roster", school), setup):
        page = keeper.get(address)
        assert page.status_code == 200
        assert "help-critical" in page.content.decode()
        assert "office" in page.content.decode()


def test_the_set_up_page_of_an_organization_that_was_just_opened(client, school):
    admin = factories.person("root", is_superuser=True)
    page = factories.organization(school.bureau, code="QL09")
    enter(client, admin)
    answer = client.get(reverse("disclosure_setup", args=[page.pk]))
    assert answer.status_code == 200
    points = {point.title: point.done for point in answer.context["points"]}
    assert sum(points.values()) == 1  # the superior
    for point in answer.context["points"]:
        if point.address:
            assert client.get(point.address, follow=True).status_code == 200


def test_the_roster_takes_as_many_queries_however_many_there_are(keeper, school, leading):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert keeper.get(at("roster", school)).status_code == 200
        return len(queries)

    count()
    few = count()
    for body in school.bodies.values():
        for _n in range(5):
            factories.member(body, factories.person())
            factories.member(body, until=clock.now())
    assert count() == few


AWAY = ["away until 3 December 2026", "away until Dec. 3, 2026", "外出到2026年12月3日"]


def words(answer) -> set[str]:
    return visible_text.of_page(answer.content)


def test_a_member_is_away_for_some_days(keeper, school, leading):
    member = leading.memberships.get(name="leader1")
    address = reverse("disclosure_organizations:member", args=[school.organization.pk, member.pk])

    def send(first, last):
        form = keeper.get(address).context["form"]
        data = {name: form[name].value() or "" for name in form.fields if "photograph" not in name}
        return keeper.post(address, data | {"absent_first": first, "absent_last": last})

    assert "absent_last" in send("2026-12-01", "").context["form"].errors
    assert "absent_last" in send("2026-12-03", "2026-12-01").context["form"].errors
    assert send("2026年12月1日", "2026-12-03").status_code == 302
    member.refresh_from_db()
    moments = (factories.moment("2026-12-01 00:00"), factories.moment("2026-12-04 00:00"))
    assert (member.absent_since, member.absent_until) == moments
    roster = reverse("disclosure_organizations:roster", args=[school.organization.pk])
    with clock.moved(moments[0]):
        assert len(set(AWAY) & words(keeper.get(roster))) == 1
    with clock.moved(moments[1]):
        assert not set(AWAY) & words(keeper.get(roster))
    assert send("", "").status_code == 302
    member.refresh_from_db()
    assert member.absent_since is None
