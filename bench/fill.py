"""Fills a new database with as many postings as are asked for: `python -m bench.fill SIZE` with BENCH_VAR.

Twenty schools, four columns each, ten years. One item of each school is drafted, signed and posted by the operations;
the others are copies of its rows with another title, summary and period, each with a digest of its own.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bench import setting_up

setting_up("config.settings.dev")

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from bench.words import COMMON, RARE
from disclosure.core import canonical, clock
from disclosure.items.models import Edition, EditionContent, EditionTopic, IndexNumber, ItemPage, Permit, Posting
from disclosure.items.topic_index import rows_of
from disclosure.search import marks, operations, pairs, rules
from disclosure.search.models import Indexed, Text
from disclosure.signoff.models import Outcome, Signature, Submission
from tests import factories
from tests.items import drafts

SCHOOLS, COLUMNS, YEARS = 20, 4, 10
BATCH = 1000
PERIOD = timedelta(days=30)
TOPICS = ["收费", "食堂", "采购", "招生"]
NAMES = ["收费公开", "财务公开", "人事公开", "后勤公开"]


def copy(row, **changes):
    """A new, unsaved row like `row`, but for `changes`."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**(values | changes))


@dataclass
class Pattern:
    """What the copies of one school are made of."""

    posting: Posting
    columns: list
    signatures: list


def schools() -> list[Pattern]:
    found, bureau = [], None
    for number in range(SCHOOLS):
        school = factories.school(bureau=bureau, code=f"QL{number:02}", prefix=f"{number:02}-")
        bureau = school.bureau
        others = [
            factories.column(school.organization, code=f"K{place}", title=NAMES[place]) for place in range(1, COLUMNS)
        ]
        page = drafts.full(school, wish_begins_at=None)
        posting = factories.posted(school, page)
        before = posting.permit.outcome.submission
        found.append(Pattern(posting, [school.column, *others], list(before.signatures.all())))
    return found


def words(number: int) -> str:
    """A summary: nine in ten hold COMMON, one in a hundred RARE."""
    said = [f"第{number}件。本校按规定公开有关事项，家长和教职工可以查阅。"]
    said += [f"{COMMON}。"] if number % 10 else []
    said += [f"{RARE}。"] if number % 100 == 7 else []
    return "".join(said)


