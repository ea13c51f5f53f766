"""Organizations are apart: nobody reads a mark of another school, at any address (L1 to L27, and more).

A sample that differs each day (its seed stands in the head of the run); `make isolation` (DISCLOSURE_ISOLATION=all)
walks to every address as every reader, asks and sends in every way, and prints a table.
"""

import os
import random
import re
from fnmatch import fnmatchcase

import pytest

from tests.conftest import seed_of_the_day
from tests.isolation import census, places
from tests.isolation.walk import PICTURE, begun

WHOLE = os.environ.get("DISCLOSURE_ISOLATION") == "all"
STEPS = 80  # of the sample: a reader at a view, or at public addresses of one kind
GUESSES = 60
BY_HAND = "sent by hand"

# Fields without a mark, by the reason.
UNMARKED = {
    "digests, keys and names that code makes": [
        *("*.digest", "*_hash", "*.hash", "*.previous", "*.head_hash", "*.chain_head", "*sha256", "*.source", "*.salt"),
        *("*.key", "*.key_hash", "*.prefix", "*.password", "*.object_id", "*object_id", "*.path", "*.contentpath"),
        *("*.content_type", "*_type", "*.kind", "*.subject", "*.action", "*.role", "*.filter_spec", "*_path"),
        *("*.origin_*", "*.required_blocks", "disclosure.KeptPicture.sizes", "wagtailimages.Rendition.focal_point_key"),
        *("wagtailusers.UserProfile.[!a]*", "disclosure.Submission.authors", "wagtailcore.ModelLogEntry.data"),
        *(
            "disclosure.PaperSignature.review",
            "disclosure.LedgerEntry.data",
            "disclosure.Heartbeat.holder",
            "disclosure.Change.scope",
            "disclosure.Indexed.document",
            "disclosure.Text.fault",
        ),
    ],
    "names of the roster, which is public; index numbers, which the public asks by": [
        *(
            "disclosure.*.decided_*",
            "disclosure.*.by_name",
            "disclosure.Submission.*name*",
            "disclosure.*.submitted_as",
        ),
        *("disclosure.PaperSignature.*name", "disclosure.*.position", "disclosure.Signature.name"),
        *("disclosure.IndexNumber.text", "disclosure.Filing.index_text", "disclosure.Filing.signatures"),
    ],
    "colours and numbers that the head and foot of public pages name": [
        *("disclosure.OrganizationPage.*_number", "disclosure.OrganizationPage.faults_address"),
        "disclosure.OrganizationPage.site_code",
    ],
    "of the whole installation, or of the host": [
        *("disclosure.Heartbeat.trouble", "home.HomePage.*", "wagtailembeds.*", "wagtailcore.Locale.*"),
        *("wagtailcore.Site.*", "wagtailcore.APIToken.*", "auth.Permission.*", "auth.Group.*", "contenttypes.*"),
        *("django_tasks_database.*", "sessions.*"),
    ],
}

# Whom the design lets read what others may not (DESIGN §7): by reader, the names of marks.
MEANT = {
    "bureau": ["withdrawn: *", "removed: *", "replaced: *"],  # what is filed with it
    # who opens an organization names its administrators, and others where none is left
    "bureau-admin": [
        "hidden organization: title",
        "administrator: *",
        "invited: name",
        "body of the administrators: *",
        "removed: title",  # the ledger names what was up
    ],
}


# What not even its own school and the superusers read anywhere, by the reason.
UNSEEN = {
    "no form and no list of ours asks for it": ["*: slug", "*: title for engines", "*: for engines", "*: change note"],
    "of a draft that is deleted its title alone is left": ["deleted: *"],
    "kept by Wagtail for a person or for itself": [
        "preview: data",
        "uploaded: *",
        "avatar: bytes",
        "comment: *",
        "reply: *",
    ],
    "secret, or between the office and a machine": [
        "codes: *",
        "device: *",
        "mail: key",
        "mail: text",
        "moment: error",
    ],
    "read at a step of its own": [
        *("invited: address", "stopped: explanation", "signing: reason of the witness", "catalogue: title"),
        "chain of a hidden organization",
    ],
}


def rng(name: str) -> random.Random | None:
    return None if WHOLE else random.Random(f"{seed_of_the_day()} {name}")


def test_every_field_that_holds_words_bears_a_mark(scene):
    """So that a new model, and a new field, is in the scene before it is in the product."""
    bare = [census.name_of(found) for found in census.texts() if not census.marked(found)]
    patterns = [pattern for found in UNMARKED.values() for pattern in found]
    assert [name for name in bare if not any(fnmatchcase(name, pattern) for pattern in patterns)] == []
    assert [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in bare)] == []


def test_its_own_school_reads_the_marks(scene, capsys):
    """So that the walk is not blind."""
    walk = begun(scene, {"office": scene.office, "root": scene.ways.root})
    for reader, addresses in places.read_at_home(scene).items():
        for address in addresses:
            walk.ask(reader, address)
    seen = set().union(*walk.seen.values())
    missing = [name for name in scene.mark.names if name not in seen]
    patterns = [pattern for found in UNSEEN.values() for pattern in found]
    with capsys.disabled():
        print(f" {len(seen - {PICTURE})} of {len(scene.mark.names)} marks read by their own ", end="")
    assert [name for name in missing if not any(fnmatchcase(name, pattern) for pattern in patterns)] == []
    assert [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in missing)] == []
    assert PICTURE in seen


def test_nobody_of_elsewhere_reads_a_mark(scene, capsys):
    walk = begun(scene, scene.readers)
    steps = [(reader, name) for reader in walk.clients for name in (*walk.admin, *walk.public, BY_HAND)]
    for reader, name in steps if WHOLE else rng("walk").sample(steps, STEPS):
        walk.go(reader, name, rng(f"{reader} {name}"))
    with capsys.disabled():
        print(walk.table() if WHOLE else f" {walk.requests.total()} requests ", end="")
    leaks = {
        (reader, name): requests[:3]
        for reader, found in walk.seen.items()
        for name, requests in found.items()
        if not any(fnmatchcase(name, pattern) for pattern in MEANT.get(reader, []))
        and (name != PICTURE or reader not in MEANT)
    }
    assert leaks == {}


CHANGING = re.compile(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"CSRF_TOKEN": "[^"]*"|\d+')


def test_a_number_of_the_others_is_answered_as_no_number_at_all(scene, capsys):
    """L22, asked of every view that takes a number, our own among them."""
    walk, different = begun(scene, scene.readers), []

    def told(reader: str, address: str, method: str) -> tuple:
        answer, body = walk.ask(reader, address, method, follow=False)
        said = (body, answer.headers.get("Location", "").encode())
        return answer.status_code, *(CHANGING.sub(b"", text.replace(address.encode(), b"")) for text in said)

    asked = [
        (reader, method, nothing, theirs)
        for _name, nothing, theirs in places.guesses(scene)
        for reader in scene.readers
        for method in ("get", "post")
    ]
    for reader, method, nothing, theirs in asked if WHOLE else rng("guess").sample(asked, GUESSES):
        expected = told(reader, nothing, method)
        different += [(reader, method, address) for address in theirs if told(reader, address, method) != expected]
    with capsys.disabled():
        print(f" {walk.requests.total()} guesses ", end="")
    assert different == []


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL")
