"""The demo's year: every draft, signature, return, withdrawal and correction, made by the operations on a moved clock.

What happens is put into one order over all items, so that the ledgers read as if it had happened so.
"""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from django.db.models import F
from django.utils import timezone

from ...changes import operations as changes
from ...core import clock
from ...core.models import OutboxMail
from ...filing import operations as filing
from ...items.models import ItemPage, Posting
from ...organizations.models import Body, Membership
from ...runner import operations as runner
from ...signoff import eligibility, paper
from ...signoff import operations as signoff
from . import drafts, people
from .plan import ItemPlan, hour, items

REVIEW = {"attribute": "proactive", "ground": "", "result": "经审查，不涉及国家秘密、工作秘密和个人隐私，可以公开。"}
# body kind, day after submission, times of signing
PASSAGE = [
    ("reviewers", 0, ["14:02"]),
    ("leading", 1, ["10:40", "11:11"]),
    ("supervision", 1, ["15:20", "15:58", "16:36"]),
    ("principal", 2, ["08:42"]),
]
UNREAD = timedelta(days=10)  # what was filed since then still waits for its receipt


class Year:
    """Events in their order; one may lead to others, later or at the same moment."""

    def __init__(self, now: datetime, bureau: people.Unit, told: Callable[[int, int], None]):
        self.now = now
        self.bureau = bureau
        self.zone = timezone.get_default_timezone()
        self.told = told
        self._events: list = []
        self._order = count()

    def at(self, moment: datetime, call: Callable[[], None]) -> None:
        """Let `call` happen at `moment`; what would lie ahead of now happens just before now, what waits is dropped."""
        heapq.heappush(self._events, (min(moment, self.now - timedelta(minutes=5)), next(self._order), call))

    def on(self, day, text: str, call: Callable[[], None]) -> None:
        self.at(hour(day, text, self.zone), call)

    def tell(self, posting: Posting) -> None:
        """Let the runner tell the beginning and the end of `posting`, where they have come by now."""
        for moment in (posting.begins_at, posting.ends_at):
            if moment and moment <= self.now:
                self.at(moment + timedelta(seconds=2), runner_round)
        receipt = posting.begins_at + timedelta(days=1)
        if receipt <= self.now - UNREAD:
            self.at(receipt, lambda: self.acknowledge(posting))

    def acknowledge(self, posting: Posting) -> None:
        filing.acknowledge(filing=posting.filing, by=self.bureau.accounts["office"][0])

    def live(self) -> None:
        """Let everything happen."""
        done = 0
        while self._events:
            moment, _order, call = heapq.heappop(self._events)
            with clock.moved(moment):
                call()
            done += 1
            self.told(done, done + len(self._events))


def runner_round() -> None:
    """One round of the runner at the moment at which the clock stands."""
    runner.tell_due(clock.now(), pause=0)


def build(now: datetime, told: Callable[[int, int], None] = lambda done, known: None) -> None:
    """Make the demo as it stands at `now`; `told` hears of events done and known."""
    began = now - timedelta(days=420)
    with clock.moved(began):
        units = people.settle(began, now)
    year = Year(now, units[people.BUREAU], told)
    for plan in items(timezone.localtime(now).date()):
        Passage(year, units[plan.school], plan).begin()
    year.live()
    # a year's messages are not delivered today; those of the last day are
    OutboxMail.objects.filter(created_at__lt=now - timedelta(days=1)).update(sent_at=F("created_at"))


