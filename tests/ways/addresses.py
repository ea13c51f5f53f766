"""Every address of the admin, made from the URL resolver, with what stands at it in the scene."""

from collections.abc import Iterator

from django.urls import get_resolver, reverse
from wagtail.models import Site, Task

from disclosure.core.models import LedgerEntry
from disclosure.signoff.models import Submission


def patterns(entries, above=(), spaces=()) -> Iterator[tuple[str, tuple]]:
    for entry in entries:
        here = (*above, entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from patterns(entry.url_patterns, here, inner)
        else:
            yield ":".join((*spaces, entry.name or "")), here


def routes() -> dict[str, list[str]]:
    """The names of all views of the admin, each with the names of its arguments."""
    found = {}
    for name, way in patterns(get_resolver().url_patterns):
        if str(way[0]) == "admin/" and name and not name.endswith(":"):
            own = [key for pattern in way for key in pattern.converters]
            own += [key for pattern in way if hasattr(pattern, "_regex") for key in pattern.regex.groupindex]
            found[name] = own
    return found


def arguments(scene) -> dict[str, object]:
    """What stands for an argument: by the view's name and the argument's, or by the argument's alone."""
    item, school = scene.draft.pk, scene.school
    submission = Submission.objects.get(item=scene.signing)
    return {
        **dict.fromkeys(["page_id", "page_to_move_id", "page_pk", "wagtailadmin_api:pages:pk"], item),
        **dict.fromkeys(["wagtailadmin_pages:revisions_compare:pk", "disclosure_items:pk"], item),
        **dict.fromkeys(["parent_page_id", "destination_id"], school.column.pk),
        **dict.fromkeys(["content_type_app_name", "app_name"], "disclosure"),
        **dict.fromkeys(["content_type_model_name"], "itempage"),
        "app_label": "wagtailcore",
        "model_name": "page",
        "wagtailadmin_pages:choose_parent:app_label": "disclosure",
        "wagtailadmin_pages:choose_parent:model_name": "itempage",
        "wagtailadmin_workflows:add_task:app_label": "disclosure",
        "wagtailadmin_workflows:add_task:model_name": "signaturestep",
        "wagtailadmin_tag_model_autocomplete:model_name": "topic",
        "action": "publish",
        "action_name": "publish",
        "task_state_id": submission.task_states.latest("pk").pk,
        "revision_id": scene.draft.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "workflow_state_id": submission.workflow_state,
        **dict.fromkeys(["document_id", "doc_id", "wagtailadmin_api:documents:pk"], scene.document.pk),
        **dict.fromkeys(["wagtaildocs_chooser:pk"], scene.document.pk),
        **dict.fromkeys(["image_id", "wagtailadmin_api:images:pk", "wagtailimages_chooser:pk"], scene.image.pk),
        "filter_spec": "width-10",
        **dict.fromkeys(["wagtailadmin_collections:pk", "collection_id"], scene.document.collection_id),
        **dict.fromkeys(["wagtailadmin_workflows:pk", "workflow_pk"], school.workflow.pk),
        **dict.fromkeys(["task_id"], Task.objects.first().pk),
        **{f"wagtailadmin_workflows:{name}_task:pk": Task.objects.first().pk for name in ("edit", "disable", "enable")},
        "object_id": str(item),
        "organization": school.organization.pk,
        "body": school.bodies["leading"].pk,
        "member": school.bodies["leading"].memberships.get(user=school.people["leader2"]).pk,
        "disclosure_profiles:preview:name": "high-school",
        "name": "x.pdf",
        "token": "x",
        "kind": "accounts",
        "posting": scene.posting.pk,
        "closing": scene.closing.pk,
        "before": 1,
        "after": 1,
        "disclosure_desk:pk": scene.up.pk,
        "disclosure_signoff:pk": submission.pk,
        "disclosure_signoff:paper:pk": 0,  # tests/signoff/test_paper_pages.py asks who reads one
        "disclosure_submissions:pk": submission.pk,
        "disclosure_postings:pk": scene.posting.pk,
        "disclosure_signatures:pk": scene.posting.permit.outcome.submission.signatures.first().pk,
        "disclosure_filing:pk": scene.filing.pk,
        "disclosure_messages:pk": scene.message.pk,
        "disclosure_catalog:pk": school.entry.pk,
        "instance_pk": LedgerEntry.objects.filter(chain=school.organization.chain).first().pk,
        "wagtailsites:pk": Site.objects.get().pk,
        "wagtailusers_users:pk": school.people["office"].pk,
        "wagtailusers_groups:pk": scene.group.pk,
        "uidb64": "x",
        **dict.fromkeys(["session_id", "uploaded_file_id"], 1),
    }


def address(name: str, keys: list[str], stand_for: dict) -> str:
    """The address of a view, its arguments filled from the scene: the closest name that is known counts."""
    space = name.rpartition(":")[0]
    known = {}
    for key in keys:
        closest = [f"{name}:{key}", f"{space}:{key}", key]
        known[key] = next(stand_for[wanted] for wanted in closest if wanted in stand_for)
    return reverse(name, kwargs=known)
