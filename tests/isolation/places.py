"""Where one walks: each address of the site with the numbers of both schools, what is added to it, what is sent."""

from collections.abc import Iterator
from itertools import product

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision, Task, TaskState

from disclosure.catalog.models import CatalogEntry
from disclosure.core.models import LedgerEntry, OutboxMail
from disclosure.filing.models import Filing
from disclosure.items.models import EditionTopic, IndexNumber
from disclosure.organizations.models import Membership
from disclosure.signoff.models import Signature, Submission
from tests.isolation.marks import SEARCHED
from tests.ways.addresses import arguments, routes

NOBODYS = 98765432  # no row has this number


def numbers(made) -> dict[str, list]:
    """What stands for an argument in the second school, by the same names as in tests/ways/addresses.py."""
    school, other = made.school, made.other
    items = [made.items[name].pk for name in ("draft", "signing", "waiting", "up", "withdrawn")]
    frame = [other[name].pk for name in ("column", "collection", "organization")]
    frame += [school.column.pk, school.organization.pk]
    submissions = [made.submissions[name].pk for name in ("signing", "returned", "correction")]
    of_draft = Revision.objects.filter(object_id=str(items[0]), base_content_type=_pages()).order_by("pk")
    revisions = [of_draft.first().pk, of_draft.last().pk]
    collection = school.organization.collection
    pictures = tuple(get_image_model().objects.filter(collection=collection).values_list("pk", flat=True)[:2])
    documents = tuple(get_document_model().objects.filter(collection=collection).values_list("pk", flat=True)[:2])
    states = TaskState.objects.filter(workflow_state__object_id=str(made.items["signing"].pk))
    steps = Task.objects.filter(name__istartswith=SEARCHED).values_list("pk", flat=True)[:1]
    members = Membership.objects.filter(body__in=[school.bodies["administrators"], school.bodies["leading"]])
    postings = [posting.pk for posting in made.postings.values()]
    entries = CatalogEntry.objects.filter(catalog=school.entry.catalog).values_list("pk", flat=True)
    rows = {
        "page_id": [*items, *frame],
        "parent_page_id": [*frame, items[0]],
        "destination_id": [*frame[:2], items[0]],
        **dict.fromkeys(["page_to_move_id", "page_pk", "wagtailadmin_api:pages:pk"], (*items[:2], *frame[:2])),
        **dict.fromkeys(["wagtailadmin_pages:revisions_compare:pk", "disclosure_items:pk"], (*items[:2], *frame[:2])),
        "task_state_id": list(states.values_list("pk", flat=True)[:2]),
        "revision_id": revisions,
        "revision_id_a": [str(revisions[0])],
        "revision_id_b": [str(revisions[1])],
        "workflow_state_id": [made.submissions["signing"].workflow_state],
        **dict.fromkeys(["document_id", "doc_id"], documents),
        **dict.fromkeys(["wagtailadmin_api:documents:pk", "wagtaildocs_chooser:pk"], documents),
        **dict.fromkeys(["image_id", "wagtailadmin_api:images:pk", "wagtailimages_chooser:pk"], pictures),
        **dict.fromkeys(["wagtailadmin_collections:pk", "collection_id"], (collection.pk,)),
        **dict.fromkeys(["wagtailadmin_workflows:pk", "workflow_pk"], (other["workflow"].pk,)),
        "task_id": list(steps),
        **{f"wagtailadmin_workflows:{name}_task:pk": list(steps) for name in ("edit", "disable", "enable")},
        "wagtailadmin_tag_model_autocomplete:app_name": ["taggit"],
        "wagtailadmin_tag_model_autocomplete:model_name": ["tag"],
        "object_id": [str(pk) for pk in items[:2]],
        "organization": [school.organization.pk, other["organization"].pk],
        "body": [school.bodies["administrators"].pk, school.bodies["leading"].pk],
        "member": list(members.values_list("pk", flat=True)),
        "posting": postings,
        "closing": [other["closing"].pk],
        "disclosure_desk:pk": items,
        "disclosure_signoff:pk": submissions,
        "disclosure_signoff:paper:pk": [other["paper"].pk],
        "disclosure_submissions:pk": submissions,
        "disclosure_postings:pk": postings,
        "disclosure_signatures:pk": [Signature.objects.filter(submission=submissions[0]).first().pk],
        "disclosure_filing:pk": list(
            Filing.objects.filter(organization=school.organization).values_list("pk", flat=True)
        ),
        "disclosure_messages:pk": list(
            OutboxMail.objects.filter(subject__startswith="Zhm").values_list("pk", flat=True)
        ),
        "disclosure_catalog:pk": list(entries),
        "instance_pk": [LedgerEntry.objects.filter(chain=school.organization.chain).last().pk],
        "wagtailusers_users:pk": [made.office.pk],
        "uidb64": [urlsafe_base64_encode(force_bytes(made.office.pk))],
        "uploaded_file_id": [other["upload"].pk],
        "session_id": [EditingSession.objects.get(user=made.office).pk],
    }
    assert not [name for name, found in rows.items() if not found]
    return rows


