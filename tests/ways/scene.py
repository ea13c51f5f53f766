"""What a way round sign-off is tried on: items that are up, being signed, a draft; and what a stranger reads."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    TaskState,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from disclosure.changes import operations as changes
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.filing import operations as filing
from disclosure.filing.models import Filing
from disclosure.items.models import Closing, Edition, ItemPage, Permit, Posting
from disclosure.signoff.models import Outcome, Signature, Submission
from home.models import HomePage
from tests import factories
from tests.items.library import document, image

BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGE = [
    *["pk", "path", "live", "title", "draft_title", "slug", "locked", "go_live_at", "expire_at", "expired"],
    *["alias_of", "live_revision", "latest_revision"],
]


@dataclass
class Scene:
    """A school, and its items in the states that matter. `up` has an attachment and stands on the mirror, too."""

    school: factories.School
    other: factories.School
    root: object
    up: ItemPage
    signing: ItemPage
    draft: ItemPage
    posting: Posting
    closing: Closing
    filing: Filing
    message: OutboxMail
    group: Group
    document: object
    image: object

    @cached_property
    def home(self) -> Page:
        return HomePage.objects.get().page_ptr

    def person(self, name: str):
        """office, administrator or root; the user object is fresh, as in a request."""
        user = self.root if name == "root" else self.school.people[name]
        return type(user).objects.get(pk=user.pk)

    def client(self, name: str) -> Client:
        """A browser in which that person has signed in; it shows a fault as the server's answer."""
        client = Client(raise_request_exception=False)
        client.force_login(self.person(name), backend=BACKEND)
        return client

    def read_by_a_stranger(self) -> dict:
        """What anyone reads at every address that could show one of the items, or a file of it."""
        client, read = Client(raise_request_exception=False), {}
        number = reverse("disclosure:item", args=[self.posting.index.text])
        files = [f"{number}files/{file.name}" for file in self.posting.edition.files.all()]
        paths = [page.url_path.removeprefix("/home") for page in (self.up, self.signing, self.draft)]
        for address in (number, *files, *paths, self.school.column.url):
            read[address] = shown(client.get(address))
        return read


def shown(answer) -> tuple:
    """Status, whereto, and the bytes: of a page those of its <main>."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if b"<main" in body:
        body = body[body.index(b"<main") : body.index(b"</main>")]
    return answer.status_code, answer.headers.get("Location"), body


def make() -> Scene:
    """All of it, by the real operations."""
    school = factories.school()
    office = school.people["office"]
    attached = document(school.organization)
    page = factories.item(school.column, by=office, title="食堂收支", attachments=[("file", {"document": attached})])
    posting = factories.posted(school, page)
    PublishPageRevisionAction(posting.edition.revision, changed=False).execute(skip_permission_checks=True)
    withdrawn = factories.posted(school, title="撤下的")
    signing = factories.item(school.column, by=office, title="正在审签")
    factories.submitted(signing, office)
    return Scene(
        school=school,
        other=factories.school(bureau=school.bureau, code="QL08", prefix="b-"),
        root=factories.person("root", is_superuser=True, is_staff=True),
        up=ItemPage.objects.get(pk=page.pk),
        signing=ItemPage.objects.get(pk=signing.pk),
        draft=factories.item(school.column, by=office, title="草稿"),
        posting=posting,
        closing=changes.withdraw(posting=withdrawn, by=school.people["principal"], explanation="附件有误"),
        filing=filing.file(posting),
        message=OutboxMail.objects.first(),
        group=Group.objects.create(name="编辑"),
        document=attached,
        image=image(school.organization),
    )


def rows(model, *fields: str) -> list:
    return list(model._base_manager.order_by("pk").values_list(*fields))


def state() -> dict[str, list]:
    """All that a way could leave half done, by name."""
    files = [*get_document_model().objects.order_by("pk"), *get_image_model().objects.order_by("pk")]
    return {
        "pages": rows(Page, *PAGE),
        "items": rows(ItemPage, "pk", "summary", "body", "wish_days", "salt", "entry"),
        "revisions": [(pk, item, repr(content)) for pk, item, content in rows(Revision, "pk", "object_id", "content")],
        "schedule": [row for row in rows(Revision, "pk", "approved_go_live_at") if row[1]],
        "passage": [rows(WorkflowState, "pk", "status"), rows(TaskState, "pk", "status", "task")],
        "routes": [rows(Task, "pk", "active"), rows(WorkflowPage, "pk", "page", "workflow"), rows(WorkflowTask)],
        "signed": [rows(model, "pk") for model in (Submission, Signature, Outcome)],
        "public": [rows(model, "pk") for model in (Edition, Permit, Posting, Closing)],
        "ledger": rows(LedgerEntry, "pk", "kind"),
        "sites": rows(Site, "pk", "root_page"),
        "hidden": rows(PageViewRestriction, "pk", "page"),
        "story": rows(PageLogEntry, "pk", "action", "page"),
        "library": [
            (type(file).__name__, file.pk, hashlib.sha256(default_storage.open(file.file.name).read()).hexdigest())
            for file in files
        ],
    }
