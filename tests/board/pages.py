"""Every kind of public page, by name: what the tests of headers, axe and queries walk through.

`KINDS` is held against the addresses and the page types, so that a new one without a line here fails a test.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from wagtail.models import get_page_models

from disclosure.board import urls as board_urls
from disclosure.board.models import CollectionPage
from disclosure.core import clock
from disclosure.items.models import ItemPage
from disclosure.organizations.models import BodyKind
from tests import factories as make
from tests.board import hanging
from tests.board.hanging import address, file_of

LONG = "榆钱巷小学2026年秋季学期收费项目、收费标准以及上学期服务性收费和代收费收支情况公示" * 4

TOPICS = ["收费 标准", "食堂"]

# names of addresses that answer with a page, and Wagtail page types that the public sees
KINDS = {
    "item",
    "edition",
    "organizations",
    "rosters",
    "roster",
    "past",
    "past_of",
    "withdrawn",
    "withdrawn_of",
    "map",
    "components",
    "search",
    "topics",
    "topic",
    "directory",
    "directory_of",
    "guide",
    "guide_of",
    "HomePage",
    "CollectionPage",
    "OrganizationPage",
    "ColumnPage",
}
# addresses that answer with something else: a file, a redirect, text for machines
OTHERS = {
    "file",
    "edition_file",
    "photograph",
    "elder",
    "emblem",
    "colour",
    "robots",
    "sitemaps",
    "sitemap",
    "feed",
    "calendar",
    "topic_feed",
    "topic_calendar",
    "ItemPage",
}


@dataclass
class Board:
    """A school's board in every state, and the address of each kind of page with the answer it gives."""

    school: object
    pages: dict[str, tuple[str, str, int]]  # what it shows → kind, address, status


def names() -> set[str]:
    """Names of all public addresses of the board, and of all page types of this site."""
    found = {pattern.name for pattern in board_urls.urlpatterns}
    own = {model.__name__ for model in get_page_models() if model._meta.app_label in ("disclosure", "home")}
    return found | own


