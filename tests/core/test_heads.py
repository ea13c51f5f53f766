"""Heads of chains are kept in files outside the database."""

import pytest
from django.db import transaction

from disclosure.core import heads, ledger
from disclosure.core.models import Chain

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    chain = Chain.objects.create(name="QL07")
    with transaction.atomic():
        ledger.record(chain, "posting.made")
    return Chain.objects.get(pk=chain.pk)


def test_a_head_is_read_back_as_it_was_kept(chain):
    assert heads.keep([chain], NOW) == 1
    head = next(heads.kept())
    assert (head.chain, head.number, head.hash) == (str(chain.key), 1, chain.head_hash)
    assert head.place == "heads-2026.txt:1"


def test_a_line_says_when(chain):
    heads.keep([chain], NOW)
    assert (heads.folder() / "heads-2026.txt").read_text().startswith("2026-11-24T01:00:00+00:00 ")


def test_later_heads_come_behind(chain):
    heads.keep([chain], NOW)
    heads.keep([chain], NOW)
    assert [head.place for head in heads.kept()] == ["heads-2026.txt:1", "heads-2026.txt:2"]


def test_a_chain_without_an_entry_has_no_head():
    assert heads.keep([Chain.objects.create(name="EMPTY")], NOW) == 0
    assert not list(heads.kept())


def test_a_line_cut_by_a_crash_does_not_spoil_the_next(chain):
    heads.keep([chain], NOW)
    path = heads.folder() / "heads-2026.txt"
    path.write_bytes(path.read_bytes() + b"2026-11-24T01:00")
    heads.keep([chain], NOW)
    first, broken, last = heads.kept()
    assert broken.chain == ""
    assert (first.hash, last.hash) == (chain.head_hash, chain.head_hash)


def test_no_folder_no_heads():
    assert list(heads.kept()) == []