def _pages() -> ContentType:
    return ContentType.objects.get(app_label="wagtailcore", model="page")


def filled(name: str, keys: list[str], own: dict, others: dict) -> list[dict]:
    """The arguments of a view: everything one's own, then each mixture with what is the others'."""
    space = name.rpartition(":")[0]
    choices = []
    for key in dict.fromkeys(keys):
        closest = [f"{name}:{key}", f"{space}:{key}", key]
        mine = next(own[wanted] for wanted in closest if wanted in own)
        theirs = next((others[wanted] for wanted in closest if wanted in others), [])
        choices.append([(key, value) for value in (mine, *theirs)])
    return [dict(chosen) for chosen in product(*choices)]


def of_the_admin(made) -> dict[str, list[str]]:
    """Every address of the admin, by the name of its view; the first one has one's own numbers alone."""
    own, others = arguments(made.ways) | {"disclosure_signoff:paper:pk": NOBODYS}, numbers(made)
    return {
        name: list(dict.fromkeys(reverse(name, kwargs=said) for said in filled(name, keys, own, others)))
        for name, keys in routes().items()
    }


def of_the_public(made) -> dict[str, list[str]]:
    """Every public address that could show something of the second school, by what it is."""
    school = made.school
    found: dict[str, list[str]] = {"path": [page.url_path.removeprefix("/home") for page in _in_the_tree(made)]}
    for index in IndexNumber.objects.filter(item__in=[page.pk for page in made.items.values()]):
        address = reverse("disclosure:item", args=[index.text])
        editions = list(index.item.editions.all())
        found.setdefault("item", []).append(address)
        found.setdefault("edition", []).extend(f"{address}{edition.number}/" for edition in editions)
        for edition in editions:
            names = [file.name for file in edition.files.all()]
            found.setdefault("file", []).extend(f"{address}files/{name}" for name in names)
            found.setdefault("edition_file", []).extend(f"{address}{edition.number}/files/{name}" for name in names)
    codes = [school.organization.code, made.other["organization"].code]
    for name in ("roster", "past_of", "withdrawn_of", "emblem", "directory_of", "guide_of"):
        found[name] = [reverse(f"disclosure:{name}", args=[code]) for code in codes]
    found["photograph"] = [
        reverse("disclosure:photograph", args=[codes[0], member.pk])
        for member in Membership.objects.filter(body__organization=school.organization)
    ]
    found["colour"] = [reverse("disclosure:colour", args=["1f3a5c"])]
    lists = ("organizations", "map", "rosters", "past", "withdrawn", "search", "topics", "directory", "guide")
    for name in (*lists, "components", "robots", "sitemaps"):
        found[name] = [reverse(f"disclosure:{name}")]
    found["sitemap"] = [f"/sitemap-{section}.xml" for section in ("organizations", "columns", "items", "rosters")]
    slugs = EditionTopic.objects.filter(edition__organization=school.organization).values_list("slug", flat=True)
    for name in ("topic", "topic_feed", "topic_calendar"):
        found[name] = [reverse(f"disclosure:{name}", args=[slug]) for slug in sorted(set(slugs))]
    found["health"] = ["/health/"]
    found["invitation"] = ["/invitation/" + "0" * 40 + "/"]
    found["start"] = ["/", "/_util/login/"]
    documents = get_document_model().objects.filter(collection=school.organization.collection)
    found["document"] = [document.url for document in documents]
    found["media"] = [default_storage.url(name) for name in sorted(_stored(made))]
    return found


def _in_the_tree(made):
    frame = [made.other[name] for name in ("column", "collection", "organization")]
    return [*made.items.values(), *frame, made.school.column]


