"""What tests are made of: plain functions that write real rows, named after what they make."""

from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from disclosure.catalog.models import Catalog, CatalogEntry, ColumnPage
from disclosure.core import clock
from disclosure.items.models import ItemPage
from disclosure.organizations.models import Body, BodyKind, Membership, OrganizationPage, QuorumRule, Role
from disclosure.signoff import operations, paper
from disclosure.signoff.models import Form, Submission
from disclosure.signoff.tasks import SignatureStep
from home.models import HomePage
from tests.replay import replayed

PASSWORD = "disclosure-demo"
_number = count(1)


def moment(text: str) -> datetime:
    """An aware moment in the site's time zone, from "2026-11-24 09:00"."""
    return timezone.make_aware(datetime.fromisoformat(text))


TERM_BEGAN = moment("2024-09-01")


def person(username: str = "", *, name: str = "", **fields):
    """An account with the password PASSWORD."""
    username = username or f"person{next(_number)}"
    fields.setdefault("email", f"{username}@example.com")
    return get_user_model().objects.create_user(username, password=PASSWORD, first_name=name, **fields)


def organization(parent: Page | None = None, *, code: str = "", title: str = "", **fields) -> OrganizationPage:
    """A published organization, below `parent` (the start page where none is given)."""
    code = code or f"ORG{next(_number)}"
    fields.setdefault("supervision_telephone", "0000-6001 2345")
    page = OrganizationPage(title=title or f"单位{code}", slug=code.lower(), code=code, live=True, **fields)
    return (parent or HomePage.objects.get()).add_child(instance=page)


def body(organization: OrganizationPage, kind: str, *, name: str = "", quorum=QuorumRule.ONE, number: int = 1) -> Body:
    """A body of `organization`."""
    return Body.objects.create(
        organization=organization,
        kind=kind,
        name=name or str(BodyKind(kind).label),
        quorum=quorum,
        quorum_number=number,
    )


def member(body: Body, user=None, *, name: str = "", role=Role.MEMBER, since=TERM_BEGAN, until=None, **fields):
    """A membership of `body`; without `user` a member who has no account."""
    name = name or (user.get_full_name() if user else "") or f"成员{next(_number)}"
    return Membership.objects.create(body=body, user=user, name=name, role=role, since=since, until=until, **fields)


def column(parent: Page, *, code: str = "", title: str = "", **fields) -> ColumnPage:
    """A published column of an organization, or of a column."""
    code = code or f"C{next(_number)}"
    page = ColumnPage(title=title or f"栏目{code}", slug=code.lower(), code=code, live=True, **fields)
    return parent.add_child(instance=page)


def entry(column: ColumnPage, *, number: str = "", name: str = "学校收费", **fields) -> CatalogEntry:
    """An entry of the catalogue of the column's organization."""
    owner = OrganizationPage.objects.ancestor_of(column).order_by("-depth").first()
    catalog, _made = Catalog.objects.get_or_create(organization=owner, defaults={"title": f"{owner.title}公开目录"})
    number = number or str(next(_number))
    return CatalogEntry.objects.create(catalog=catalog, column=column, number=number, name=name, **fields)


_entry = entry


def item(
    column: ColumnPage, *, by=None, entry: CatalogEntry | None = None, title: str = "", topics=(), **fields
) -> ItemPage:
    """A draft below `column`, with one revision by its author."""
    page = ItemPage(
        title=title or f"事项{next(_number)}",
        slug=f"item-{next(_number)}",
        entry=entry or column.entries.first() or _entry(column),
        owner=by,
        live=False,
        **{"formed_on": min(date(2026, 11, 20), clock.today()), "summary": "本学期的标准与上学期相同。", **fields},
    )
    ColumnPage.objects.get(pk=column.pk).add_child(instance=page)
    page.topics.add(*topics)
    page.save_revision(user=by)
    return page


ROUTE = [
    (BodyKind.REVIEWERS, "保密审查", Form.REVIEW),
    (BodyKind.LEADING, "领导小组讨论通过", Form.SIGNATURE),
    (BodyKind.SUPERVISION, "监督小组审核", Form.SIGNATURE),
    (BodyKind.PRINCIPAL, "主要领导签发", Form.SIGNATURE),
]


def route(organization: OrganizationPage, steps=ROUTE) -> Workflow:
    """The route of P10.1 as one workflow, set on `organization` and so on all below it."""
    workflow = Workflow.objects.create(name="校务公开审签路线")
    for order, (kind, title, form) in enumerate(steps):
        task = SignatureStep.objects.create(name=title, kind=kind, form=form)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=organization)
    return workflow


@dataclass
class School:
    """A school below its bureau, with all six bodies and their people, by the demo's usernames."""

    bureau: OrganizationPage
    organization: OrganizationPage
    column: ColumnPage
    entry: CatalogEntry
    workflow: Workflow
    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict = field(default_factory=dict)


