"""Lists and single answers agree at any moment (I3, I4): whatever was posted, replaced, stopped and withdrawn."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.core import clock
from disclosure.items.models import Closing, ClosingKind, Edition, EditionContent, IndexNumber, Permit, Posting
from disclosure.items.phases import WENT_UP, WITH_CLOSINGS, Phase, phase_of
from tests import factories as make

pytestmark = pytest.mark.django_db

START = make.moment("2026-11-01 08:00")
HOUR = st.integers(0, 12)


def at(hour):
    return START + timedelta(hours=hour)


# begins, ends, then what closes it: (kind, hour, number of the successor)
CLOSINGS = st.lists(st.tuples(st.sampled_from(ClosingKind), HOUR, st.integers(0, 3)), max_size=3)
POSTINGS = st.lists(st.tuples(HOUR, st.none() | st.integers(1, 6), CLOSINGS), min_size=1, max_size=4)


@pytest.fixture
def edition():
    school = make.school()
    page = make.item(school.column, by=school.people["office"])
    row = Edition.objects.create(
        item=page,
        organization=school.organization,
        column=school.column,
        entry=school.entry,
        revision=page.get_latest_revision(),
        number=1,
        title=page.title,
        digest="0" * 64,
        source="0" * 64,
        made_by=school.people["office"],
        made_at=clock.now(),
    )
    EditionContent.objects.create(edition=row, content={})
    return row


def post(edition, index, begins, ends):
    return Posting.objects.create(
        permit=Permit.objects.create(edition=edition, granted_at=START),
        edition=edition,
        item=edition.item,
        index=index,
        organization=edition.organization,
        column=edition.column,
        entry=edition.entry,
        begins_at=at(begins),
        ends_at=None if ends is None else at(begins + ends),
        after_end="keep",
        made_at=START,
    )


def close(postings, posting, kind, hour, successor):
    """A closing that can come about: stopped before it begins, and then nothing more; replaced when another begins."""
    if posting.closings.filter(kind=ClosingKind.STOPPED).exists():
        return
    if kind == ClosingKind.STOPPED and posting.closings.exists():
        return
    other = postings[successor % len(postings)]
    if kind == ClosingKind.STOPPED:
        moment = min(at(hour), posting.begins_at)
    elif kind == ClosingKind.REPLACED:
        moment = other.begins_at
    else:
        moment = max(at(hour), posting.begins_at)
    if kind == ClosingKind.REPLACED and other == posting:
        return
    Closing.objects.create(
        posting=posting,
        kind=kind,
        at=moment,
        successor=other if kind == ClosingKind.REPLACED else None,
        decided_at=START,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(specs=POSTINGS, hour=st.integers(0, 20), minutes=st.sampled_from([0, 30]))
def test_list_and_single_answer_agree(edition, specs, hour, minutes):
    moment = at(hour) + timedelta(minutes=minutes)
    with transaction.atomic():
        index, _made = IndexNumber.objects.get_or_create(
            item=edition.item,
            defaults={
                "organization_code": "QL07",
                "column_code": "SF",
                "year": 2026,
                "serial": 1,
                "text": "QL07-SF-2026-0001",
                "given_at": START,
            },
        )
        postings = [post(edition, index, begins, ends) for begins, ends, _closings in specs]
        for posting, (_begins, _ends, closings) in zip(postings, specs, strict=True):
            for kind, when, successor in closings:
                close(postings, posting, kind, when, successor)
        phases = {p.pk: phase_of(p, moment) for p in Posting.objects.prefetch_related(WITH_CLOSINGS)}
        lists = {
            Phase.WAITING: Posting.objects.waiting(moment),
            Phase.PUBLIC: Posting.objects.visible_to(None, moment),
            Phase.ENDED: Posting.objects.ended(moment),
            Phase.WITHDRAWN: Posting.objects.withdrawn(moment),
        }
        for phase, rows in lists.items():
            assert {p.pk for p in rows} == {pk for pk, found in phases.items() if found == phase}, phase
        assert {p.pk for p in Posting.objects.begun(moment)} == {pk for pk, p in phases.items() if p in WENT_UP}
        transaction.set_rollback(True)
