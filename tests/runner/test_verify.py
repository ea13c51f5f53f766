"""`manage.py verify`: says what it looked at, names each fault, changes nothing."""

import io
from contextvars import Context
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from disclosure.core import clock
from disclosure.core.models import Chain
from disclosure.items.models import IndexNumber
from disclosure.runner.operations import tell_due
from disclosure.runner.proof.parts import prove
from tests import factories

from .conftest import NOW
from .scene import play, recorded

AFTER = NOW + timedelta(hours=5)
PARTS = {"organization_code": "QL07", "column_code": "SF", "year": 2026}


def an_item():
    return factories.item(factories.column(factories.organization(code="QL07"), code="SF"))


def verify(**options) -> tuple[str, str]:
    """What the command prints, and how it ends."""
    out = io.StringIO()
    try:
        call_command("verify", stdout=out, no_color=True, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.mark.django_db
def test_the_command_says_what_it_looked_at():
    play()
    with clock.moved(AFTER):
        out, end = verify()
    assert end == ""
    assert "✓ Ledger: chains " in out
    assert "✓ Editions against digests: editions 7" in out
    assert "Everything is as it was signed" in out


@pytest.mark.django_db
def test_the_command_names_each_fault_and_ends_with_one():
    IndexNumber.objects.create(item=an_item(), serial=2, text="QL07-SF-2026-0002", given_at=NOW, **PARTS)
    out, end = verify()
    assert "✗ Index numbers: index numbers 1" in out
    assert "index number QL07-SF-2026-0001: is missing: there is a gap" in out
    assert end == "2 faults."


@pytest.mark.django_db
def test_quiet_it_says_faults_only():
    assert verify(quiet=True) == ("", "")
    Chain.objects.create(name="QL07", head_number=1)
    out, end = verify(quiet=True)
    assert out == "ledger QL07: the chain's head is not its last entry\n"
    assert end == "1 fault."


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_it_changes_nothing_and_stands_at_one_moment():
    play()
    with clock.moved(AFTER):
        for part, report in prove():
            assert report.faults == [], part.title
            if str(part.title) == "Ledger":
                with pytest.raises(Exception, match=r"readonly|read-only"), transaction.atomic():
                    Chain.objects.create(name="WRITTEN")
    assert not Chain.objects.filter(name="WRITTEN").exists()
    Chain.objects.create(name="AFTER")


@pytest.mark.django_db
def test_in_real_time_as_well():
    """Where the clock runs on between a row and its entry."""

    def real() -> list[str]:
        school = recorded(factories.school())
        posting = factories.posted(school)
        factories.corrected(school, posting)
        tell_due(pause=0)
        return [fault for _part, report in prove() for fault in report.faults]

    assert Context().run(real) == []