def _stored(made) -> set[str]:
    """Every file of the second school in the library and beside it; an avatar's address has a random number in it."""
    pictures = get_image_model().objects.filter(collection=made.school.organization.collection)
    documents = get_document_model().objects.filter(collection=made.school.organization.collection)
    names = {row.file.name for row in (*pictures, *documents, made.other["upload"])}
    return names | {rendition.file.name for picture in pictures for rendition in picture.renditions.all()}


def read_at_home(made) -> dict[str, list[str]]:
    """Where those who work in the second school, and the superusers, read what it has."""
    found = []
    for page in made.items.values():
        found += [reverse(f"wagtailadmin_pages:{view}", args=[page.pk]) for view in ("edit", "history", "view_draft")]
        found += [reverse("disclosure_desk:item", args=[page.pk])]
        for revision in Revision.objects.for_instance(page):
            found.append(reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk]))
    for submission in Submission.objects.filter(organization=made.school.organization):
        found += [reverse("disclosure_signoff:sign", args=[submission.pk])]
    found += [reverse("disclosure_signoff:paper", args=[made.other["paper"].pk])]
    found += [reverse(f"disclosure_{name}") for name in ("images", "documents", "submissions:index", "postings:index")]
    found += [reverse("disclosure_submissions:index") + "?export=csv"]
    public, kept = of_the_public(made), []
    found += [*public["document"], *public["media"]]
    numbered = {
        "disclosure_messages:inspect": "disclosure_messages:pk",
        "disclosure_catalog:edit": "disclosure_catalog:pk",
        "disclosure_organizations:roster": "organization",
        "wagtailadmin_workflows:edit": "wagtailadmin_workflows:pk",
    }
    n = numbers(made)
    kept += [reverse(name, args=[pk]) for name, key in numbered.items() for pk in n[key]]
    kept += [reverse("wagtailusers_users:edit", args=[user.pk]) for user in made.school.people.values()]
    for model in (get_image_model(), get_document_model()):
        kind = model._meta.app_label
        files = model.objects.filter(collection=made.school.organization.collection)
        found += [reverse(f"{kind}:edit", args=[pk]) for pk in files.values_list("pk", flat=True)]
    frame = [made.other[name] for name in ("organization", "column", "collection")]
    frame += [made.school.organization, made.school.column]
    kept += [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in frame]
    lists = ("disclosure_images", "wagtailadmin_reports:site_history", "wagtailadmin_workflows:task_index")
    kept += [reverse(name) for name in lists]
    return {"office": found, "root": kept}


def asked(made) -> list[str]:
    """What is added to an address: searches, sheets, each filter by the others' numbers."""
    school, items, n = made.school, made.items, numbers(made)
    ids = "&".join(f"id={pk}" for pk in (*n["page_id"], *n["image_id"], *n["document_id"]))
    user = made.office.pk
    return [
        *(f"{name}={SEARCHED}" for name in ("q", "term", "name", "search", "tag", "who", "subject", "recipient")),
        "export=csv",
        "export=xlsx",
        ids,
        f"id=all&childOf={school.column.pk}",
        f"childOf={school.column.pk}&child_of={school.column.pk}&descendant_of={school.organization.pk}",
        "page_type=disclosure.ItemPage&allow_external_link=1",
        f"page_type=disclosure.ItemPage&q={SEARCHED}",
        "multiple=1&user_perms=copy_to&can_choose_root=1",
        *(
            f"{name}={user}"
            for name in ("owner", "edited_by", "user", "requested_by", "uploaded_by", "locked_by", "by")
        ),
        *(f"{name}={school.organization.pk}" for name in ("organization", "parent", "superior", "site")),
        f"column={school.column.pk}&column={made.other['column'].pk}",
        f"chain={school.organization.chain_id}",
        f"collection_id={school.organization.collection_id}",
        f"collection={school.organization.collection_id}",
        f"workflow={made.other['workflow'].pk}&workflow_id={made.other['workflow'].pk}",
        f"entry={school.entry.pk}",
        f"digest={made.submissions['signing'].edition.digest}",
        f"fields=*&limit=20&search={SEARCHED}",
        f"object_id={items['draft'].pk}&content_type={_pages().pk}",
        *(f"state={state}" for state in ("open", "closed", "returned", "waiting")),
        *(f"phase={phase}" for phase in ("public", "waiting", "ended", "withdrawn")),
        *(f"ordering={field}" for field in ("title", "-latest_revision_created_at", "-live", "ord")),
        *(f"p={number}&page={number}" for number in (1, 2)),
    ]