def board() -> Board:
    """Everything in one: up, standing, corrected, ended, removed, withdrawn, and a school without anything."""
    school = make.school()
    organization, column = school.organization, school.column
    organization.telephone, organization.email = "0000-6001 4400", "office@example.com"
    organization.address, organization.opening_hours = "榆钱巷 18 号", "工作日 8:30—17:30"
    organization.save()
    inner = make.column(make.column(organization, code="CW", title="财务公开"), code="JF", title="经费收支")
    empty = make.column(organization, code="FK", title="意见与整改")
    bare = make.organization(school.bureau, code="QL11", title="第二中学")
    up = hanging.put_up(
        school, at="2026-11-21 08:00", title=LONG[:250], summary="摘要。", wish_days=15, topics=TOPICS, amount="120.00"
    )
    file_of(up)
    signed = signed_posting(school)
    hanging.put_up(school, at="2026-11-08 08:00", column=inner, wish_days=15)
    first = hanging.put_up(school, at="2026-11-10 08:00", summary="一", wish_days=200, amount="80000.00")
    hanging.correct(first, school, at="2026-11-12 08:00", summary="二")
    named = hanging.put_up(school, at="2026-11-10 08:00", summary="一")
    hanging.correct(named, school, at="2026-11-12 08:00", summary="二", earlier_readable=False)
    ended = hanging.put_up(school, at="2025-10-08 08:00", wish_days=15, amount="65000.50")
    list_entry = make.entry(column, number="9.1", name="录取名单", after_end="remove")
    removed = hanging.put_up(school, at="2026-10-08 08:00", wish_days=15, entry=list_entry)
    gone = hanging.put_up(school, at="2026-11-16 08:00", wish_days=15)
    hanging.withdraw(gone, school, at="2026-11-18 13:05")
    past_member(school)
    collection = organization.add_child(instance=CollectionPage(title=LONG[:120], slug="zt", live=True, intro="说明。"))
    nothing = organization.add_child(instance=CollectionPage(title="空专题", slug="kong", live=True, topic="没有"))
    code = organization.code
    return Board(
        school,
        {
            "start": ("HomePage", "/", 200),
            "organization": ("OrganizationPage", organization.url, 200),
            "bureau": ("OrganizationPage", school.bureau.url, 200),
            "bare organization": ("OrganizationPage", bare.url, 200),
            "column": ("ColumnPage", column.url, 200),
            "column of amounts": ("ColumnPage", f"{column.url}?entry={school.entry.pk}", 200),
            "column above": ("ColumnPage", inner.get_parent().url, 200),
            "column filtered to nothing": ("ColumnPage", f"{column.url}?state=past&year=2026", 200),
            "empty column": ("ColumnPage", empty.url, 200),
            "item": ("item", address(up), 200),
            "signed item": ("item", address(signed), 200),
            "corrected item": ("item", address(first), 200),
            "past item": ("item", address(ended), 200),
            "removed item": ("item", address(removed), 410),
            "withdrawn item": ("item", address(gone), 410),
            "earlier edition": ("edition", address(first) + "1/", 200),
            "edition only named": ("edition", address(named) + "1/", 410),
            "organizations": ("organizations", "/organizations/", 200),
            "rosters": ("rosters", "/rosters/", 200),
            "roster": ("roster", f"/rosters/{code}/", 200),
            "roster of nobody": ("roster", f"/rosters/{bare.code}/", 200),
            "past": ("past", "/past/", 200),
            "past of a year": ("past", "/past/?year=2025", 200),
            "past of an organization": ("past_of", f"/past/{code}/", 200),
            "past of nobody": ("past_of", f"/past/{bare.code}/", 200),
            "map": ("map", "/map/", 200),
            "components": ("components", "/components/", 200),
            "withdrawn": ("withdrawn", "/withdrawn/", 200),
            "withdrawn of nobody": ("withdrawn_of", f"/withdrawn/{bare.code}/", 200),
            "everything": ("search", "/search/", 200),
            "found": ("search", "/search/?q=收费", 200),
            "found nothing": ("search", "/search/?q=nothing", 200),
            "collection": ("CollectionPage", collection.url, 200),
            "empty collection": ("CollectionPage", nothing.url, 200),
            "guide": ("guide", "/guide/", 200),
            "guide of an organization": ("guide_of", f"/guide/{code}/", 200),
            "guide of nobody": ("guide_of", f"/guide/{bare.code}/", 200),
            "topics": ("topics", "/topics/", 200),
            "topic": ("topic", f"/topics/{quote('收费-标准')}/", 200),
            "topic filtered to nothing": ("topic", f"/topics/{quote('食堂')}/?state=past", 200),
            "directory": ("directory", "/directory/", 200),
            "directory filtered to nothing": ("directory", "/directory/?state=past&year=2026", 200),
            "directory of an organization": ("directory_of", f"/directory/{code}/?order=index", 200),
            "directory of nobody": ("directory_of", f"/directory/{bare.code}/", 200),
            "no such page": ("404", "/nothing/", 404),
        },
    )


def signed_posting(school):
    """One that went the whole way, through every signature."""
    people = school.people
    begin = make.moment("2026-11-22 08:00")
    with clock.moved(begin):
        page = make.item(school.column, by=people["office"], title="签过字的公示", summary="摘要。", wish_days=15)
        submission = make.submitted(page, people["office"])
    signers = ["reviewer", "leader1", "leader2", "supervisor1", "supervisor2", "principal"]
    for number, name in enumerate(signers, start=1):
        with clock.moved(begin + timedelta(minutes=number)):
            submission = make.signed(submission, people[name])
    return ItemPage.objects.get(pk=page.pk).postings.get()


def past_member(school):
    """Somebody whose term is over."""
    make.member(
        school.bodies[BodyKind.SUPERVISION],
        name="叶怀瑾",
        position="总务主任",
        since=make.moment("2023-09-01"),
        until=make.moment("2024-09-01"),
    )