class Filling:
    def __init__(self, size: int):
        self.size, self.now = size, clock.now()
        self.patterns = schools()
        self.made = SCHOOLS
        self.locale = Locale.objects.first()
        self.kind = ContentType.objects.get_for_model(ItemPage)

    def run(self) -> None:
        while self.made < self.size:
            numbers = range(self.made, min(self.made + BATCH, self.size))
            with transaction.atomic():
                self.batch(numbers)
            self.made += len(numbers)
            print(f"\r{self.made} of {self.size}", end="", file=sys.stderr)
        for pattern in self.patterns:
            for column in pattern.columns:
                Page.objects.filter(pk=column.pk).update(numchild=Page.objects.child_of(column).count())

    def batch(self, numbers: range) -> None:
        patterns = {n: self.patterns[n % SCHOOLS] for n in numbers}
        columns = {n: p.columns[n // SCHOOLS % COLUMNS] for n, p in patterns.items()}
        began = {n: self.now - timedelta(days=365 * YEARS) * (self.size - n) / self.size for n in numbers}
        pages = dict(zip(numbers, self.pages(numbers, columns), strict=True))
        editions, contents = {}, {}
        for n, pattern in patterns.items():
            first = pattern.posting.edition
            title = f"第{n}件{TOPICS[n % 4]}事项公示"
            own = {"title": title, "summary": words(n), "topics": [TOPICS[n % 4]], "files": []}
            contents[n] = first.stored.content | own
            digest = canonical.digest(contents[n])
            column = columns[n].pk
            editions[n] = copy(first, item_id=pages[n].pk, column_id=column, title=title, digest=digest)
        self.make(Edition, editions)
        self.make(EditionContent, {n: EditionContent(edition=e, content=contents[n]) for n, e in editions.items()})
        EditionTopic.objects.bulk_create([row for n, e in editions.items() for row in rows_of(e, [TOPICS[n % 4]])])
        index = self.make(IndexNumber, {n: self.index(n, patterns[n], columns[n], began[n], pages[n]) for n in numbers})
        permits = {n: Permit(edition=editions[n], granted_at=began[n]) for n in numbers}
        self.make(Permit, permits)
        postings = self.make(
            Posting,
            {
                n: copy(
                    patterns[n].posting,
                    permit_id=permits[n].pk,
                    edition_id=editions[n].pk,
                    item_id=pages[n].pk,
                    index_id=index[n].pk,
                    column_id=columns[n].pk,
                    begins_at=began[n],
                    ends_at=began[n] + PERIOD if n % 5 else None,
                    earliest_end=None,
                    after_end="keep",
                )
                for n in numbers
            },
        )
        self.signed(numbers, patterns, editions, permits, pages)
        self.found(numbers, postings, editions, index, columns)

    def pages(self, numbers: range, columns: dict) -> list[Page]:
        made = [
            Page(
                **{"title": f"第{n}件", "draft_title": f"第{n}件", "slug": f"bench-{n}", "live": False, "depth": 5},
                path=columns[n].path + Page._int2str(n + 1).rjust(Page.steplen, "0"),
                url_path=f"{columns[n].url_path}bench-{n}/",
                content_type=self.kind,
                locale=self.locale,
            )
            for n in numbers
        ]
        for page, n in zip(made, numbers, strict=True):
            page.depth = columns[n].depth + 1
        Page.objects.bulk_create(made)
        own = ItemPage._meta.local_concrete_fields
        items = [ItemPage(page_ptr_id=page.pk) for page in made]
        ItemPage._base_manager._insert(items, fields=own, using="default")
        return made

    def index(self, n: int, pattern: Pattern, column, began, page: Page) -> IndexNumber:
        code, year = pattern.posting.organization.code, timezone.localtime(began).year
        names = {"organization_code": code, "column_code": column.code, "year": year, "serial": n + 10}
        return IndexNumber(item_id=page.pk, text=f"{code}-{column.code}-{year}-{n + 10:04}", given_at=began, **names)

    def signed(self, numbers: range, patterns, editions, permits, pages) -> None:
        submissions = {}
        for n in numbers:
            before = patterns[n].posting.permit.outcome.submission
            submissions[n] = copy(before, edition_id=editions[n].pk, item_id=pages[n].pk)
        self.make(Submission, submissions)
        Signature.objects.bulk_create(
            copy(s, submission_id=submissions[n].pk, digest=editions[n].digest)
            for n in numbers
            for s in patterns[n].signatures
        )
        outcomes = {}
        for n in numbers:
            before = patterns[n].posting.permit.outcome
            outcomes[n] = copy(before, submission_id=submissions[n].pk, permit_id=permits[n].pk)
        self.make(Outcome, outcomes)

    def found(self, numbers: range, postings, editions, index, columns) -> None:
        texts, rows = [], []
        for n in numbers:
            posting, edition = postings[n], editions[n]
            text = rules.GAP.join(operations.texts(edition.stored.content))
            document = pairs.Document(
                text=rules.plain(rules.GAP.join([index[n].text, text])),
                title=rules.plain(edition.title),
                marks=tuple(self.marks(n, posting, columns[n])),
            )
            pairs.put(posting.pk, document)
            texts.append(Text(edition=edition, text=text))
            rows.append(Indexed(posting=posting, document=document.digest))
        Text.objects.bulk_create(texts)
        Indexed.objects.bulk_create(rows)

    def marks(self, n: int, posting: Posting, column) -> Iterator[str]:
        yield marks.organization(posting.organization_id)
        yield marks.column(column.pk)
        yield marks.entry(posting.entry_id)
        yield marks.topic(TOPICS[n % 4])
        yield marks.year(timezone.localtime(posting.begins_at).year)

    def make(self, model, rows: dict) -> dict:
        model.objects.bulk_create(rows.values())
        return rows


def main(size: int) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of accounts nobody uses
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    Filling(size).run()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO disclosure_text_pairs (disclosure_text_pairs) VALUES ('optimize')")
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    main(int(sys.argv[1]))
