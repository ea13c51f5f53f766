"""The proof finds nothing where nothing is wrong, and each kind of damage with its place."""

import shutil
from datetime import timedelta

import pytest
from django.db import connection, transaction

from disclosure.core import append_only, clock, heads, ledger
from disclosure.core.models import Chain, LedgerEntry
from disclosure.files import store
from disclosure.files.models import KeptFile
from disclosure.filing.models import Filing
from disclosure.items.models import (
    Closing,
    Edition,
    EditionContent,
    EditionFile,
    IndexNumber,
    ItemPage,
    Permit,
    Posting,
)
from disclosure.organizations.models import Membership
from disclosure.runner.proof.parts import prove
from disclosure.signoff.models import Outcome, Signature, Submission
from tests import factories, standing

from .conftest import NOW
from .mutations import rehash
from .scene import play

pytestmark = pytest.mark.postgres

AFTER = NOW + timedelta(hours=5)


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of the scene's files, which is played once for all tests here."""
    folder = tmp_path_factory.mktemp("scene")
    with standing.scene(django_db_blocker, folder, play):
        yield folder


@pytest.fixture(autouse=True)
def scene(played, settings, tmp_path):
    """The scene as it was played; what a test does to rows and files is undone."""
    shutil.copytree(played, tmp_path / "scene")
    settings.DISCLOSURE_KEPT = tmp_path / "scene" / "kept"
    settings.DISCLOSURE_HEADS = tmp_path / "scene" / "heads"
    with clock.moved(AFTER), transaction.atomic():
        yield
        transaction.set_rollback(True)


def faults() -> list[str]:
    return [fault for _part, report in prove() for fault in report.faults]


def alter(rows, **values) -> None:
    """Change rows behind everybody's back."""
    with append_only.lifted():
        rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**values)


def remove(rows) -> None:
    """Take rows away behind everybody's back, with no regard for what points at them."""
    keys = ", ".join(str(pk) for pk in rows.values_list("pk", flat=True))
    connection.check_constraints()
    with append_only.lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(f'DELETE FROM "{rows.model._meta.db_table}" WHERE id IN ({keys})')
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")


def one(model, **where):
    """The first row of `model`, as a queryset."""
    return model._base_manager.filter(pk=model._base_manager.filter(**where).order_by("pk").first().pk)


def test_where_nothing_is_wrong_nothing_is_found():
    assert faults() == []


def test_every_part_had_something_to_look_at():
    assert [str(part.title) for part, report in prove() if not report.counts.total()] == []


def cut_tail():
    """The last entries of a chain are gone, and its head says what is left: the chain alone is whole."""
    chain = Chain.objects.get(name="QL07")
    last = chain.entries.get(number=chain.head_number - 3)
    remove(LedgerEntry.objects.filter(chain=chain, number__gt=last.number))
    Chain.objects.filter(pk=chain.pk).update(head_number=last.number, head_hash=last.hash)


def rewritten_tail():
    """The last entry is replaced by another, and all is hashed anew."""
    chain = Chain.objects.get(name="QL07")
    entry = chain.entries.get(number=chain.head_number)
    entry.subject = "posting:1"
    entry.hash = ledger.entry_hash(entry, str(chain.key))
    alter(one(LedgerEntry, pk=entry.pk), subject=entry.subject, hash=entry.hash)
    Chain.objects.filter(pk=chain.pk).update(head_hash=entry.hash)


def swapped_rows():
    """Two entries exchange their rows, and keep their numbers: who reads by rows would read another order."""
    chain = Chain.objects.get(name="QL07")
    first, second = chain.entries.order_by("number")[2:4]
    with append_only.lifted():
        for old, new in ((first.pk, 0), (second.pk, first.pk), (0, second.pk)):
            LedgerEntry._base_manager.filter(id=old).update(id=new)


def entry_put_in():
    """One that never was, with all after it moved on by one, and everything hashed anew."""
    chain = Chain.objects.get(name="QL07")
    with append_only.lifted():
        for entry in chain.entries.filter(number__gt=3).order_by("-number"):
            LedgerEntry._base_manager.filter(pk=entry.pk).update(number=entry.number + 1)
        LedgerEntry.objects.create(chain=chain, number=4, at=NOW, kind="submission.void", hash="0" * 64)
        rehash(chain)


def two_entries_exchanged():
    """Two decisions in each other's place, and everything hashed anew."""
    chain = Chain.objects.get(name="QL07")
    first, second = chain.entries.order_by("number")[2:4]
    with append_only.lifted():
        for entry, number in ((first, 10**6), (second, first.number), (first, second.number)):
            LedgerEntry._base_manager.filter(pk=entry.pk).update(number=number)
        rehash(chain)


def history_without_outside_heads():
    """A whole chain written anew by someone who reaches the heads that were kept outside, too."""
    shutil.rmtree(heads.folder())
    chain = Chain.objects.get(name="QL07")
    with append_only.lifted():
        LedgerEntry._base_manager.filter(chain=chain, number=1).update(at=NOW - timedelta(days=500))
        rehash(chain)


