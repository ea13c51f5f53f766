"""What people and the runner do, each as they do it: by the page, by the command; and how it is done again."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from disclosure.core import clock, outbox
from disclosure.core.models import LedgerEntry
from disclosure.filing.models import Filing
from disclosure.items.models import Closing, ItemPage
from disclosure.runner.backup import manifest, shelf
from disclosure.runner.backup.copying import sha256
from disclosure.runner.loop import Runner
from disclosure.runner.models import Told
from disclosure.signoff import paper
from disclosure.signoff.models import PaperEnd, PaperSignature, Submission
from tests import factories
from tests.items import posting_forms
from tests.items.library import PDF, picture_bytes
from tests.signoff.posted import address, answer
from tests.standing import NOW

from . import scene

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
PEOPLE = timedelta(minutes=1)
BEGUN = "新起草的"
RUNNER = timedelta(hours=2)  # a killed runner's lease is over, and so are the tasks that it had taken


@dataclass(frozen=True)
class Act:
    """One act. `done` says whether whoever does it again sees that it is done; `half` finds what is half done."""

    name: str
    who: str
    do: Callable[[Client, dict], object]
    done: Callable[[dict], bool] = lambda world: False
    half: Callable[[dict], list[str]] | None = None  # None: all of the evidence is there, or none
    at: datetime = NOW
    pause: timedelta = PEOPLE  # until it is done again
    database_too: bool = False  # on PostgreSQL, too

    def prepared(self) -> Client:
        """Signed in, as whoever is about to press the button."""
        client = Client()
        if self.who:
            client.force_login(get_user_model().objects.get(username=self.who), backend=MODEL_BACKEND)
        return client

    def again(self, world: dict) -> None:
        """After the restart: they look first."""
        if not self.done(world):
            self.do(self.prepared(), world)


def _accepted(response):
    if response.status_code != 302:
        raise AssertionError(f"{response.status_code}: {response.content.decode()[:2000]}")
    return response


# Submitting


def _submit(item: str):
    def submit(client: Client, world: dict) -> None:
        page = ItemPage.objects.get(pk=world[item])
        data = posting_forms.of_item(page.get_latest_revision_as_object()) | {"action-submit": "1"}
        _accepted(client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data))

    return submit


def _begin_and_submit(client: Client, world: dict) -> None:
    """A new item, submitted at once from the page on which it is begun; or what is left of that, submitted."""
    found = ItemPage.objects.filter(draft_title=BEGUN).first()
    page = found.get_latest_revision_as_object() if found else ItemPage.objects.get(pk=world["draft"])
    data = posting_forms.of_item(page) | {"title": BEGUN, "action-submit": "1"}
    there = reverse("wagtailadmin_pages:edit", args=[page.pk])
    new = reverse("wagtailadmin_pages:add", args=["disclosure", "itempage", world["column"]])
    _accepted(client.post(there if found else new, data))


def _begun_and_submitted(world: dict) -> bool:
    return Submission.objects.filter(item__draft_title=BEGUN).exists()


def _under_way(item: str):
    return lambda world: Submission.objects.filter(item=world[item], outcome__isnull=True).exists()


# Signing


def _sign(which: str):
    def sign(client: Client, world: dict) -> None:
        submission = Submission.objects.get(pk=world[which])
        _accepted(client.post(address(submission), answer(submission)))

    return sign


def _signed(which: str, username: str):
    return lambda world: Submission.objects.get(pk=world[which]).signatures.filter(user__username=username).exists()


def _register(client: Client, world: dict) -> None:
    submission = Submission.objects.get(pk=world["first"])
    said = {
        "member": world["by_hand"],
        "signed_on": clock.today().isoformat(),
        "code": paper.code_of(submission.edition.digest),
        "attribute": "proactive",
        "result": "clear",
        "scan": SimpleUploadedFile("qianzi.jpg", picture_bytes(), "image/jpeg"),
    }
    _accepted(client.post(reverse("disclosure_signoff:register", args=[submission.pk]), said))


def _registered(world: dict) -> bool:
    return PaperSignature.objects.filter(submission=world["first"]).exists()


def _witness(client: Client, world: dict) -> None:
    said = {
        "digest": PaperSignature.objects.get(pk=world["paper"]).digest,
        "seen": "on",
        "password": factories.PASSWORD,
    }
    data = {f"confirm-{name}": value for name, value in said.items()}
    _accepted(client.post(reverse("disclosure_signoff:paper", args=[world["paper"]]), data))


def _witnessed(world: dict) -> bool:
    return PaperEnd.objects.filter(paper=world["paper"]).exists()


def _return(client: Client, world: dict) -> None:
    submission = Submission.objects.get(pk=world["first"])
    said = {"digest": submission.edition.digest, "reason": "数字不符", "password": factories.PASSWORD}
    data = {f"return-{name}": value for name, value in said.items()}
    _accepted(client.post(reverse("disclosure_signoff:sign", args=[submission.pk]), data))


def _recall(client: Client, world: dict) -> None:
    _accepted(client.post(reverse("disclosure_signoff:recall", args=[world["first"]]), {"reason": "再核对"}))


def _ended(which: str):
    return lambda world: hasattr(Submission.objects.get(pk=world[which]), "outcome")


def _withdraw(client: Client, world: dict) -> None:
    said = {"explanation": "附件有误", "password": factories.PASSWORD, "decide": "1"}
    _accepted(client.post(reverse("disclosure_changes:withdraw", args=[world["up"]]), said))


def _stop(client: Client, world: dict) -> None:
    said = {"explanation": "还要核对", "password": factories.PASSWORD, "decide": "1"}
    _accepted(client.post(reverse("disclosure_changes:stop", args=[world["waiting"]]), said))


def _stopped(world: dict) -> bool:
    return Closing.objects.filter(posting=world["waiting"]).exists()


def _withdrawn(world: dict) -> bool:
    return Closing.objects.filter(posting=world["up"]).exists()


# The runner


def _round(client: Client, world: dict) -> None:
    runner = Runner(pause=0)
    runner.once()
    if runner.troubles:
        raise AssertionError(runner.troubles)


def _told(world: dict) -> bool:
    """Never: the runner's next round comes anyway. Two hours went by, also on the clock by which tasks are begun."""
    DBTaskResult.objects.running().update(started_at=clock.now() - RUNNER)
    return False


