"""What one moment meets is written on it, tried again, and stops nothing else."""

from datetime import timedelta

import pytest
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from disclosure.core import clock
from disclosure.core.models import LedgerEntry
from disclosure.filing.models import Filing
from disclosure.items.models import ItemPage
from disclosure.runner.models import Told
from disclosure.runner.operations import tell_due
from tests import factories

from .conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def unwritable(settings, tmp_path):
    """A folder of heads that is a file."""
    settings.DISCLOSURE_HEADS = tmp_path / "a-file"
    settings.DISCLOSURE_HEADS.write_text("")


def break_the_mirror(monkeypatch, *titles):
    """Publishing fails for pages of these titles."""
    publish = PublishPageRevisionAction.execute

    def execute(self, *args, **kwargs):
        if self.object.title in titles:
            raise RuntimeError("this page cannot be published")
        return publish(self, *args, **kwargs)

    monkeypatch.setattr(PublishPageRevisionAction, "execute", execute)


def test_a_page_that_cannot_follow_leaves_its_posting_told(school, monkeypatch):
    break_the_mirror(monkeypatch, "坏")
    posting = factories.posted(school, title="坏")
    tell_due(NOW, pause=0)
    row = Told.objects.get()
    assert row.told_at == NOW
    assert row.mirrored_at is None
    assert "this page cannot be published" in row.error
    assert Filing.objects.filter(posting=posting).exists()


def test_it_stops_no_other(school, monkeypatch):
    break_the_mirror(monkeypatch, "坏")
    factories.posted(school, title="坏")
    good = factories.posted(school, title="好")
    tell_due(NOW, pause=0)
    assert ItemPage.objects.get(pk=good.item_id).live


def test_it_is_tried_again_after_a_wait_and_told_no_second_time(school, monkeypatch):
    with pytest.MonkeyPatch.context() as broken:
        break_the_mirror(broken, "坏")
        posting = factories.posted(school, title="坏")
        tell_due(NOW, pause=0)
        assert tell_due(NOW, pause=0) == 0
    later = Told.objects.get().next_attempt_at
    assert later > NOW
    with clock.moved(later):
        assert tell_due(later, pause=0) == 1
    row = Told.objects.get()
    assert (row.mirrored_at, row.error, row.attempts) == (later, "", 1)
    assert ItemPage.objects.get(pk=posting.item_id).live
    assert LedgerEntry.objects.filter(kind="posting.begun").count() == 1


def test_waits_grow(school, monkeypatch):
    break_the_mirror(monkeypatch, "坏")
    factories.posted(school, title="坏")
    waits, at = [], NOW
    for _attempt in range(8):
        with clock.moved(at):
            tell_due(at, pause=0)
        row = Told.objects.get()
        waits.append(row.next_attempt_at - at)
        at = row.next_attempt_at
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=10)
    assert waits[-1] == timedelta(hours=1)


def test_a_failure_while_telling_leaves_nothing_half_told(school, monkeypatch):
    def refuse(posting):
        raise RuntimeError("no mail today")

    monkeypatch.setattr("disclosure.runner.notifications.went_up", refuse)
    factories.posted(school)
    tell_due(NOW, pause=0)
    assert Told.objects.get().told_at is None
    assert not LedgerEntry.objects.filter(kind__in=["posting.begun", "filing.sent"]).exists()
    assert not Filing.objects.exists()


def test_an_end_is_not_told_before_its_beginning(school, monkeypatch):
    posting = factories.posted(school, wish_days=3)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("disclosure.runner.notifications.went_up", lambda posting: 1 / 0)
        with clock.moved(posting.ends_at):
            tell_due(posting.ends_at, pause=0)
    assert not LedgerEntry.objects.filter(kind__in=["posting.begun", "posting.ended"]).exists()
    later = posting.ends_at + timedelta(hours=1)
    with clock.moved(later):
        tell_due(later, pause=0)
    told = LedgerEntry.objects.filter(kind__in=["posting.begun", "posting.ended"]).order_by("number")
    assert list(told.values_list("kind", flat=True)) == ["posting.begun", "posting.ended"]


@pytest.mark.usefixtures("unwritable")
def test_heads_that_cannot_be_kept_stop_no_moment(school):
    factories.posted(school)
    factories.posted(school)
    assert tell_due(NOW, pause=0) == 2
    assert Filing.objects.count() == 2
