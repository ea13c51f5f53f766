"""Fills the plain site: `python -m bench.plain.fill SIZE` with BENCH_VAR. As many leaves in eighty sections."""

import sys
from datetime import UTC, datetime, timedelta

from bench import setting_up

setting_up("bench.plain.settings")

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Locale, Page, Site

from bench.plain.models import Leaf, Section, Start

SECTIONS, BATCH, YEARS = 80, 1000, 10
BODY = "<p>本校按规定公开有关事项，家长和教职工可以查阅。</p>" * 20


def main(size: int) -> None:
    call_command("migrate", verbosity=0)
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).delete()
    root.refresh_from_db()
    start = root.add_child(instance=Start(title="公开栏", slug="start"))
    Site.objects.update_or_create(
        hostname="localhost", defaults={"root_page": start, "is_default_site": True, "port": 80}
    )
    sections = [start.add_child(instance=Section(title=f"栏目{n}", slug=f"s{n}")) for n in range(SECTIONS)]
    kind, locale, now = ContentType.objects.get_for_model(Leaf), Locale.objects.first(), datetime.now(UTC)
    for begin in range(0, size, BATCH):
        numbers = range(begin, min(begin + BATCH, size))
        with transaction.atomic():
            pages = [
                Page(
                    title=f"第{n}件事项公示",
                    draft_title=f"第{n}件事项公示",
                    slug=f"leaf-{n}",
                    depth=4,
                    path=sections[n % SECTIONS].path + Page._int2str(n + 1).rjust(Page.steplen, "0"),
                    url_path=f"{sections[n % SECTIONS].url_path}leaf-{n}/",
                    content_type=kind,
                    locale=locale,
                )
                for n in numbers
            ]
            Page.objects.bulk_create(pages)
            leaves = [
                Leaf(
                    page_ptr_id=page.pk,
                    day=now - timedelta(days=365 * YEARS) * (size - n) / size,
                    until=now + timedelta(days=n % 90) if n % 5 == 0 else None,
                    intro=f"第{n}件。本校按规定公开有关事项。",
                    body=BODY,
                )
                for n, page in zip(numbers, pages, strict=True)
            ]
            Leaf._base_manager._insert(leaves, fields=Leaf._meta.local_concrete_fields, using="default")
    for section in sections:
        Page.objects.filter(pk=section.pk).update(numchild=Page.objects.child_of(section).count())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
