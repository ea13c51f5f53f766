"""The chain shows every change of every entry (I5)."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from disclosure.core import append_only, kinds, ledger
from disclosure.core.exceptions import FreeTextInLedger
from disclosure.core.models import Chain, LedgerEntry
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db

LENGTH = 5
COLUMNS = {
    "chain_id": lambda e: Chain.objects.exclude(pk=e.chain_id).get().pk,
    "number": lambda e: e.number + 100,
    "at": lambda e: e.at + timedelta(microseconds=1),
    "kind": lambda e: "signature.given",
    "actor_id": lambda e: factories.person().pk,
    "subject": lambda e: e.subject + "0",
    "data": lambda e: {**e.data, "step": 9},
    "previous": lambda e: "0" * 64,
    "hash": lambda e: "0" * 64,
}


@pytest.fixture
def chain():
    Chain.objects.create(name="OTHER")
    chain = Chain.objects.create(name="QL07")
    with transaction.atomic():
        for number in range(LENGTH):
            ledger.record(chain, "posting.made", subject=f"posting:{number}", data={"step": number})
    return Chain.objects.get(pk=chain.pk)


def faults() -> list[str]:
    return [fault for chain in Chain.objects.all() for fault in ledger.faults(chain)]


def test_a_whole_chain_has_no_fault(chain):
    assert chain.head_number == LENGTH
    assert not faults()


@hypothesis(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, LENGTH), column=st.sampled_from(sorted(COLUMNS)))
def test_any_change_of_any_column_is_found(chain, number, column):
    entry = LedgerEntry.objects.get(chain=chain, number=number)
    changed = {column: COLUMNS[column](entry)}
    with transaction.atomic():
        with append_only.lifted():
            LedgerEntry._base_manager.filter(pk=entry.pk).update(**changed)
        found = faults()
        transaction.set_rollback(True)
    assert found
    assert not faults()


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
def test_an_entry_that_was_taken_out_is_found(chain, number):
    with append_only.lifted():
        LedgerEntry._base_manager.filter(chain=chain, number=number).delete()
    assert faults()


def test_an_entry_put_in_behind_the_last_is_found(chain):
    last = LedgerEntry.objects.get(chain=chain, number=LENGTH)
    forged = LedgerEntry(chain=chain, number=LENGTH + 1, at=NOW, kind="posting.made", previous=last.hash)
    forged.hash = ledger.entry_hash(forged, str(chain.key))
    forged.save()
    assert faults()


def test_each_fault_names_its_place(chain):
    with append_only.lifted():
        LedgerEntry._base_manager.filter(chain=chain, number=3).update(kind="signature.given")
    assert faults() == ["ledger QL07 #3: content does not match its hash"]


def test_two_chains_do_not_share_their_hashes(chain):
    other = Chain.objects.get(name="OTHER")
    with transaction.atomic():
        for number in range(LENGTH):
            ledger.record(other, "posting.made", subject=f"posting:{number}", data={"step": number})
    assert not set(chain.entries.values_list("hash")) & set(other.entries.values_list("hash"))


@pytest.mark.parametrize("data", [{"reason": "附件有误"}, {"name": "a b"}, {"nested": ["x y"]}, {"amount": 1.5}])
def test_free_text_is_refused(chain, data):
    with pytest.raises(FreeTextInLedger), transaction.atomic():
        ledger.record(chain, "posting.made", data=data)


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_a_transaction_is_refused():
    chain = Chain.objects.create(name="QL07")
    with pytest.raises(transaction.TransactionManagementError):
        ledger.record(chain, "posting.made")


def test_a_decision_that_fails_leaves_no_entry(chain):
    with pytest.raises(RuntimeError), transaction.atomic():
        ledger.record(chain, "posting.made")
        raise RuntimeError
    assert Chain.objects.get(pk=chain.pk).head_number == LENGTH
    assert not faults()


def test_an_unknown_kind_is_shown_as_it_is():
    assert kinds.label("future.kind") == "future.kind"
    assert kinds.label("posting.begun") == "went up"
