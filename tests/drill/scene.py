"""A school in which one thing of every state waits for what happens next; and nothing is owed."""

from datetime import timedelta

from disclosure.core import clock
from disclosure.core.models import OutboxMail
from disclosure.items.models import ItemPage
from disclosure.organizations.models import Membership
from disclosure.runner import lease
from disclosure.runner.operations import tell_due
from disclosure.signoff import operations
from disclosure.signoff.models import PaperSignature
from tests import factories
from tests.items import drafts
from tests.items.library import document
from tests.runner.scene import recorded
from tests.standing import NOW

ALL_BUT_LAST = factories.SIGNERS[:-1]
YESTERDAY = NOW - timedelta(days=1)
LATER = NOW + timedelta(hours=1)  # then something goes up


def make() -> dict:
    """What was made, by primary key."""
    with clock.moved(NOW - timedelta(days=400)):
        school = factories.school()
        by_hand = factories.member(school.bodies["reviewers"], name="无账号")
        recorded(school)
    with clock.moved(YESTERDAY):
        up, replaced = factories.posted(school, title="要撤下的"), factories.posted(school, title="要更正的")
        tell_due(YESTERDAY, pause=0)
        lease.beat("before", YESTERDAY)
    with clock.moved(NOW):
        made = _standing(school, replaced) | {"up": up.pk, "by_hand": by_hand.pk}
        made["paper"] = _registered(school, by_hand).pk
        made["waiting"] = factories.posted(school, title="到时刻的", wish_begins_at=LATER).pk
        lease.beat("before", NOW)
        lease.release("before")
    OutboxMail.objects.update(sent_at=NOW)
    return made


def _standing(school, replaced) -> dict:
    office, people = school.people["office"], school.people
    draft = drafts.full(school, wish_begins_at=None, title="要送审的")
    first = factories.submitted(_drafted(school, "第一步", attachments=True), office)
    last = factories.signed(
        factories.submitted(_drafted(school, "最后一步"), office), *(people[name] for name in ALL_BUT_LAST)
    )
    returned = factories.submitted(_drafted(school, "退回的"), office)
    operations.send_back(
        submission=returned, signer=people["reviewer"], digest=returned.edition.digest, reason="数字不符"
    )
    return {
        "collection": school.organization.collection_id,
        "column": school.column.pk,
        "draft": draft.pk,
        "first": first.pk,
        "last": last.pk,
        "returned": returned.item_id,
        "correction": _correction(school, replaced).pk,
    }


def _drafted(school, title: str, *, attachments: bool = False) -> ItemPage:
    fields = {"attachments": [("file", {"document": document(school.organization), "title": "明细"})]}
    return factories.item(school.column, by=school.people["office"], title=title, **(fields if attachments else {}))


def _registered(school, by_hand: Membership) -> PaperSignature:
    """What `by_hand` signed on paper; it waits for its witness."""
    office = school.people["office"]
    return factories.registered(factories.submitted(_drafted(school, "纸上签的"), office), by_hand, office)


def _correction(school, posting):
    """The next edition of `posting`, signed by all but the principal."""
    page = ItemPage.objects.get(pk=posting.item_id).get_latest_revision().as_object()
    page.title, page.change_note = "更正后的", "更正数字"
    page.save_revision(user=school.people["office"])
    submission = factories.submitted(ItemPage.objects.get(pk=page.pk), school.people["office"])
    return factories.signed(submission, *(school.people[name] for name in ALL_BUT_LAST))