def _half_told(world: dict) -> list[str]:
    """A moment is told with all that belongs to it, or not at all."""
    told = Told.objects.filter(posting=world["waiting"], told_at__isnull=False).exists()
    parts = {
        "ledger": LedgerEntry.objects.filter(kind="posting.begun", subject=f"posting:{world['waiting']}").exists(),
        "filing": Filing.objects.filter(posting=world["waiting"]).exists(),
        "mail": outbox.OutboxMail.objects.filter(key__startswith=f"begun:{world['waiting']}:").exists(),
    }
    return [f"half: {name} is {part}, told is {told}" for name, part in parts.items() if part != told]


# Files


def _upload_document(client: Client, world: dict) -> None:
    file = SimpleUploadedFile("baobiao.pdf", PDF * 400, "application/pdf")
    data = {"title": "新的文件", "collection": world["collection"], "file": file}
    _accepted(client.post(reverse("wagtaildocs:add"), data))


def _upload_image(client: Client, world: dict) -> None:
    file = SimpleUploadedFile("xiaomen.jpg", picture_bytes(), "image/jpeg")
    data = {"title": "新的图片", "collection": world["collection"], "file": file}
    _accepted(client.post(reverse("wagtailimages:add"), data))


def _there(model, title: str):
    """Whether it stands in the list, and opens."""

    def there(world: dict) -> bool:
        found = model.objects.filter(title=title).first()
        if found is None:
            return False
        with found.file.open("rb") as file:
            return bool(file.read())

    return there


# Backup


def _shelf() -> Path:
    return Path(settings.DISCLOSURE_KEPT).parent / "backups"


def _back_up(client: Client, world: dict) -> None:
    call_command("backup", _shelf(), stdout=io.StringIO())


def _half_a_backup(world: dict) -> list[str]:
    """What looks like a backup is a whole one."""
    folders = shelf.dated(_shelf()) if _shelf().is_dir() else []
    return [f"{folder.name}: {file}" for folder in folders for file in _damaged_in(folder)]


def _damaged_in(folder: Path) -> list[str]:
    made = manifest.read(folder)
    files = [made.database, *made.files]
    return [f.path for f in files if not (folder / f.path).is_file() or sha256(folder / f.path) != f.sha256]


ACTS = [
    Act("submit", "office", _submit("draft"), _under_way("draft")),
    Act("begin a new item and submit it", "office", _begin_and_submit, _begun_and_submitted),
    Act("submit again after a return", "office", _submit("returned"), _under_way("returned")),
    Act("first signature", "reviewer", _sign("first"), _signed("first", "reviewer")),
    Act("last signature", "principal", _sign("last"), _signed("last", "principal"), database_too=True),
    Act("last signature of a correction", "principal", _sign("correction"), _signed("correction", "principal"),
        database_too=True),
    Act("signature on paper registered", "office", _register, _registered),
    Act("signature on paper witnessed", "leader1", _witness, _witnessed),
    Act("return", "reviewer", _return, _ended("first")),
    Act("recall", "office", _recall, _ended("first")),
    Act("withdrawal", "principal", _withdraw, _withdrawn),
    Act("stopping what waits", "principal", _stop, _stopped),
    Act("runner: moments, filing, mail, heads", "", _round, _told, half=_half_told, at=scene.LATER,
        pause=RUNNER),
    Act("document into the library", "office", _upload_document, _there(get_document_model(), "新的文件")),
    Act("image into the library", "office", _upload_image, _there(get_image_model(), "新的图片")),
    Act("backup", "", _back_up, half=_half_a_backup),
]  # fmt: skip