def history_and_filings_without_outside_heads():
    """The same, with the superior's register made to fit: its ledger still holds the heads that were filed."""
    history_without_outside_heads()
    with append_only.lifted():
        for row in Filing.objects.all():
            entry = LedgerEntry.objects.get(chain=row.organization.chain, number=row.chain_number)
            Filing._base_manager.filter(pk=row.pk).update(chain_head=entry.hash)


def swapped_files():
    """Two kept files exchange their bytes."""
    first, second = (store.path(file.sha256) for file in KeptFile.objects.order_by("pk")[:2])
    contents = first.read_bytes(), second.read_bytes()
    for path, content in zip((second, first), contents, strict=True):
        path.chmod(0o644)
        path.write_bytes(content)


def forged_signature():
    """Somebody who is no member stands under an edition."""
    first = Signature.objects.order_by("pk").first()
    Signature.objects.create(
        submission=first.submission,
        step=first.step,
        body=first.body,
        user=factories.person("forger"),
        name="伪造",
        role="member",
        digest=first.digest,
        signed_at=first.signed_at,
    )


def author_signed():
    submission = Submission.objects.order_by("pk").first()
    alter(one(Signature, submission=submission), user_id=submission.authors[0])


def forged_permit():
    edition = Edition.objects.filter(submissions__outcome__isnull=True).earliest("pk")
    permit = Permit.objects.create(edition=edition, granted_at=NOW)
    like = Posting.objects.order_by("pk").first()
    index = IndexNumber.objects.create(
        item=edition.item,
        organization_code="QL07",
        column_code="SF",
        year=2026,
        serial=5,
        text="QL07-SF-2026-0005",
        given_at=NOW,
    )
    Posting.objects.create(
        permit=permit,
        edition=edition,
        item=edition.item,
        index=index,
        organization=edition.organization,
        column=edition.column,
        entry=edition.entry,
        begins_at=NOW,
        after_end=like.after_end,
        made_at=NOW,
    )


def second_posting_at_once():
    """What was replaced is said to be replaced later: two editions of one item are up."""
    closing = Closing.objects.filter(kind="replaced")
    alter(closing, at=closing.get().at + timedelta(days=1))


def damaged_file():
    path = store.path(KeptFile.objects.order_by("pk").first().sha256)
    path.chmod(0o644)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def shortened_file():
    path = store.path(EditionFile.objects.order_by("pk").first().sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1])


def changed_content():
    stored = EditionContent.objects.order_by("pk").first()
    alter(one(EditionContent, pk=stored.pk), content={**stored.content, "summary": "别的"})


def changed_page():
    """A live page says something else than what was signed."""
    ItemPage.objects.filter(pk=Posting.objects.order_by("pk").first().item_id).update(summary="别的")


def live_without_posting():
    ItemPage.objects.filter(live=False).update(live=True)


def dropped_trigger():
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else ' ON "disclosure_edition"'
        kind = "update" if connection.vendor == "sqlite" else "row"
        cursor.execute(f'DROP TRIGGER "disclosure_edition_no_{kind}"{on}')


def member_by_sql():
    """Somebody put themselves on the roster behind the ledger's back."""
    like = Membership.objects.get(name="principal")
    Membership.objects.create(body=like.body, user=factories.person("intruder"), name="闯入", since=like.since)


def head_that_cannot_be_read():
    with next(heads.folder().glob("heads-*.txt")).open("a") as file:
        file.write("2026-11-24T01:00\n")