# kind, quorum, [(username, role)]; None: a member without an account
ROSTER = [
    (BodyKind.OFFICE, QuorumRule.ONE, [("office", Role.HEAD), ("office2", Role.MEMBER)]),
    (BodyKind.REVIEWERS, QuorumRule.ONE, [("reviewer", Role.MEMBER)]),
    (
        BodyKind.LEADING,
        QuorumRule.MAJORITY,
        [("leader1", Role.HEAD), ("leader2", Role.DEPUTY), ("leader3", Role.MEMBER)],
    ),
    (
        BodyKind.SUPERVISION,
        QuorumRule.MAJORITY,
        [("supervisor1", Role.HEAD), ("supervisor2", Role.MEMBER), ("supervisor3", Role.MEMBER)],
    ),
    (BodyKind.PRINCIPAL, QuorumRule.ONE, [("principal", Role.HEAD)]),
    (BodyKind.ADMINISTRATORS, QuorumRule.ONE, [("administrator", Role.MEMBER)]),
]


@replayed
def school(*, bureau: OrganizationPage | None = None, code: str = "QL07", prefix: str = "") -> School:
    """A bureau (with its office, `bureau`, and its route) and a school with everyone who works there.

    Usernames are those of ROSTER after `prefix`; a second school of the same bureau needs a prefix of its own.
    """
    if bureau is None:
        bureau = organization(code="QL", title="青澜区教育局")
        member(body(bureau, BodyKind.OFFICE, name="局办公室"), person("bureau", name="局办"), role=Role.HEAD)
        member(body(bureau, BodyKind.ADMINISTRATORS, name="局管理员"), person("bureau-admin", name="局管"))
        route(bureau)
    page = organization(bureau, code=code, title=f"榆钱巷小学{prefix}")
    fees = column(page, code="SF", title="收费公开")
    made = School(
        bureau,
        page,
        fees,
        entry(fees, number="1", name="收费项目和标准"),
        WorkflowPage.objects.get(page=bureau).workflow,
    )
    for kind, quorum, people in ROSTER:
        made.bodies[kind] = body(page, kind, quorum=quorum)
        for username, role in people:
            made.people[username] = person(prefix + username, name=prefix + username)
            member(made.bodies[kind], made.people[username], role=role)
    return made


def submitted(page: ItemPage, by) -> Submission:
    """`page` submitted by a member of its office."""
    page.get_workflow().start(page, by)
    return page.submissions.get(outcome__isnull=True)


def signed(submission: Submission, *signers, review: dict | None = None) -> Submission:
    """`submission` signed by each of `signers` in turn; a review is complete unless one is given."""
    review = review or {"attribute": "proactive", "ground": "", "result": "可以公开"}
    for signer in signers:
        digest = submission.edition.digest
        operations.sign(submission=submission, signer=signer, digest=digest, review=review)
    return Submission.objects.get(pk=submission.pk)


def scan() -> paper.Scan:
    """The scan of a signed sheet."""
    out = BytesIO()
    Image.new("RGB", (600, 850), "white").save(out, "PNG")
    return paper.keep_scan(out, "签字页.png")


def registered(submission: Submission, membership: Membership, by, **fields) -> paper.PaperSignature:
    """What `membership` signed on paper today, as `by` of the office registers it."""
    given = {
        "code": paper.code_of(submission.edition.digest),
        "signed_on": clock.today(),
        "scan": scan(),
        "review": {"attribute": "proactive", "ground": "", "result": "clear"},
    }
    return paper.register(submission=submission, membership=membership, by=by, **{**given, **fields})


def witnessed(registration: paper.PaperSignature, witness) -> Submission:
    """The same, confirmed."""
    paper.confirm(paper=registration, witness=witness, digest=registration.digest)
    return Submission.objects.get(pk=registration.submission_id)


SIGNERS = ["reviewer", "leader1", "leader2", "supervisor1", "supervisor2", "principal"]


def posted(school: School, page: ItemPage | None = None, **fields):
    """The posting of `page` (a new item where none is given), submitted by the office and signed by all."""
    return _posted(school, page) if page else _posted_anew(school, **fields)


@replayed
def _posted_anew(school: School, **fields):
    return _posted(school, item(school.column, by=school.people["office"], **fields))


def _posted(school: School, page: ItemPage):
    office = school.people["office"]
    submission = signed(submitted(page, office), *(school.people[name] for name in SIGNERS))
    return submission.outcome.permit.posting


def corrected(school: School, posting, *, title: str = "", **fields):
    """The posting of the next edition of the same item, changed by the office and signed by all."""
    page = ItemPage.objects.get(pk=posting.item_id).get_latest_revision().as_object()
    for name, value in {"title": title or f"{page.title}（更正）", "change_note": "更正数字", **fields}.items():
        setattr(page, name, value)
    page.save_revision(user=school.people["office"])
    return posted(school, ItemPage.objects.get(pk=posting.item_id))
