"""Two installations at the same moment, on real transactions: steps and routes serve the whole installation, once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from wagtail.models import WorkflowPage

from disclosure.catalog.models import CatalogEntry
from disclosure.core import ledger
from disclosure.core.models import LedgerEntry
from disclosure.profiles import loader, operations
from disclosure.signoff.tasks import SignatureStep
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def installed_at_once(*wanted):
    """The ledger's entry (or None) of each installation (profile, organization), all begun at the same moment."""
    barrier = Barrier(len(wanted))

    def run(pair):
        try:
            barrier.wait()
            return operations.install(*pair)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(run, wanted))


@pytest.fixture
def bureau():
    return factories.organization(code="QL", title="青澜区教育局")


def test_the_same_profile_twice_is_installed_once(bureau):
    school = factories.organization(bureau, code="QL07")
    profile = loader.load("high-school")
    entries = installed_at_once((profile, school), (profile, school))
    assert sorted(entry is None for entry in entries) == [False, True]
    assert CatalogEntry.objects.count() == 30
    assert list(ledger.faults(LedgerEntry.objects.get(kind="profile.installed").chain)) == []


def test_two_schools_share_steps_and_route(bureau):
    first = factories.organization(bureau, code="QL07")
    second = factories.organization(bureau, code="QL08")
    installed_at_once((loader.load("principal-school"), first), (loader.load("high-school"), second))
    assert SignatureStep.objects.count() == 4
    assert WorkflowPage.objects.filter(page__in=[bureau, first, second]).get().page_id == bureau.pk
    assert CatalogEntry.objects.count() == 65 + 30
