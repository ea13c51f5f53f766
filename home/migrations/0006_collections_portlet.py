"""Collections get a place of their own; start pages that still stand as they were made show them behind the columns."""

import json

import wagtail.fields
from django.db import migrations

BEFORE = ["counts", "specimen", "latest", "ending", "organizations", "columns", "how"]


def arranged(stream: list[dict]) -> list[dict]:
    """With collections behind the columns, where nobody has arranged it otherwise."""
    if [part["type"] for part in stream] != BEFORE:
        return stream
    behind = BEFORE.index("columns") + 1
    return [*stream[:behind], {"type": "collections", "value": None}, *stream[behind:]]


def place(apps, schema_editor):
    """Drafts of the page get it, too: the editor goes on from the newest."""
    HomePage = apps.get_model("home", "HomePage")
    Revision = apps.get_model("wagtailcore", "Revision")
    for page in HomePage.objects.all():
        page.body = json.dumps(arranged(list(page.body.raw_data)))
        page.save(update_fields=["body"])
        for revision in Revision.objects.filter(object_id=str(page.pk), content_type=page.content_type_id):
            revision.content["body"] = json.dumps(arranged(json.loads(revision.content["body"] or "[]")))
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("home", "0005_collection_portlet")]

    operations = [
        migrations.AlterField(
            model_name="homepage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("counts", 0),
                    ("specimen", 0),
                    ("latest", 2),
                    ("ending", 4),
                    ("organizations", 0),
                    ("columns", 0),
                    ("collections", 0),
                    ("topics", 6),
                    ("organization", 9),
                    ("collection", 11),
                    ("search", 0),
                    ("how", 0),
                    ("text", 12),
                ],
                blank=True,
                block_lookup={
                    0: ("wagtail.blocks.static_block.StaticBlock", (), {}),
                    1: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 8, "label": "How many at most", "max_value": 20, "min_value": 1},
                    ),
                    2: ("wagtail.blocks.StructBlock", [[("number", 1)]], {}),
                    3: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 6, "label": "How many at most", "max_value": 20, "min_value": 1},
                    ),
                    4: ("wagtail.blocks.StructBlock", [[("number", 3)]], {}),
                    5: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 12, "label": "How many at most", "max_value": 20, "min_value": 1},
                    ),
                    6: ("wagtail.blocks.StructBlock", [[("number", 5)]], {}),
                    7: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 5, "label": "How many at most", "max_value": 20, "min_value": 1},
                    ),
                    8: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Organization", "page_type": ["disclosure.OrganizationPage"]},
                    ),
                    9: ("wagtail.blocks.StructBlock", [[("number", 7), ("organization", 8)]], {}),
                    10: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "Collection of notices", "page_type": ["disclosure.CollectionPage"]},
                    ),
                    11: ("wagtail.blocks.StructBlock", [[("number", 7), ("collection", 10)]], {}),
                    12: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "link", "ol", "ul"],
                            "icon": "pilcrow",
                            "label": "Words about this site",
                            "template": "disclosure/board/portlets/text.html",
                        },
                    ),
                },
                help_text="Each part shows what is public at that moment. What is news is a disclosure item, and signed.",
                verbose_name="what stands on it",
            ),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
