"""What a visitor searches for is found wherever it stands, as long as it may be read, and no longer."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.board import around, kept, searching
from disclosure.changes import operations as changes
from disclosure.core import clock
from disclosure.items.models import EditionFile
from disclosure.search import operations, pairs
from disclosure.search.models import Indexed, Text
from tests import factories
from tests.items import drafts
from tests.items.library import document

from .files import docx, pdf, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


STANDS_THERE = (
    "学期共收两|自愿|作业本|青教财〔2024〕7号|18.5|粮油|91280|91,280.00|示例甲|六（２）班|图书馆家具|86,400|同意采购|竣工|"
    "操场平面图|明细|作业本 粮油"
)


@pytest.fixture
def search(client):
    """The titles that a search finds, as the page lists them."""

    def titles(asked: str, **more) -> list[str]:
        answer = client.get(reverse("disclosure:search"), {"q": asked, **more})
        assert answer.status_code == 200
        return [row.title for row in answer.context["rows"]]

    return titles


def post(school, page):
    submission = factories.submitted(page, school.people["office"])
    return factories.signed(submission, *(school.people[name] for name in factories.SIGNERS))


def with_files(school, *files):
    attachments = [
        ("file", {"document": document(school.organization, name=name, content=content), "title": name})
        for name, content in files
    ]
    return post(
        school,
        factories.item(school.column, by=school.people["office"], title="带附件的事项", attachments=attachments),
    )


def test_every_part_of_an_edition_is_found(school, search):
    page = drafts.full(school, wish_begins_at=None)
    post(school, page)
    for asked in STANDS_THERE.split("|"):
        assert search(asked) == [page.title], asked
    for asked in ["两项自愿学", "粮油30000", "示例丙", "作业本 无此", "sha256", "readable"]:
        assert search(asked) == [], asked


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx("关于伙食费的说明", "结余转入下月")),
        ("a.xlsx", xlsx(["项目", "金额"], ["关于伙食费的说明", 1280.5])),
        ("a.pdf", pdf("关于伙食费的说明")),
        ("a.txt", "关于伙食费\r\n的说明".encode("gb18030")),
        ("a.csv", "名称,说明\n甲,关于伙食费的说明\n".encode()),
    ],
)
def test_what_stands_in_an_attachment_is_found(school, search, name, content):
    with_files(school, (name, content))
    assert search("伙食费的说") == []
    assert operations.catch_up() == 1
    assert search("伙食费的说") == ["带附件的事项"]
    assert search("伙食费的话") == []


def test_an_attachment_that_cannot_be_read_keeps_nothing_else_from_being_found(school, search):
    with_files(school, ("a.pdf", b"%PDF-1.7 broken"), ("b.docx", docx("食堂公示")))
    operations.catch_up()
    assert search("食堂公示") == ["带附件的事项"]
    assert Text.objects.get(fault="unreadable").sha256 == EditionFile.objects.get(name__endswith=".pdf").sha256
    assert operations.catch_up() == 0


def test_what_is_found_follows_the_clock_and_decisions(school, search):
    morning = clock.now()
    later = morning + timedelta(days=2)
    waits = factories.posted(school, title="等待的午餐公示", wish_begins_at=later)
    up = factories.posted(school, title="在榜的午餐公示", wish_days=3)
    factories.submitted(factories.item(school.column, by=school.people["office"], title="草拟的午餐公示"),
                        school.people["office"])  # fmt: skip
    assert search("午餐公示") == [up.edition.title]
    with clock.moved(later):
        assert search("午餐公示") == [waits.edition.title, up.edition.title]
        changes.withdraw(posting=up, by=school.people["principal"], explanation="有误")
        assert search("午餐公示") == [waits.edition.title]


def test_only_the_last_edition_is_found(school, search):
    posting = factories.posted(school, title="旧的标准", summary="每餐八元")
    assert search("每餐八元") == ["旧的标准"]
    page = posting.item.specific
    page.title, page.summary, page.change_note = "新的标准", "每餐九元", "改了价"
    page.save_revision(user=school.people["office"])
    post(school, page)
    assert (search("每餐八元"), search("每餐九元")) == ([], ["新的标准"])


def test_names_numbers_and_single_letters(school, search):
    posting = factories.posted(school, title="午餐")
    for asked in [
        school.organization.title[:3],
        posting.index.text[:7],
        "午",
        "午 餐",
        f"{school.organization.title} 午餐",
    ]:
        assert search(asked) == ["午餐"], asked
    assert search("晚") == []


def test_the_passage_is_shown_with_what_was_found_marked(client, school):
    factories.posted(school, title="午餐", summary="每餐<b>八</b>元，由家长委员会商定")
    answer = client.get(reverse("disclosure:search"), {"q": "家长委员会"})
    assert "由<mark>家长委员会</mark>商定" in answer.text
    assert "&lt;b&gt;八&lt;/b&gt;" in answer.text
    assert "<mark>" not in client.get(reverse("disclosure:search"), {"q": "午餐"}).text


def test_all_is_taken_in_anew(school, search, capsys):
    factories.posted(school, title="午餐公示")
    with_files(school, ("b.docx", docx("食堂公示")))
    operations.catch_up()
    pairs.clear()
    assert search("公示") == []
    call_command("reindex")
    assert sorted(search("公示")) == ["午餐公示", "带附件的事项"]
    assert "3" in capsys.readouterr().out


def test_queries_do_not_grow_with_what_is_found(client, school):
    def queries() -> int:
        kept.shelf.clear()
        around.clear()
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("disclosure:search"), {"q": "午餐公示"})
        return len(counted)

    factories.posted(school, title="午餐公示")
    queries()
    one = queries()
    for _more in range(5):
        factories.posted(school, title="午餐公示")
    assert queries() == one


def test_a_file_that_is_read_after_its_posting_stands_in_the_index_beside_the_text(school, search):
    with_files(school, ("b.docx", docx("每餐八元")))
    before = Indexed.objects.get().document
    assert search("每餐八元 附件的事项") == []
    operations.catch_up()
    assert search("每餐八元 附件的事项") == ["带附件的事项"]
    assert Indexed.objects.get().document != before


def test_a_document_that_is_not_as_it_was_put_is_left_alone(school, search, caplog):
    with_files(school, ("b.docx", docx("每餐八元")))
    Indexed.objects.update(document="0" * 64)
    operations.catch_up()
    assert "run manage.py reindex" in caplog.text
    assert search("附件的事项") == ["带附件的事项"]


def test_more_than_are_listed_are_found_by_narrowing(school, search, client, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 3)
    monkeypatch.setattr(searching, "AT_A_TIME", 2)
    monkeypatch.setattr(searching, "AT_MOST", 2)
    other = factories.school(bureau=school.bureau, code="QL11", prefix="b-")
    first = factories.posted(other, title="最早的午餐公示", topics=["食堂"])
    for number in range(5):
        factories.posted(school, title=f"午餐公示{number}")
    assert search("午餐公示") == ["午餐公示4", "午餐公示3", "午餐公示2"]
    answer = client.get(reverse("disclosure:search"), {"q": "午餐公示"})
    assert "There is more than these 3." in answer.text
    kept.shelf.clear()
    form = client.get(reverse("disclosure:search"), {"q": "午餐公示"}).context["form"]
    assert [words for _value, words in form.fields["organization"].choices][1:] == [
        school.bureau.title,
        f"{school.organization.title} (3+)",
        other.organization.title,
    ]
    for narrowed in (
        {"organization": "QL11"},
        {"entry": first.entry.name, "organization": "QL11"},
        {"topic": "食堂"},
    ):
        assert search("午餐公示", **narrowed) == ["最早的午餐公示"], narrowed
    assert search("午餐公示", organization="QL11", files="1") == []
    assert search("", organization="QL11") == ["最早的午餐公示"]


def test_titles_come_first_however_many_there_are(school, search, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 3)
    factories.posted(school, title="午餐公示")
    for number in range(4):
        factories.posted(school, title=f"校服{number}", summary="附午餐公示")
    assert search("午餐公示") == ["午餐公示", "校服3", "校服2"]
    assert search("午餐公示", order="date") == ["校服3", "校服2", "校服1"]
