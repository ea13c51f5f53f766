"""What the head of each kind of page tells machines, and the sitemaps, held against their published schemas."""

import re
from pathlib import Path

import pytest
import xmlschema
from bs4 import BeautifulSoup

from disclosure.catalog.models import ColumnPage, ColumnType
from tests.board import hanging, pages

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parent / "schemas"
SITE = {"SiteName", "SiteDomain"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Description", "Url"}
NOTHING_TO_LIST = {"404", "removed item", "withdrawn item", "edition only named"}


@pytest.fixture
def board(now):
    return pages.board()


def head(client, path: str) -> tuple[dict[str, str], str]:
    """The tags by name, each once and none empty; and the canonical address."""
    page = BeautifulSoup(client.get(path).content, "html.parser").head
    found = [(tag.get("name") or tag.get("property"), tag["content"]) for tag in page.find_all("meta", content=True)]
    assert len(dict(found)) == len(found), path
    assert all(content.strip() for _name, content in found), path
    return dict(found), page.find("link", rel="canonical")["href"]


def test_every_page_has_the_tags_of_its_kind(client, board):
    for name, (kind, path, status) in board.pages.items():
        tags, address = head(client, path)
        wanted = SITE if status != 200 else SITE | COLUMN
        wanted |= ARTICLE if kind in ("item", "edition") and status == 200 else {"Description"}
        assert {tag for tag in tags if tag[0].isupper()} == wanted, name
        assert tags["og:url"] == address, name
        assert tags["og:site_name"] == tags["SiteName"] == f"{board.school.bureau.title}公开栏", name
        assert (tags["og:locale"], tags["SiteDomain"]) == ("zh_CN", "testserver"), name
        assert "og:image" not in tags, name


def test_an_item_says_what_was_signed_and_from_when_it_hangs(client, board):
    _kind, path, _status = board.pages["signed item"]
    tags, address = head(client, path)
    assert (tags["ArticleTitle"], tags["og:title"], tags["og:type"]) == ("签过字的公示", "签过字的公示", "article")
    assert tags["Description"] == tags["og:description"] == "摘要。"
    assert re.fullmatch(r"2026-11-22 08:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == board.school.organization.title
    assert tags["Url"] == address == f"http://testserver{path}"
    assert tags["ColumnName"] == board.school.column.title
    earlier, address = head(client, board.pages["earlier edition"][1])
    assert (address, earlier["robots"]) == (f"http://testserver{board.pages['corrected item'][1]}", "noindex")


def test_a_column_says_its_type_or_that_of_the_column_above(client, board):
    inner, above = ColumnPage.objects.get(title="经费收支").url, board.pages["column above"][1]
    assert head(client, inner)[0]["ColumnType"] == "信息公开目录"
    page = ColumnPage.objects.get(title="财务公开")
    page.column_type = ColumnType.DATA
    page.save()
    assert head(client, inner)[0]["ColumnType"] == head(client, above)[0]["ColumnType"] == "数据发布"
    assert head(client, "/")[0]["ColumnType"] == "首页"
    assert head(client, "/rosters/")[0]["ColumnType"] == "负责人信息"
    assert head(client, inner)[0]["ColumnKeywords"] == f"经费收支,财务公开,{board.school.organization.title}"


def title(client, path: str) -> str:
    return BeautifulSoup(client.get(path).content, "html.parser").title.text


def test_a_title_says_whose_list_it_is_and_which_page_of_it(client, board):
    for name in ("directory", "past", "withdrawn", "rosters"):
        whole, own = title(client, f"/{name}/"), title(client, f"/{name}/{board.school.bureau.code}/")
        assert whole != own, name
        assert board.school.bureau.title in own.split("｜")[0], name
    assert head(client, "/guide/")[1] == f"http://testserver/guide/{board.school.bureau.code}/"
    assert "收费公开" in title(client, "/search/?column=收费公开")
    assert len(title(client, f"/search/?q={'长' * 250}")) < 120
    for number in range(20):
        hanging.put_up(board.school, title=f"通知{number}")
    assert "第 2 页" in title(client, "/search/?page=2")
    assert "第" not in title(client, "/search/")


def test_a_list_is_one_page_however_it_is_asked_for(client, board):
    assert head(client, "/past/?utm=x&year=2025")[1] == "http://testserver/past/?year=2025"
    assert head(client, "/organizations/?next=%22%3E")[1] == "http://testserver/organizations/"


def test_sitemaps_keep_to_their_schemas_and_say_what_changed_last(client, board):
    schema, of_index = (xmlschema.XMLSchema(SCHEMAS / name) for name in ("sitemap.xsd", "siteindex.xsd"))
    index = client.get("/sitemap.xml").text
    of_index.validate(index)
    assert index.count("<lastmod>2026-11-22T08:") == 2
    sections = re.findall(r"<loc>http://testserver(.*?)</loc>", index)
    assert len(sections) == 3
    listed = [client.get(section).text for section in sections]
    for each in listed:
        schema.validate(each)
    assert "<lastmod>2026-11-21T08:00:00+08:00</lastmod>" in listed[2]
    assert board.pages["withdrawn item"][1] not in "".join(listed)
