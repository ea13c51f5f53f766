"""Speed of the public pages, as a ratio to plain Wagtail in the same run: `make bench`.

With 60 postings and with 5,000. For each page: queries, milliseconds (median), and how many of it go into one plain
Wagtail page (the start page's own serve, with a template that shows its title).
"""

import argparse
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP / "site"), str(TOP)]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from wagtail.models import Page

from disclosure.core import canonical, clock
from disclosure.items.models import EditionContent, IndexNumber, ItemPage, Permit, Posting
from disclosure.signoff.models import Signature
from home.models import HomePage
from tests import factories

ROUNDS = 40


def copy(row, **changes):
    """A new, unsaved row like `row`, but for `changes`."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**(values | changes))


class Board:
    """A school whose board holds as many postings as is asked for, all but one copied from one that was signed."""

    def __init__(self):
        self.school = factories.school()
        self.first = factories.posted(self.school)
        self.size = 1

    @transaction.atomic
    def grow(self, size: int) -> None:
        while self.size < size:
            self.size += 1
            self._another(self.size)

    def _another(self, number: int) -> None:
        first, began = self.first, self.first.begins_at - timedelta(minutes=number)
        title = f"第{number}件公示"
        page = ItemPage(title=title, slug=f"bench-{number}", entry=first.entry, live=False)
        self.school.column.add_child(instance=page)
        content = first.edition.stored.content | {"title": title}
        edition = copy(first.edition, item_id=page.pk, title=title, digest=canonical.digest(content))
        edition.save()
        EditionContent.objects.create(edition=edition, content=content)
        text = f"{first.organization.code}-{first.column.code}-{first.index.year}-{number:04d}"
        index = IndexNumber(item=page, serial=number, text=text, **self._codes())
        index.save()
        permit = Permit.objects.create(edition=edition, granted_at=began)
        ends = None if number % 3 else began + timedelta(days=number % 90 - 45)
        posting = copy(first, permit_id=permit.pk, edition_id=edition.pk, item_id=page.pk, index_id=index.pk)
        posting.begins_at = began - timedelta(days=60) if ends else began
        posting.ends_at = ends
        posting.save()
        self._signed(edition, page, permit)

    def _codes(self) -> dict:
        index = self.first.index
        return {name: getattr(index, name) for name in ("organization_code", "column_code", "year", "given_at")}

    def _signed(self, edition, page, permit) -> None:
        before = self.first.permit.outcome.submission
        submission = copy(before, edition_id=edition.pk, item_id=page.pk)
        submission.save()
        copies = [copy(s, submission_id=submission.pk, digest=edition.digest) for s in before.signatures.all()]
        Signature.objects.bulk_create(copies)
        copy(before.outcome, submission_id=submission.pk, permit_id=permit.pk).save()

    def pages(self) -> dict[str, str]:
        code = self.school.organization.code
        return {
            "start": "/",
            "organizations": "/organizations/",
            "organization": self.school.organization.url,
            "column": self.school.column.url,
            "column, all, page 3": f"{self.school.column.url}?state=all&page=3",
            "item": f"/{self.first.index.text}/",
            "past": f"/past/{code}/",
            "withdrawn": "/withdrawn/",
            "roster": f"/rosters/{code}/",
            "search, in all": "/search/?q=公示",
            "search, in one": "/search/?q=第42件",
            "search, in none": "/search/?q=没有这话",
            "feed": "/feed/",
            "sitemap": "/sitemap.xml",
        }


def measured(get, address: str) -> tuple[int, float]:
    """Queries, and the median of ROUNDS in milliseconds."""
    assert get(address).status_code == 200, address
    asked = []
    with connection.execute_wrapper(lambda execute, *query: asked.append(query) or execute(*query)):
        get(address)
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        get(address)
        times.append((time.perf_counter() - began) * 1000)
    return len(asked), statistics.median(times)


def plain_wagtail() -> tuple[int, float]:
    """Wagtail's own page, served by its own serve: what all ratios refer to."""
    template = engines["django"].from_string("<title>{{ page.title }}</title><h1>{{ page.title }}</h1>")

    def serve(page, request, *args, **kwargs):
        return HttpResponse(template.render(Page.get_context(page, request), request))

    own = HomePage.serve
    HomePage.serve = serve
    try:
        return measured(Client().get, "/")
    finally:
        HomePage.serve = own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[60, 5000])
    sizes = parser.parse_args().sizes
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(settings.DISCLOSURE_VAR / "bench")
    call_command("migrate", verbosity=0)
    board = Board()
    for size in sizes:
        board.grow(size)
        connection.cursor().execute("ANALYZE")
        queries, plain = plain_wagtail()
        now = clock.now()
        print(f"\n{size} postings, {Posting.objects.current(now).count()} of them up")
        print(f"{'page':24} {'queries':>8} {'ms':>8} {'× plain Wagtail':>16}")
        print(f"{'plain Wagtail':24} {queries:8} {plain:8.1f} {1:16.2f}")
        for name, address in board.pages().items():
            queries, milliseconds = measured(Client().get, address)
            print(f"{name:24} {queries:8} {milliseconds:8.1f} {milliseconds / plain:16.2f}", flush=True)


if __name__ == "__main__":
    main()
