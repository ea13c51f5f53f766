"""Signing on paper: registered by the office, counted once a witness has confirmed it."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from disclosure.core import clock
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.files import store
from disclosure.files.exceptions import FileRefused
from disclosure.items.models import Posting
from disclosure.organizations.models import QuorumRule
from disclosure.runner.operations import daily
from disclosure.runner.proof.parts import prove
from disclosure.runner.proof.rosters import rosters as against_the_ledger
from disclosure.signoff import eligibility, operations, paper, waiting
from disclosure.signoff.exceptions import (
    EditionChanged,
    NotEligible,
    NoWitness,
    PaperOver,
    SubmissionEnded,
    WrongDay,
    WrongSheet,
)
from disclosure.signoff.models import Submission
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    """The whole leading group signs: three with accounts, and one on paper."""
    school = factories.school()
    school.bodies["leading"].quorum = QuorumRule.ALL
    school.bodies["leading"].save()
    school.by_hand = factories.member(school.bodies["leading"], name="石老师")
    return school


@pytest.fixture
def submission(school):
    page = factories.item(school.column, by=school.people["office"], title="收费公示", wish_days=10)
    return signed(school, factories.submitted(page, school.people["office"]), "reviewer")


def signed(school, submission, *names):
    return factories.signed(submission, *[school.people[name] for name in names])


def register(school, submission, member=None, **fields):
    return factories.registered(submission, member or school.by_hand, school.people["office"], **fields)


def step_of(submission) -> int:
    return eligibility.under_way(Submission.objects.filter(pk=submission.pk)).get().step


def faults():
    return [fault for part, report in prove() if part.look is not against_the_ledger for fault in report.faults]


def refused(school, submission, member=None, **fields):
    with pytest.raises(NotEligible) as caught:
        register(school, submission, member, **fields)
    return str(caught.value)


def test_all_waits_for_who_has_no_account(school, submission):
    signed(school, submission, "leader1", "leader2", "leader3")
    assert step_of(submission) == 2
    assert eligibility.progress(submission, 2) == (3, 4)


def test_a_registration_alone_counts_for_nothing_and_a_witness_makes_it_count(school, submission):
    signed(school, submission, "leader1", "leader2", "leader3")
    registration = register(school, submission)
    assert step_of(submission) == 2
    factories.witnessed(registration, school.people["supervisor1"])
    assert step_of(submission) == 3


def test_the_whole_route_with_a_signature_on_paper_is_posted_and_proved(school, submission):
    factories.witnessed(register(school, submission), school.people["leader1"])
    signed(school, submission, "leader1", "leader2", "leader3", "supervisor1", "supervisor2", "principal")
    assert Posting.objects.count() == 1
    assert faults() == []


def test_a_principal_without_an_account_releases_it_on_paper(school, submission):
    principal = school.people["principal"].disclosure_memberships.get()
    principal.user = None
    principal.save()
    factories.witnessed(register(school, submission), school.people["leader1"])
    signed(school, submission, "leader1", "leader2", "leader3", "supervisor1", "supervisor2")
    factories.witnessed(register(school, submission, principal), school.people["supervisor3"])
    assert Posting.objects.count() == 1
    assert faults() == []


@pytest.mark.parametrize("code", ["", "0000 0000 0000", "  "])
def test_another_sheet_is_refused(school, submission, code):
    with pytest.raises(WrongSheet):
        register(school, submission, code=code)


def test_the_beginning_of_the_code_is_not_enough_and_the_whole_digest_is_as_good(school, submission):
    digest = submission.edition.digest
    with pytest.raises(WrongSheet):
        register(school, submission, code=digest[:11])
    assert register(school, submission, code=digest.upper())


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_before_the_submission_or_to_come_is_refused(school, submission, days):
    with pytest.raises(WrongDay):
        register(school, submission, signed_on=clock.today() + timedelta(days=days))


def test_who_has_an_account_does_not_sign_on_paper(school, submission):
    member = school.people["leader1"].disclosure_memberships.get()
    assert "leader1" in refused(school, submission, member)


def test_only_the_office_registers(school, submission):
    with pytest.raises(NotEligible):
        factories.registered(submission, school.by_hand, school.people["leader1"])


def test_a_member_who_is_away_or_of_another_step_does_not_sign(school, submission):
    other = factories.member(school.bodies["supervision"], name="别处的")
    assert refused(school, submission, other)
    school.by_hand.absent_since, school.by_hand.absent_until = clock.now(), clock.now() + timedelta(days=2)
    school.by_hand.save()
    assert refused(school, submission)


def test_who_wrote_it_does_not_sign_on_paper_under_their_own_name(school, submission):
    school.by_hand.name = "off ice"
    school.by_hand.save()
    assert refused(school, submission)


def test_nobody_signs_two_steps_on_paper(school, submission):
    double = factories.member(school.bodies["supervision"], name="石 老师")
    factories.witnessed(register(school, submission), school.people["leader1"])
    signed(school, submission, "leader1", "leader2", "leader3")
    assert step_of(submission) == 3
    assert refused(school, submission, double)


def test_an_account_in_between_signs_no_second_step(school, submission):
    factories.witnessed(register(school, submission), school.people["leader1"])
    signed(school, submission, "leader1", "leader2", "leader3")
    school.by_hand.user, school.by_hand.name = factories.person("newcomer"), "改过的名字"
    school.by_hand.save()
    factories.member(school.bodies["supervision"], school.by_hand.user, name="又一个名字")
    with pytest.raises(NotEligible):
        operations.sign(submission=submission, signer=school.by_hand.user, digest=submission.edition.digest)


def test_an_account_in_between_does_not_undo_what_was_registered(school, submission):
    registration = register(school, submission)
    school.by_hand.user = factories.person("newcomer")
    school.by_hand.save()
    factories.witnessed(registration, school.people["leader1"])
    signed(school, submission, "leader1", "leader2", "leader3")
    assert step_of(submission) == 3


@pytest.mark.parametrize("name", ["office", "office2", "administrator"])
def test_a_witness_is_of_those_who_sign(school, submission, name):
    with pytest.raises(NotEligible):
        factories.witnessed(register(school, submission), school.people[name])


def test_who_registered_it_is_no_witness(school, submission):
    factories.member(school.bodies["leading"], school.people["office2"], name="两处的")
    registration = factories.registered(submission, school.by_hand, school.people["office2"])
    with pytest.raises(NotEligible):
        factories.witnessed(registration, school.people["office2"])


def test_an_author_is_no_witness(school, submission):
    factories.member(school.bodies["leading"], school.people["office"], name="执笔的")
    registration = factories.registered(submission, school.by_hand, school.people["office2"])
    with pytest.raises(NotEligible):
        factories.witnessed(registration, school.people["office"])


def test_nobody_witnesses_their_own_signature(school, submission):
    registration = register(school, submission)
    school.by_hand.user = factories.person("newcomer")
    school.by_hand.save()
    with pytest.raises(NotEligible):
        factories.witnessed(registration, school.by_hand.user)


def test_where_nobody_could_witness_it_nothing_is_registered(school, submission):
    for kind in ("reviewers", "leading", "supervision", "principal"):
        school.bodies[kind].memberships.filter(user__isnull=False).update(until=clock.now())
    with pytest.raises(NoWitness):
        register(school, submission)


def test_a_witness_confirms_what_they_saw(school, submission):
    registration = register(school, submission)
    with pytest.raises(EditionChanged):
        paper.confirm(paper=registration, witness=school.people["leader1"], digest="0" * 64)


def test_a_registration_is_decided_once(school, submission):
    registration = register(school, submission)
    paper.decline(paper=registration, witness=school.people["leader1"], reason="看不清")
    with pytest.raises(PaperOver):
        factories.witnessed(registration, school.people["leader2"])
    assert OutboxMail.objects.filter(key=f"paper-declined:{registration.pk}").exists()
    assert register(school, submission)


def test_the_same_signature_is_not_registered_twice(school, submission):
    register(school, submission)
    assert refused(school, submission)


def test_after_the_end_nothing_is_registered_or_confirmed(school, submission):
    registration = register(school, submission)
    operations.recall(submission=submission, by=school.people["office"])
    with pytest.raises(SubmissionEnded):
        factories.witnessed(registration, school.people["leader1"])
    with pytest.raises(SubmissionEnded):
        register(school, submission)
    with pytest.raises(SubmissionEnded):
        paper.withdraw(paper=registration, by=school.people["office"])


def test_the_ledger_names_office_and_witness(school, submission):
    factories.witnessed(register(school, submission), school.people["leader1"])
    entries = LedgerEntry.objects.filter(kind__in=["paper.registered", "signature.witnessed"]).order_by("pk")
    assert [entry.actor for entry in entries] == [school.people["office"], school.people["leader1"]]


def test_the_office_is_reminded_of_what_is_signed_on_paper(school, submission):
    with clock.moved(clock.now() + timedelta(days=2)):
        waiting.look_after()
    assert OutboxMail.objects.filter(key__startswith="waits:", recipient="office@example.com").exists()


def test_a_scan_is_kept_as_long_as_its_row(school, submission):
    registration = register(school, submission)
    with clock.moved(clock.now() + timedelta(days=30)):
        daily(clock.now())
    assert store.path(registration.scan_sha256).is_file()


def test_a_missing_scan_is_found(school, submission):
    registration = register(school, submission)
    store.path(registration.scan_sha256).unlink()
    assert any(registration.scan_sha256 in fault for fault in faults())


def a_photograph() -> bytes:
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "WHERE IT WAS TAKEN"
    Image.new("RGB", (800, 1100), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photograph_loses_what_came_along_in_it(school):
    kept = paper.keep_scan(BytesIO(a_photograph()), "现场.jpg")
    assert b"WHERE IT WAS TAKEN" not in store.path(kept.sha256).read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("a.html", b"<!doctype html><script></script>"),
        ("a.pdf", b"<!doctype html><script></script>"),
        ("a.png", b"\x89PNG\r\n\x1a\nbroken"),
        ("a.txt", b"plain"),
        ("a.pdf", b""),
    ],
)
def test_what_is_no_scan_is_refused(name, content):
    with pytest.raises(FileRefused):
        paper.keep_scan(BytesIO(content), name)
