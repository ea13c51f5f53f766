"""A school in which everything happened once: for the proof, which must find nothing here, and each damage to it."""

from dataclasses import dataclass
from datetime import timedelta

from disclosure.changes import operations as changes
from disclosure.core import clock
from disclosure.filing import operations as filing
from disclosure.items.models import Posting
from disclosure.organizations import operations as rosters
from disclosure.organizations.models import Membership
from disclosure.runner import lease
from disclosure.runner.operations import daily, tell_due
from disclosure.signoff import paper
from tests import factories
from tests.factories import School
from tests.items import drafts

from .conftest import NOW


@dataclass
class Scene:
    """A posting with everything in it; one corrected; one withdrawn and confirmed; one stopped; one returned."""

    school: School
    full: Posting
    corrected: Posting
    correction: Posting
    withdrawn: Posting
    stopped: Posting


def recorded(school: School) -> School:
    """The factories write memberships without their ledger entries; here they have them."""
    admin = factories.person(is_superuser=True)
    for member in Membership.objects.select_related("body__organization").order_by("pk"):
        seen = rosters.seen(member, rosters.MEMBER_FIELDS)
        rosters.change_member(by=admin, membership=member, seen_as=seen, position="成员")
    return school


def on_paper(school: School) -> None:
    """A signature on paper: declined, taken back, and at the third time confirmed."""
    office, witness = school.people["office"], school.people["leader1"]
    page = factories.item(school.column, by=office, title="纸上签的")
    submission = factories.submitted(page, office)
    member = Membership.objects.get(name="无账号")
    paper.decline(paper=factories.registered(submission, member, office), witness=witness, reason="看不清")
    paper.withdraw(paper=factories.registered(submission, member, office), by=office)
    factories.witnessed(factories.registered(submission, member, office), witness)


def play(at=NOW) -> Scene:
    """Everything once, told and filed, four hours long."""
    with clock.moved(at - timedelta(days=400)):
        school = factories.school()
        factories.member(school.bodies["reviewers"], name="无账号")
        recorded(school)
    hours = [at + timedelta(hours=n) for n in range(5)]
    with clock.moved(hours[0]):
        full = factories.posted(school, drafts.full(school, wish_begins_at=None))
        corrected = factories.posted(school, title="有更正的", wish_days=10)
        withdrawn = factories.posted(school, title="要撤下的")
        stopped = factories.posted(school, title="不再张贴的", wish_begins_at=at + timedelta(days=3))
        factories.submitted(factories.item(school.column, by=school.people["office"]), school.people["office"])
        on_paper(school)
        lease.beat("scene", hours[0])
        tell_due(pause=0)
    with clock.moved(hours[1]):
        correction = factories.corrected(school, corrected)
        lease.beat("scene", hours[1])
        tell_due(pause=0)
    with clock.moved(hours[2]):
        closing = changes.withdraw(posting=withdrawn, by=school.people["principal"], explanation="附件有误")
        changes.stop(posting=stopped, by=school.people["principal"], explanation="不再需要")
        tell_due(pause=0)
    with clock.moved(hours[3]):
        changes.confirm(closing=closing, body=school.bodies["leading"], by=school.people["leader1"])
        bureau = school.bureau.bodies.get(kind="office").memberships.get().user
        filing.acknowledge(filing=full.filing, by=bureau)
    with clock.moved(hours[4]):
        daily(hours[4])
    return Scene(school, full, corrected, correction, withdrawn, stopped)