NUMBERED = {  # the end of a field's name, and what of the second school is sent in it
    "page": "page_id",
    "parent": "parent_page_id",
    "entry": "disclosure_catalog:pk",
    "column": "parent_page_id",
    "organization": "organization",
    "superior": "organization",
    "collection": "collection_id",
    "workflow": "workflow_pk",
    "user": "wagtailusers_users:pk",
    "member": "member",
    "membership": "member",
    "body": "body",
    "image": "image_id",
    "document": "document_id",
    "posting": "posting",
    "filing": "disclosure_filing:pk",
    "id": "page_id",
}


def variants(fields: list[tuple[str, str]], others: dict) -> Iterator[list[tuple[str, str]]]:
    """What is sent by a form: as it stands, with other words, and with each number of the second school in turn."""
    yield fields
    yield [(name, SEARCHED if value and not value.isdecimal() and "-" not in name else value) for name, value in fields]
    for place, (name, value) in enumerate(fields):
        last = name.rpartition("-")[2].rpartition("_")[2]
        for number in others.get(NUMBERED.get(last, ""), [])[:3]:
            if str(number) != value:
                yield [*fields[:place], (name, str(number)), *fields[place + 1 :]]


def sent(made) -> list[tuple[str, dict]]:
    """What no form of one's own pages sends, yet a browser could."""
    school, n = made.school, numbers(made)
    draft, collection = made.items["draft"], school.organization.collection
    first = get_image_model().objects.filter(collection=collection).first()
    found = []
    for kind, row, number in (
        ("images", first, n["image_id"][0]),
        ("docs", get_document_model().objects.filter(collection=collection).first(), n["document_id"][0]),
    ):
        content = default_storage.open(row.file.name).read()
        for view in (f"wagtail{kind}:add", f"wagtail{kind}:add_multiple", f"wagtail{kind}_chooser:create"):
            for place in ("", collection.pk):
                name = "files[]" if view.endswith("multiple") else "file"
                file = {"content": content, "name": f"x.{row.file.name.rpartition('.')[2]}"}
                said = {"title": "x", "collection": place, "next": "/"}
                said |= {f"image-chooser-upload-{key}": value for key, value in said.items()}
                found.append((reverse(view), {"FILES": {name: file, f"image-chooser-upload-{name}": file}} | said))
        found.append((reverse(f"wagtail{kind}_chooser:chosen_multiple") + f"?id={number}", {}))
    link = reverse("wagtailadmin_choose_page_external_link")
    urls = (f"http://localhost{draft.url_path.removeprefix('/home')}", f"/admin/pages/{draft.pk}/edit/")
    found += [(link, {"external-link-chooser-url": url}) for url in urls]
    people = {"email": made.office.email, "username": made.office.username, "password": "x"}
    found += [(reverse(view), people) for view in ("wagtailadmin_password_reset", "wagtailadmin_login")]
    found.append((reverse("disclosure_filing:acknowledge"), {"filing": n["disclosure_filing:pk"]}))
    return found


def with_files(data: dict) -> dict:
    """Files are read once, so each request has its own."""
    files = {name: SimpleUploadedFile(file["name"], file["content"]) for name, file in data.get("FILES", {}).items()}
    return {name: value for name, value in data.items() if name != "FILES"} | files


def guesses(made) -> Iterator[tuple[str, str, list[str]]]:
    """Of each view that takes a number: its address with a number that nothing has, and with each of the others', all
    else one's own."""
    own, others = arguments(made.ways) | {"disclosure_signoff:paper:pk": NOBODYS}, numbers(made)
    for name, keys in routes().items():
        for key in dict.fromkeys(keys):
            found = [said for said in filled(name, keys, own, others) if not_own(said, name, keys, own) == {key}]
            if found:
                nothing = found[0] | {key: type(found[0][key])(NOBODYS)}
                yield name, reverse(name, kwargs=nothing), [reverse(name, kwargs=said) for said in found]


def not_own(said: dict, name: str, keys: list[str], own: dict) -> set[str]:
    mine = filled(name, keys, own, {})[0]
    return {key for key, value in said.items() if value != mine[key]}
