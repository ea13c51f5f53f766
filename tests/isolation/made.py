"""The second school as it is made: whatever is written into a draft of it carries a mark."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from PIL import Image as Picture
from wagtail.log_actions import log

from disclosure.items.models import ItemPage, Posting
from disclosure.signoff import operations as signoff
from disclosure.signoff.models import Submission
from tests import factories
from tests.isolation.marks import Marks
from tests.items.drafts import ACCOUNTS, FEES, PERSONS, TIMELINE
from tests.items.library import PDF, document, image
from tests.ways.scene import Scene

COLOUR = (201, 17, 94)  # of every picture of the second school
REVIEW = {"attribute": "proactive", "ground": ""}


@dataclass
class Isolated:
    """`ways` has the first school with its items; `items` those of the second, by what became of them."""

    ways: Scene
    mark: Marks
    items: dict[str, ItemPage] = field(default_factory=dict)
    postings: dict[str, Posting] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    other: dict[str, object] = field(default_factory=dict)  # what else has a number, by its name
    readers: dict[str, object] = field(default_factory=dict)

    @property
    def school(self) -> factories.School:
        return self.ways.other

    @property
    def office(self):
        return self.school.people["office"]

    # Drafts

    def picture(self, name: str):
        """A picture of the library, known by its colour, too."""
        out = io.BytesIO()
        Picture.new("RGB", (640, 480), COLOUR).save(out, "PNG")
        found = image(
            self.school.organization,
            title=self.mark(f"{name}: title of picture"),
            name=f"{self.mark(f'{name}: file name of picture')}.png",
            content=out.getvalue(),
        )
        found.description = self.mark(f"{name}: description of picture")
        found.uploaded_by_user = self.office
        found.save()
        found.tags.add(self.mark(f"{name}: tag of picture"))
        log(found, "wagtail.create", user=self.office)
        return found

    def document(self, name: str):
        found = document(
            self.school.organization,
            title=self.mark(f"{name}: title of document"),
            name=f"{self.mark(f'{name}: file name of document')}.pdf",
            content=PDF.replace(b"<<>>", f"<</T({self.mark(f'{name}: bytes of document')})>>".encode(), 1),
        )
        found.uploaded_by_user = self.office
        found.save()
        found.tags.add(self.mark(f"{name}: tag of document"))
        log(found, "wagtail.create", user=self.office)
        return found

    def parts(self, name: str) -> list[tuple]:
        """A block of each kind that people write into, and an image."""
        mark = self.mark
        pictures = [
            {
                "image": self.picture(name),
                "alt": mark(f"{name}: alternative of picture"),
                "caption": mark(f"{name}: caption of picture"),
            }
        ]
        return [
            ("text", f"<h3>{mark(f'{name}: heading')}</h3><p>{mark(f'{name}: text')}</p>"),
            (
                "fees",
                {"caption": mark(f"{name}: fees"), "rows": FEES.replace("学费", mark(f"{name}: fee")), "note": ""},
            ),
            (
                "accounts",
                {"caption": "食堂", "rows": ACCOUNTS.replace("粮油", mark(f"{name}: account")), "note": ""},
            ),
            ("persons", {"caption": "人选", "rows": PERSONS.replace("示例甲", mark(f"{name}: person")), "note": ""}),
            ("timeline", {"caption": "进度", "rows": TIMELINE.replace("已备案", mark(f"{name}: stage"))}),
            ("pictures", {"caption": "", "pictures": pictures}),
        ]

    def draft(self, name: str, *, plain: Iterable[str] = (), **fields) -> ItemPage:
        """A draft of the second school with a revision that said something else; fields in `plain` bear no mark."""
        mark, plain = self.mark, set(plain)
        said = {
            "title": f"{name}",
            "summary": "本学期的标准与上学期相同。",
            "body": [],
            "attachments": [],
            "change_note": "",
        } | {
            key: value()
            for key, value in {
                "title": lambda: mark(f"{name}: title"),
                "summary": lambda: mark(f"{name}: summary"),
                "body": lambda: self.parts(name),
                "attachments": lambda: [
                    ("file", {"document": self.document(name), "title": mark(f"{name}: title of attachment")})
                ],
                "change_note": lambda: mark(f"{name}: change note"),
            }.items()
            if key not in plain
        }
        older = "" if "older" in plain else mark(f"{name}: summary of an older revision")
        page = factories.item(
            self.school.column, by=self.office, **{**said, "summary": older or said["summary"], **fields}
        )
        page.summary = said["summary"]
        if "topics" not in plain:
            page.topics.add(mark(f"{name}: topic"))
        page.slug = f"{said['title']}-{page.pk}".lower() if "title" in plain else mark(f"{name}: slug").lower()
        page.save()
        page.save_revision(user=self.office, log_action=True)
        self.items[name] = ItemPage.objects.get(pk=page.pk)
        return self.items[name]

    def submitted(self, name: str, **fields) -> Submission:
        self.submissions[name] = factories.submitted(self.draft(name, **fields), self.office)
        return self.submissions[name]

    def sign(self, name: str, *people: str) -> Submission:
        """With a comment of each, and what the reviewer found."""
        submission = self.submissions[name]
        for person in people:
            review = REVIEW | {"result": self.mark(f"{name}: result of the review")} if person == "reviewer" else None
            signoff.sign(
                submission=submission,
                signer=self.school.people[person],
                digest=submission.edition.digest,
                comment=self.mark(f"{name}: comment of {person}"),
                review=review,
            )
        return submission

    def posted(self, name: str, page: ItemPage) -> Posting:
        self.postings[name] = factories.posted(self.school, page)
        return self.postings[name]
