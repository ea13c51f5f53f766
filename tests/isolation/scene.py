"""Two schools. Whatever the second has that is not public carries a mark, each text one of its own."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.actions.delete_page import DeletePageAction
from wagtail.admin.models import EditingSession, FormState
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, UploadedFile, Workflow, WorkflowPage, WorkflowTask
from wagtail.users.models import UserProfile

from disclosure.board.models import CollectionPage
from disclosure.changes import operations as changes
from disclosure.core import clock, outbox
from disclosure.items.models import ItemPage
from disclosure.organizations import invitations
from disclosure.organizations.models import Membership
from disclosure.runner.models import Told
from disclosure.runner.operations import tell_due
from disclosure.signoff import operations as signoff
from disclosure.signoff import paper
from disclosure.signoff.tasks import SignatureStep
from tests import factories
from tests.isolation.made import Isolated
from tests.isolation.marks import Marks
from tests.organizations.conftest import editor_of_the_host
from tests.ways import scene as ways

EVERYTHING = ["title", "summary", "body", "attachments", "change_note", "older", "topics"]


def make() -> Isolated:
    """All of it, by the real operations where there is one."""
    made = Isolated(ways.make(), Marks())
    _frame(made)
    _decided(made)
    _on_the_way(made)
    _beside(made)
    _deleted(made)
    _accounts(made)
    _texts_of_wagtail(made)
    _readers(made)
    return made


def _frame(made: Isolated) -> None:
    """What the public does not read of the frame: drafts of it, administrators, catalogue, collection, workflow."""
    mark, school = made.mark, made.school
    organization, column = school.organization, school.column
    for page, fields in (
        (organization, ["title", "short_name", "address", "office_name", "telephone", "opening_hours"]),
        (column, ["title", "description"]),
    ):
        for name in fields:
            setattr(page, name, mark(f"draft of the {page._meta.model_name}: {name}"))
        page.save_revision(user=school.people["administrator"], log_action=True)
        page.refresh_from_db()
    hidden = factories.column(
        organization, code="HH", title=mark("hidden column: title"), description=mark("hidden column: description")
    )
    hidden.live = False
    hidden.slug = mark("hidden column: slug").lower()
    hidden.save()
    secret = CollectionPage(
        live=False,
        **{name: mark(f"hidden collection: {name}") for name in ("title", "intro", "column", "entry", "topic")},
        slug=mark("hidden collection: slug").lower(),
    )
    organization.add_child(instance=secret)
    nested = factories.organization(organization, code="QL0800", title=mark("hidden organization: title"))
    nested.live, nested.slug = False, mark("hidden organization: slug").lower()
    for name in ("short_name", "address", "office_name", "telephone", "supervision_telephone", "opening_hours"):
        setattr(nested, name, mark(f"hidden organization: {name}")[: nested._meta.get_field(name).max_length])
    nested.email = f"{mark('hidden organization: email')}@example.com"
    nested.save()
    chain = nested.chain
    chain.name = mark("chain of a hidden organization")
    chain.save(update_fields=["name"])
    for page in (hidden, nested):
        type(page).objects.filter(pk=page.pk).update(
            seo_title=mark(f"{page.slug}: title for engines"), search_description=mark(f"{page.slug}: for engines")
        )
        type(page).objects.get(pk=page.pk).save_revision(user=school.people["administrator"])
    made.other |= {"column": hidden, "organization": nested, "collection": secret}
    keepers = school.bodies["administrators"]
    keepers.name, keepers.duties = mark("body of the administrators: name"), mark("body of the administrators: duties")
    keepers.save()
    for member in keepers.memberships.all():
        member.name, member.position = mark("administrator: name"), mark("administrator: position")
        member.save()
    factories.entry(
        hidden,
        number=mark("entry: number"),
        name=mark("entry: name"),
        **{
            name: mark(f"entry: {name}")
            for name in ("content", "ground", "department", "legal_basis", "quote", "rhythm")
        },
    )
    school.entry.catalog.title = mark("catalogue: title")
    school.entry.catalog.save()
    organization.collection.name = mark("collection: name")
    organization.collection.save()
    workflow = Workflow.objects.create(name=mark("workflow: name"))
    for order, (kind, _title, form) in enumerate(factories.ROUTE):
        step = SignatureStep.objects.create(name=mark(f"step of {kind}: name"), kind=kind, form=form)
        WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=order)
    made.other["workflow"] = workflow


def _on_the_way(made: Isolated) -> None:
    """Drafts, and what is being signed, returned, recalled."""
    mark, school = made.mark, made.school
    made.draft("draft")
    on_paper = factories.member(school.bodies["leading"], name="无账号")
    made.submitted("signing")
    made.sign("signing", "reviewer", "leader1")
    given = {"scan": paper.Scan(**{**factories.scan().__dict__, "name": f"{mark('signing: name of scan')}.png"})}
    declined = factories.registered(made.submissions["signing"], on_paper, made.office, **given)
    paper.decline(paper=declined, witness=school.people["leader2"], reason=mark("signing: reason of the witness"))
    made.other["paper"] = factories.registered(made.submissions["signing"], on_paper, made.office, **given)
    returned = made.submitted("returned")
    made.sign("returned", "reviewer")
    signoff.send_back(
        submission=returned,
        signer=school.people["leader1"],
        digest=returned.edition.digest,
        reason=mark("returned: reason"),
    )
    recalled = made.submitted("recalled")
    signoff.recall(submission=recalled, by=made.office, reason=mark("recalled: reason"))


def _decided(made: Isolated) -> None:
    """What is up, was up and will be: its text is public, or not any more, or not yet."""
    mark, school, now = made.mark, made.school, clock.now()
    up = made.posted("up", made.draft("up", plain=EVERYTHING))
    made.posted("corrected", made.draft("corrected", plain=EVERYTHING))
    _correction(made, "up")
    _correction(made, "corrected")
    made.submissions["correction"] = factories.submitted(
        ItemPage.objects.get(pk=made.items["corrected"].pk), made.office
    )
    made.posted("waiting", made.draft("waiting", wish_begins_at=now + timedelta(days=3)))
    stopped = made.posted("stopped", made.draft("stopped", wish_begins_at=now + timedelta(days=3)))
    changes.stop(posting=stopped, by=school.people["principal"], explanation=mark("stopped: explanation"))
    taken_down = made.draft("withdrawn", plain=["title", "change_note", "topics", "older"])
    withdrawn = made.posted("withdrawn", taken_down)
    changes.withdraw(posting=withdrawn, by=school.people["principal"], explanation="附件有误")
    gone = factories.entry(school.column, name="到期撤下", after_end="remove")
    with clock.moved(now - timedelta(days=90)):
        made.posted("removed", made.draft("removed", entry=gone, wish_days=3))
        made.posted("replaced", made.draft("replaced", plain=["title", "change_note", "topics", "older"]))
    page = ItemPage.objects.get(pk=made.items["replaced"].pk).get_latest_revision().as_object()
    for name, value in {"summary": "更正", "body": [], "attachments": [], "change_note": "改数字"}.items():
        setattr(page, name, value)
    page.earlier_readable = False
    page.save_revision(user=made.office)
    made.posted("replacement", ItemPage.objects.get(pk=page.pk))
    tell_due(pause=0)
    Told.objects.filter(posting=up).update(error=mark("moment: error"))
    made.other["closing"] = withdrawn.closings.get()


def _correction(made: Isolated, name: str) -> None:
    """The draft of what is up says more than the public reads."""
    page = ItemPage.objects.get(pk=made.items[name].pk).get_latest_revision().as_object()
    page.title = made.mark(f"correction of {name}: title")
    page.summary = made.mark(f"correction of {name}: summary")
    page.change_note = made.mark(f"correction of {name}: change note")
    page.body = made.parts(f"correction of {name}")
    page.topics.add(made.mark(f"correction of {name}: topic"))
    page.save_revision(user=made.office, log_action=True)


def _beside(made: Isolated) -> None:
    """Mails, invitations, comments, what the uploader and the preview keep."""
    mark, school, now = made.mark, made.school, clock.now()
    page, administrator = made.items["draft"], school.people["administrator"]
    WorkflowPage.objects.create(workflow=made.other["workflow"], page=school.organization)
    factories.submitted(made.draft("by the school's own route"), made.office)
    member = factories.member(school.bodies["administrators"], name=mark("invited: name"))
    invited = f"{mark('invited: address')}@example.com".lower()
    made.other["invitation"] = invitations.invite(by=administrator, membership=member, email=invited)
    outbox.owe(
        key=mark("mail: key"),
        recipient=f"{mark('mail: recipient')}@example.com",
        subject=mark("mail: subject"),
        body=mark("mail: text"),
    )
    outbox.OutboxMail.objects.filter(subject__startswith="Zhm").update(error=mark("mail: error"))
    comment = Comment.objects.create(
        page=page,
        user=made.office,
        text=mark("comment: text"),
        contentpath="title",
        position=mark("comment: position"),
    )
    CommentReply.objects.create(comment=comment, user=made.office, text=mark("reply: text"))
    items = ContentType.objects.get_for_model(ItemPage)
    FormState.objects.create(
        user=made.office,
        content_type=items,
        object_id=str(page.pk),
        data=f"title={mark('preview: data')}",
        last_updated_at=now,
    )
    EditingSession.objects.create(
        user=made.office, content_type=items, object_id=str(page.pk), last_seen_at=now, is_editing=True
    )
    uploaded = f"{mark('uploaded: file name')}.png"
    made.other["upload"] = UploadedFile.objects.create(
        file=ContentFile(mark("uploaded: bytes").encode(), uploaded),
        for_content_type=ContentType.objects.get_for_model(get_image_model()),
        uploaded_by_user=made.office,
    )
    for made_picture in get_image_model().objects.filter(collection=school.organization.collection):
        made_picture.get_rendition("max-165x165")


def _deleted(made: Isolated) -> None:
    """A draft that is no more: its title stays in Wagtail's log."""
    page = made.draft("deleted")
    DeletePageAction(page, user=made.office).execute(skip_permission_checks=True)
    del made.items["deleted"]


