"""Every column of every append-only table, changed one at a time: the database refuses, or the proof finds it (I5).

A sample that differs each day; `make mutations` (DISCLOSURE_MUTATIONS=all) takes all.
"""

import os
import random
from collections import Counter
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from disclosure.core import append_only, clock
from disclosure.runner.proof import database
from disclosure.runner.proof.parts import PARTS
from disclosure.runner.proof.report import Report

from .mutations import MODELS, Mutation, mutations
from .scene import play
from .test_proof import AFTER

pytestmark = pytest.mark.django_db

SAMPLE = 100
# What neither refuses nor finds, and why (docs/security.md says the same): the names of rows that nothing names.
CANNOT_BE_FOUND = {
    "LedgerEntry.id": "an entry is named by chain and number; an id that changes the order within its chain is found",
    "EditionContent.id": "it is named by its edition",
    "EditionFile.id": "it is named by its edition and its own name",
}
LOOKS = [part for part in PARTS if part.look is not database.triggers]  # they are lifted for the whole test


def refused(mutation: Mutation) -> bool:
    """Whether a constraint of the database does not let it be."""
    try:
        with transaction.atomic():
            mutation.apply()
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


def finder(likely: list) -> str:
    """The part of the proof that finds something; the ones that found something lately are asked first."""
    for part in [*likely, *(part for part in LOOKS if part not in likely)]:
        report = Report()
        try:
            with transaction.atomic():
                part.look(report)
        except Exception as error:  # what cannot be read is a fault, too (parts.prove)
            report.fault(str(part.title), repr(error))
        if report.faults:
            likely[:] = [part]
            return str(part.title)
    return ""


def outcome(mutation: Mutation, likely: list) -> str:
    """Who stands against `mutation`: the database, or a part of the proof; nobody: empty."""
    with transaction.atomic():
        found = "constraint" if refused(mutation) else finder(likely)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def scene():
    play()
    with clock.moved(AFTER):
        yield


def test_every_table_has_a_row_of_its_own_in_the_scene(scene):
    assert [model.__name__ for model in MODELS if not model._base_manager.exists()] == []


def test_nothing_can_be_changed_unseen(scene, capsys):
    everything, seed = list(mutations()), date.today().isoformat()
    whole = os.environ.get("DISCLOSURE_MUTATIONS") == "all"
    tried = everything if whole else random.Random(seed).sample(everything, SAMPLE)
    likely: list = []
    with append_only.lifted():
        assert finder(likely) == ""
        results = {mutation: outcome(mutation, likely) for mutation in tried}
    with capsys.disabled():
        found = dict(Counter(results.values()))
        print(f" seed {seed}, {len(tried)} of {len(everything)} mutations, found by: {found} ", end="")
    unseen = [mutation for mutation, found in results.items() if not found]
    assert [str(mutation) for mutation in unseen if mutation.name not in CANNOT_BE_FOUND] == []
    if whole:
        assert {mutation.name for mutation in unseen} == set(CANNOT_BE_FOUND)
