"""Every moment of a posting is told once: ledger, filing, mail, mirror."""

from datetime import datetime, timedelta

import pytest

from disclosure.changes import operations as changes
from disclosure.core import clock
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.items.models import ItemPage
from disclosure.runner.models import Told, What
from disclosure.runner.operations import tell_due
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db


def tell(at=NOW) -> int:
    with clock.moved(at):
        return tell_due(at, pause=0)


def kinds(posting) -> list[str]:
    entries = LedgerEntry.objects.filter(subject=f"posting:{posting.pk}").order_by("number")
    return list(entries.values_list("kind", flat=True))


def page_of(posting) -> ItemPage:
    return ItemPage.objects.get(pk=posting.item_id)


def test_a_posting_that_went_up_is_told(school):
    posting = factories.posted(school)
    assert tell() == 1
    assert kinds(posting) == ["posting.made", "posting.begun", "filing.sent"]
    assert Told.objects.get().mirrored_at == NOW


def test_a_second_look_tells_nothing(school):
    posting = factories.posted(school)
    tell()
    assert tell() == 0
    assert kinds(posting).count("posting.begun") == 1


def test_the_ledger_names_edition_and_moment(school):
    posting = factories.posted(school)
    tell(NOW + timedelta(hours=1))
    entry = LedgerEntry.objects.get(kind="posting.begun")
    assert entry.data["digest"] == posting.edition.digest
    assert datetime.fromisoformat(entry.data["at"]) == posting.begins_at
    assert entry.at == NOW + timedelta(hours=1)


def test_what_waits_is_not_told_before_its_moment(school):
    begins = NOW + timedelta(days=2)
    posting = factories.posted(school, wish_begins_at=begins)
    assert tell(begins - timedelta(seconds=1)) == 0
    assert tell(begins) == 1
    assert page_of(posting).live


def test_the_page_goes_live_and_down_again(school):
    posting = factories.posted(school, wish_days=3)
    tell()
    assert page_of(posting).live
    tell(posting.ends_at)
    assert not page_of(posting).live
    assert kinds(posting)[-1] == "posting.ended"


def test_a_newer_draft_outlives_going_up_and_down(school):
    posting = factories.posted(school, wish_days=3)
    draft = page_of(posting)
    draft.title = "下一稿"
    draft.save_revision(user=school.people["office"])
    tell()
    assert page_of(posting).title == posting.edition.title
    tell(posting.ends_at)
    assert page_of(posting).get_latest_revision_as_object().title == "下一稿"


def test_a_correction_takes_the_page_over_in_its_moment(school):
    first = factories.posted(school)
    tell()
    with clock.moved(NOW + timedelta(hours=1)):
        second = factories.corrected(school, first)
    tell(NOW + timedelta(hours=1))
    assert page_of(first).title == second.edition.title
    assert kinds(first)[-1] == "posting.closed"


def test_a_withdrawn_posting_comes_down_and_is_told_as_closed(school):
    posting = factories.posted(school)
    tell()
    with clock.moved(NOW + timedelta(hours=1)):
        changes.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    tell(NOW + timedelta(hours=2))
    assert not page_of(posting).live
    assert Told.objects.filter(what=What.CLOSED).count() == 1
    assert not Told.objects.filter(what=What.ENDED).exists()


def test_what_was_withdrawn_never_ends_by_its_period(school):
    posting = factories.posted(school, wish_days=3)
    changes.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
    tell(posting.ends_at + timedelta(days=1))
    assert set(Told.objects.values_list("what", flat=True)) == {What.BEGUN, What.CLOSED}


def test_what_was_stopped_has_no_moment(school):
    posting = factories.posted(school, wish_begins_at=NOW + timedelta(days=2))
    changes.stop(posting=posting, by=school.people["principal"], explanation="附件有误")
    assert tell(NOW + timedelta(days=3)) == 0


def test_moments_found_late_are_told_in_their_order(school):
    posting = factories.posted(school, wish_days=3)
    tell(posting.ends_at + timedelta(days=30))
    assert [k for k in kinds(posting) if k.startswith("posting.")] == ["posting.made", "posting.begun", "posting.ended"]


def test_the_search_may_be_narrowed_to_what_came_since(school):
    posting = factories.posted(school)
    assert tell_due(NOW, since=posting.begins_at, pause=0) == 0
    assert tell_due(NOW, since=posting.begins_at - timedelta(seconds=1), pause=0) == 1


def test_the_office_hears_of_each_moment_once(school):
    school.organization.email = "office@example.org"
    school.organization.save()
    posting = factories.posted(school, wish_days=3)
    tell()
    tell(posting.ends_at)
    told = OutboxMail.objects.filter(key__regex="^(begun|ended):").values_list("recipient", "subject")
    assert sorted(told) == sorted(
        (to, what + posting.edition.title)
        for to in ["office@example.org", "office@example.com", "office2@example.com"]
        for what in ["Went up: ", "Came down: "]
    )


def test_an_address_that_is_the_offices_own_gets_one_message(school):
    school.organization.email = "OFFICE@example.com"
    school.organization.save()
    factories.posted(school)
    tell()
    assert OutboxMail.objects.filter(key__startswith="begun:").count() == 2


def test_a_topmost_organization_files_with_nobody(school):
    top = factories.School(school.bureau, school.bureau, factories.column(school.bureau), None, school.workflow)
    top.entry = factories.entry(top.column)
    for kind, quorum, people in factories.ROSTER:
        found = school.bureau.bodies.filter(kind=kind).first()
        made = found or factories.body(school.bureau, kind, quorum=quorum)
        for username, role in people:
            top.people[username] = factories.person(f"top-{username}")
            factories.member(made, top.people[username], role=role)
    posting = factories.posted(top)
    tell()
    assert kinds(posting) == ["posting.made", "posting.begun"]