def _accounts(made: Isolated) -> None:
    """Of those who work in the second school: the roster has their names, not these."""
    mark = made.mark
    for role, user in made.school.people.items():
        user.username, user.first_name = mark(f"{role}: user name"), mark(f"{role}: first name")
        user.last_name, user.email = mark(f"{role}: last name"), f"{mark(f'{role}: address')}@example.com"
        user.save()
    user = made.office
    profile = UserProfile.get_for_user(user)
    profile.avatar.save(f"{mark('avatar: file name')}.png", ContentFile(mark("avatar: bytes").encode()))
    TOTPDevice.objects.create(user=user, name=mark("device: name"), confirmed=False)
    static = StaticDevice.objects.create(user=user, name=mark("codes: name"))
    StaticToken.objects.create(device=static, token=mark("codes: token"))
    log(user, "wagtail.edit", user=made.school.people["administrator"])


def _texts_of_wagtail(made: Isolated) -> None:
    """Fields of every page that no form of ours asks for."""
    for name, page in made.items.items():
        ItemPage.objects.filter(pk=page.pk).update(
            seo_title=made.mark(f"{name}: title for engines"), search_description=made.mark(f"{name}: for engines")
        )


def _readers(made: Isolated) -> None:
    """Who walks: of the first school, of both schools' superior, of none."""
    school = made.ways.school
    stranger_to_all = factories.person("account", name="无单位")
    stranger_to_all.user_permissions.add(Permission.objects.get(codename="access_admin"))
    left = factories.person("leaver", name="离任")
    Membership.objects.create(
        body=made.school.bodies["office"],
        user=left,
        name="离任",
        since=factories.TERM_BEGAN,
        until=clock.now() - timedelta(days=1),
    )
    page = made.items["draft"]
    page.get_latest_revision()
    ItemPage.objects.get(pk=page.pk).save_revision(user=left, log_action=True)
    factories.member(school.bodies["office"], left)
    users = get_user_model().objects
    made.readers = {
        **{name: school.people[name] for name in ("office", "reviewer", "leader1", "principal", "administrator")},
        "leaver": left,
        "account": stranger_to_all,
        "editor of the host": editor_of_the_host(factories.person("host-editor", name="站点编辑")),
        "bureau": users.get(username="bureau"),
        "bureau-admin": users.get(username="bureau-admin"),
    }
