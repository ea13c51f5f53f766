"""The runnable site."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from wagtail.models import Page, Site

from disclosure.core import ledger
from disclosure.core.models import LedgerEntry
from home.models import HomePage

pytestmark = pytest.mark.django_db


def test_the_start_page_is_the_root_of_the_default_site():
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


def test_a_visitor_gets_no_cookie_and_a_strict_policy(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert not answer.cookies
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_of_transactions_begins_with_the_rows_of_the_migrations(turn):
    assert Page.objects.count() == 2
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert not LedgerEntry.objects.exists()
    with transaction.atomic():
        ledger.record(ledger.installation(), "test.made")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_ledgerentry")


def test_a_form_of_a_page_that_is_too_old_says_so_in_words():
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "office"})
    assert answer.status_code == 403
    assert "什么都没有改变" in answer.content.decode()
