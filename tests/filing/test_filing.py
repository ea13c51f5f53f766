"""What goes up is filed with the superior, frozen, and acknowledged (P9.4, P10.1)."""

from datetime import timedelta

import pytest

from disclosure.changes import operations as changes
from disclosure.core import clock, ledger
from disclosure.core.models import Chain, LedgerEntry
from disclosure.filing import exceptions, operations
from disclosure.filing.models import Filing
from disclosure.organizations import rights
from disclosure.organizations.models import Membership
from disclosure.runner.operations import tell_due
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def posting(school):
    return factories.posted(school)


@pytest.fixture
def filing(posting):
    tell_due(NOW, pause=0)
    return posting.filing


@pytest.fixture
def bureau(school):
    return school.bureau.bodies.get(kind="office").memberships.get().user


def test_it_is_filed_when_it_goes_up_and_no_earlier(school):
    waiting = factories.posted(school, wish_begins_at=NOW + timedelta(days=1))
    tell_due(NOW, pause=0)
    assert not Filing.objects.exists()
    with clock.moved(waiting.begins_at):
        tell_due(waiting.begins_at, pause=0)
    assert Filing.objects.get().filed_at == waiting.begins_at


def test_it_names_edition_number_and_digest(school, posting, filing):
    assert (filing.superior, filing.organization) == (school.bureau, school.organization)
    assert (filing.title, filing.index_text) == (posting.edition.title, posting.index.text)
    assert filing.digest == posting.edition.digest


def test_it_carries_who_signed_with_body_and_time(posting, filing):
    assert [(s["step"], s["name"]) for s in filing.signatures] == [
        ("保密审查", "reviewer"),
        ("领导小组讨论通过", "leader1"),
        ("领导小组讨论通过", "leader2"),
        ("监督小组审核", "supervisor1"),
        ("监督小组审核", "supervisor2"),
        ("主要领导签发", "principal"),
    ]
    assert filing.signatures[0]["body"] == "confidentiality reviewers"


def test_the_names_stay_as_they_were(filing):
    Membership.objects.filter(name="leader1").update(name="别人")
    assert Filing.objects.get(pk=filing.pk).signatures[1]["name"] == "leader1"


def test_the_subordinates_head_stands_in_the_superiors_chain(school, filing):
    sent = LedgerEntry.objects.get(kind="filing.sent")
    received = LedgerEntry.objects.get(kind="filing.received")
    assert (sent.chain, received.chain) == (school.organization.chain, school.bureau.chain)
    assert (filing.chain_number, filing.chain_head) == (sent.number, sent.hash)
    assert (received.data["number"], received.data["head"]) == (sent.number, sent.hash)
    assert [fault for chain in Chain.objects.all() for fault in ledger.faults(chain)] == []


def test_it_is_filed_once(posting, filing):
    assert operations.file(posting) == filing
    assert LedgerEntry.objects.filter(kind="filing.sent").count() == 1


def test_an_organization_between_is_the_superior(school):
    between = factories.organization(school.bureau, code="MID")
    school.organization.move(between, pos="last-child")
    posting = factories.posted(school)
    tell_due(NOW, pause=0)
    assert posting.filing.superior == between


def test_each_edition_is_filed(school, posting, filing):
    with clock.moved(NOW + timedelta(hours=1)):
        factories.corrected(school, posting)
        tell_due(pause=0)
    assert [f.edition.number for f in Filing.objects.of(posting.item)] == [2, 1]


def test_what_was_withdrawn_stays_filed(school, posting, filing):
    with clock.moved(NOW + timedelta(hours=1)):
        changes.withdraw(posting=posting, by=school.people["principal"], explanation="附件有误")
        tell_due(pause=0)
    assert Filing.objects.filed_with([school.bureau]).count() == 1


def test_the_office_above_acknowledges(filing, bureau):
    receipt = operations.acknowledge(filing=filing, by=bureau)
    assert (receipt.by, receipt.by_name, receipt.at) == (bureau, "局办", NOW)
    entry = LedgerEntry.objects.get(kind="filing.acknowledged")
    assert (entry.chain, entry.actor) == (filing.superior.chain, bureau)
    assert not Filing.objects.waiting().exists()


def test_once(filing, bureau):
    operations.acknowledge(filing=filing, by=bureau)
    with pytest.raises(exceptions.AlreadyAcknowledged):
        operations.acknowledge(filing=filing, by=bureau)


@pytest.mark.parametrize("name", ["office", "principal", "administrator"])
def test_nobody_of_the_subordinate_does(school, filing, name):
    with pytest.raises(exceptions.NotTheSuperior):
        operations.acknowledge(filing=filing, by=school.people[name])


def test_an_administrator_above_does_not(school, filing):
    admin = school.bureau.bodies.get(kind="administrators").memberships.get().user
    with pytest.raises(exceptions.NotTheSuperior):
        operations.acknowledge(filing=filing, by=admin)


def test_who_left_the_office_above_does_not(filing, bureau):
    Membership.objects.filter(user=bureau).update(until=NOW)
    rights.forget(bureau)
    with pytest.raises(exceptions.NotTheSuperior):
        operations.acknowledge(filing=filing, by=bureau)


def test_the_subordinate_sees_its_receipts(posting, filing, bureau):
    operations.acknowledge(filing=filing, by=bureau)
    seen = Filing.objects.of(posting.item).get()
    assert (seen.received_at, seen.received_by) == (NOW, "局办")