class Passage:
    """One item on its way: from its draft as far as its plan lets it come."""

    def __init__(self, year: Year, unit: people.Unit, plan: ItemPlan):
        self.year, self.unit, self.plan = year, unit, plan
        self.page: ItemPage | None = None

    @property
    def clerk(self):
        return self.unit.accounts["office"][-1]

    def begin(self) -> None:
        self.year.on(self.plan.submitted, "08:50", self.draft)

    def draft(self) -> None:
        self.page = drafts.draft(self.unit, self.plan, self.clerk)
        if self.plan.state != "draft":
            self.year.on(self.plan.submitted, "09:14", lambda: self.submit(self.plan.submitted))

    def submit(self, day) -> None:
        page = ItemPage.objects.get(pk=self.page.pk)
        state = page.get_workflow().start(page, self.clerk)
        submission = page.submissions.filter(outcome__isnull=True).first()
        if submission is None:
            raise RuntimeError(f"{page.title}: {state.current_task_state.comment}")
        self.sign(submission, day)

    def sign(self, submission, day) -> None:
        """Every signature of the route, up to the step at which the plan stops, one short of its quorum."""
        stop = self.plan.extra.get("return", {}).get("step") or self.plan.step or len(PASSAGE) + 1
        for step, (kind, after, every) in enumerate(PASSAGE[:stop], start=1):
            times = every[: eligibility.progress(submission, step)[1]]
            signers, signing = self.unit.accounts[kind], times
            if step == stop:  # whose name stands first still has something to do
                signers, signing = signers[1:], times[:-1]
            if kind == "supervision" and self.plan.extra.get("paper"):
                self.year.on(day + timedelta(days=after), times[-1], self._on_paper(submission, witnessed=step != stop))
                signing = times[:-1]
            for signer, time in zip(signers, signing, strict=False):
                self.year.on(day + timedelta(days=after), time, self._signature(submission, signer))
        last = day + timedelta(days=PASSAGE[min(stop, len(PASSAGE)) - 1][1])
        if stop > len(PASSAGE):
            self.year.on(last, "08:43", self.posted)
        elif "return" in self.plan.extra:
            self.year.on(last, "16:50", lambda: self.send_back(submission))

    def _signature(self, submission, signer) -> Callable[[], None]:
        digest = submission.edition.digest

        def sign() -> None:
            signoff.sign(submission=submission, signer=signer, digest=digest, review=REVIEW)

        return sign

    def _on_paper(self, submission, *, witnessed: bool) -> Callable[[], None]:
        """A supervisor without an account signs the sheet; one of the leading group witnesses it, or is yet to."""

        def register() -> None:
            member = Membership.objects.active(clock.now()).get(body=submission.route[2]["body"], user=None)
            with (drafts.FILES / "qianziye.jpg").open("rb") as file:
                scan = paper.keep_scan(file, "签字页.jpg")
            code, today = paper.code_of(submission.edition.digest), clock.today()
            registered = paper.register(
                submission=submission, membership=member, code=code, signed_on=today, scan=scan, by=self.clerk
            )
            witness = self.unit.accounts["leading"][0]
            if witnessed:
                paper.confirm(paper=registered, witness=witness, digest=registered.digest)

        return register

    def send_back(self, submission) -> None:
        said = self.plan.extra["return"]
        signer = next(user for user in self.unit.accounts["supervision"] if user.username == said["by"])
        digest = submission.edition.digest
        signoff.send_back(submission=submission, signer=signer, digest=digest, reason=said["reason"])

    def posted(self) -> None:
        posting = Posting.objects.filter(item=self.page).latest("pk")
        self.year.tell(posting)
        withdrawal = self.plan.extra.get("withdrawal")
        correction = self.plan.extra.pop("correction", None)
        day = timezone.localtime(posting.begins_at).date()
        if withdrawal:
            self.year.on(day + timedelta(days=withdrawal["after_days"]), "10:30", lambda: self.withdraw(posting))
        if correction:
            self.year.on(day + timedelta(days=2), "09:02", lambda: self.correct(correction))

    def withdraw(self, posting: Posting) -> None:
        said = self.plan.extra["withdrawal"]
        closing = changes.withdraw(posting=posting, by=self.unit.accounts[said["by"]][0], explanation=said["text"])
        self.year.at(clock.now() + timedelta(seconds=2), runner_round)
        for number, kind in enumerate(said.get("confirmed", []), start=1):
            self.year.at(clock.now() + timedelta(hours=number), self._confirmation(closing, kind))

    def _confirmation(self, closing, kind: str) -> Callable[[], None]:
        body = Body.objects.get(organization=self.unit.page, kind=kind)
        return lambda: changes.confirm(closing=closing, body=body, by=self.unit.accounts[kind][0])

    def correct(self, said: dict) -> None:
        drafts.correct(self.page, self.clerk, said)
        self.submit(timezone.localtime(clock.now()).date())
