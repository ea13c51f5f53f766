"""Walking: one reader asks at one address in every way, and every answer is searched for marks."""

import io
import random
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client
from PIL import Image as Picture
from PIL import UnidentifiedImageError

from tests.isolation import places
from tests.isolation.made import COLOUR, Isolated
from tests.ways.buttons import PageRead
from tests.ways.scene import BACKEND

PICTURE = "pixels of a picture"
STRANGER = "stranger"


@dataclass
class Walk:
    """`seen`: marks, by reader and then by the request whose answer had them."""

    made: Isolated
    clients: dict[str, Client]
    requests: Counter = field(default_factory=Counter)
    steps: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: dict[str, dict[str, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def __post_init__(self):
        self.admin, self.public = places.of_the_admin(self.made), places.of_the_public(self.made)
        self.asked, self.others = places.asked(self.made), places.numbers(self.made)

    def ask(self, reader: str, address: str, method: str = "get", data=None, *, follow: bool = True):
        """The answer, read to its end; what the request changed is undone."""
        client = self.clients[reader]
        cookies = client.cookies.copy()
        with transaction.atomic():
            answer = getattr(client, method)(address, places.with_files(dict(data or {})), follow=follow)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        client.cookies = cookies
        self.requests[reader] += 1
        told = self.made.mark.within(f"{address} {data}")  # what one says oneself, one may be told
        for name in self._marks(answer, body) - told:
            self.seen[reader][name].append(f"{method} {address} {dict(data or {})}"[:300])
        return answer, body

    def _marks(self, answer, body: bytes) -> set[str]:
        """The names of all marks in an answer: its headers, those of what led to it, its text, what is packed in it."""
        said = [str(header) for header in answer.headers.items()]
        said += [str(cookie) for cookie in answer.cookies.values()]
        said += [address for address, _status in getattr(answer, "redirect_chain", [])]
        found = set().union(*(self.made.mark.within(text) for text in (*said, body.decode("latin-1"))))
        if body[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                for part in archive.namelist():
                    found |= self.made.mark.within(archive.read(part).decode("latin-1"))
        if answer.headers.get("Content-Type", "").startswith("image/") and pictured(body):
            found.add(PICTURE)
        return found

    def go(self, reader: str, name: str, rng: random.Random | None = None) -> None:
        """One step: a reader at a view of the admin, or at the public addresses of a kind, or sending by hand."""
        self.steps[reader].add(name)
        if name in self.admin:
            self.within(reader, name, rng)
        elif name in self.public:
            self.outside(reader, name, rng)
        else:
            for address, data in some(places.sent(self.made), rng):
                self.ask(reader, address, "post", data)

    def table(self) -> str:
        """How far the walk went."""
        lines = [f"\n{'reader':20} {'views':>6} {'requests':>9} {'marks':>6}"]
        for reader, found in self.steps.items():
            lines.append(f"{reader:20} {len(found):6} {self.requests[reader]:9} {len(self.seen[reader]):6}")
        addresses = sum(len(found) for found in (*self.admin.values(), *self.public.values()))
        return "\n".join([*lines, f"{addresses} addresses, {self.requests.total()} requests"])

    def within(self, reader: str, name: str, rng: random.Random | None = None) -> None:
        """One view of the admin: by all its addresses; where it opens, with all that can be added and sent. With `rng`
        three of each."""
        addresses = self.admin[name]
        for address in some(addresses, rng):
            self.ask(reader, address)
            self.ask(reader, address, "post")
        answer, body = self.ask(reader, addresses[0])
        if answer.status_code != 200 or answer.redirect_chain:
            return
        for query in some(self.asked, rng):
            self.ask(reader, f"{addresses[0]}?{query}")
        for address, data in some(list(self._forms(addresses[0], body)), rng):
            self.ask(reader, address, "post", data)

    def _forms(self, address: str, body: bytes) -> Iterator[tuple[str, dict]]:
        """What its forms send."""
        for form in PageRead(address, body.decode("utf-8", "replace")).forms.values():
            for button in form.pressed():
                if form.method == "post" and (button.address or address).startswith(("/", "?", "")):
                    for fields in places.variants(list(button.sent), self.others):
                        data = defaultdict(list)
                        for key, value in fields:
                            data[key].append(value)
                        yield button.address or address, dict(data)

    def outside(self, reader: str, kind: str, rng: random.Random | None = None) -> None:
        """Public addresses of one kind."""
        for address in some(self.public[kind], rng, 10):
            self.ask(reader, address)
            for query in ("q=zhm", "page=2", "year=2026&state=all"):
                if not rng and kind in ("search", "past", "withdrawn", "start", "roster"):
                    self.ask(reader, f"{address}?{query}")


def some(found: list, rng: random.Random | None, number: int = 3) -> list:
    return found if rng is None else rng.sample(found, min(number, len(found)))


def pictured(body: bytes) -> bool:
    """Whether these bytes are a picture of the second school's."""
    try:
        with Picture.open(io.BytesIO(body)) as picture:
            point = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    except UnidentifiedImageError:
        return False
    return all(abs(a - b) < 12 for a, b in zip(point, COLOUR, strict=True))


def begun(made: Isolated, people: dict) -> Walk:
    """Readers signed in, each in a browser of their own."""
    clients = {STRANGER: Client(raise_request_exception=False)}
    for name, user in people.items():
        clients[name] = Client(raise_request_exception=False)
        clients[name].force_login(user, backend=BACKEND)
    return Walk(made, clients)