DAMAGE = {
    "an entry changed": (lambda: alter(one(LedgerEntry, number=3), kind="submission.void"), "ledger "),
    "an entry taken out": (lambda: remove(one(LedgerEntry, number=3)), "ledger "),
    "the tail of a chain cut": (cut_tail, "the tail was cut"),
    "the tail of a chain written anew": (rewritten_tail, "is not the head that was kept"),
    "two entries of one chain in each other's row": (swapped_rows, "was written before the entry that precedes it"),
    "an entry put in, all hashed anew": (entry_put_in, "is not the head that was kept"),
    "two entries exchanged, all hashed anew": (two_entries_exchanged, "ledger QL07"),
    "a chain written anew, heads outside gone": (history_without_outside_heads, "the head that was filed"),
    "that, and the superior's register": (history_and_filings_without_outside_heads, "does not say what ledger entry"),
    "a chain gone": (lambda: remove(Chain.objects.filter(name="QL07")), "the tail was cut"),
    "a line of heads that cannot be read": (head_that_cannot_be_read, "the line cannot be read"),
    "a forged signature": (forged_signature, "signature "),
    "an author's signature": (author_signed, "by an author of the edition"),
    "a signature on another digest": (lambda: alter(one(Signature), digest="0" * 64), "on another digest"),
    "a signature at another step": (lambda: alter(one(Signature), step=2), "belongs to no step"),
    "a signature taken away": (
        lambda: remove(one(Signature, submission__outcome__kind="granted", step=4)),
        "lacks signatures, and it was granted",
    ),
    "a signer's name changed in the filing": (lambda: alter(one(Filing), signatures=[]), "its signatures are not"),
    "a signature from before the term": (
        lambda: alter(one(Signature), signed_at=NOW - timedelta(days=500)),
        "no member of",
    ),
    "an outcome without its permit": (lambda: alter(one(Outcome, kind="granted"), permit=None), "contradict"),
    "an outcome turned round": (lambda: alter(one(Outcome, kind="granted"), kind="returned"), "contradict"),
    "an outcome taken away": (lambda: remove(one(Outcome)), "no step of it is under way"),
    "a forged permit and posting": (forged_permit, "no submission was granted for it"),
    "a posting taken away": (lambda: remove(one(Posting)), "was never posted"),
    "a posting that ends later": (lambda: alter(one(Posting, ends_at__isnull=False), ends_at=AFTER), "ends at another"),
    "a posting that begins earlier": (lambda: alter(one(Posting), begins_at=NOW - timedelta(1)), "begins at another"),
    "a minimum period shortened": (lambda: alter(one(Posting), earliest_end=NOW), "ends at another moment"),
    "another audience": (lambda: alter(one(Posting), after_end="remove"), "its audience"),
    "a posting of another column": (
        lambda: alter(one(Posting), column=factories.column(Posting.objects.first().organization)),
        "does not belong where",
    ),
    "two editions up at once": (second_posting_at_once, "is still up"),
    "a withdrawal without a reason": (lambda: alter(one(Closing, kind="withdrawn"), explanation=""), "no reason"),
    "another reason than was given": (
        lambda: alter(one(Closing, kind="withdrawn"), explanation="别的"),
        "does not say",
    ),
    "a withdrawal taken away": (lambda: remove(one(Closing, kind="withdrawn")), "speaks of closing:"),
    "a replacement of another moment": (
        lambda: alter(one(Closing, kind="replaced"), at=AFTER),
        "of another item, or of another moment",
    ),
    "a gap in index numbers": (lambda: alter(one(IndexNumber, serial=2), serial=9), "there is a gap"),
    "an index number that is not its parts": (
        lambda: alter(one(IndexNumber), text="QL07-SF-2026-9999"),
        "is not what its parts say",
    ),
    "content changed": (changed_content, "does not match its digest"),
    "content taken away": (lambda: remove(one(EditionContent)), "its content is missing"),
    "a title beside the content changed": (lambda: alter(one(Edition), title="别的"), "are not those of the content"),
    "an edition renumbered": (lambda: alter(one(Edition, number=2), number=3), "edition 2 of the item is missing"),
    "a file of an edition taken away": (lambda: remove(one(EditionFile)), "its files are not those"),
    "a file of an edition renamed": (lambda: alter(one(EditionFile), name="b.pdf"), "its files are not those"),
    "a kept file missing": (lambda: store.path(KeptFile.objects.first().sha256).unlink(), "missing from the store"),
    "a kept file changed": (damaged_file, "its bytes are not those"),
    "two kept files exchanged": (swapped_files, "another size"),
    "a kept file shortened": (shortened_file, "another size"),
    "a kept file's row gone": (lambda: KeptFile.objects.all().delete(), "is not kept"),
    "a filing changed": (lambda: alter(one(Filing), digest="0" * 64), "is not what was posted"),
    "a filing taken away": (lambda: remove(one(Filing)), "speaks of filing:"),
    "another head in a filing": (lambda: alter(one(Filing), chain_head="0" * 64), "the head that was filed"),
    "a page changed": (changed_page, "says something else"),
    "a page live without a posting": (live_without_posting, "is live without a current posting"),
    "a page down that should be up": (
        lambda: ItemPage.objects.filter(live=True).update(live=False),
        "its posting is current",
    ),
    "a trigger dropped": (dropped_trigger, "trigger "),
    "a member put in": (member_by_sql, "has no entry in the ledger"),
    "a term made longer": (
        lambda: Membership.objects.filter(name="leader1").update(until=AFTER),
        "is not as the ledger says (until)",
    ),
    "a member taken away": (lambda: remove(one(Membership, name="office2")), "its row is missing"),
    "a row that points at nothing": (lambda: remove(one(Permit)), "points at nothing"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_it_finds(damage):
    act, says = DAMAGE[damage]
    act()
    found = faults()
    assert any(says in fault for fault in found), found


def test_what_cannot_be_read_is_a_fault_and_hides_no_other():
    alter(one(Submission), route={"step": "no list"})
    changed_page()
    found = faults()
    assert any("could not be finished" in fault for fault in found)
    assert any("says something else" in fault for fault in found)
