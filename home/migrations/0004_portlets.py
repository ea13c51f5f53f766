"""The start page places portlets; one that is there already gets those it had, in the same order."""

import json

import wagtail.fields
from django.db import migrations

NUMBERS = {"latest": 8, "ending": 6}
PLACED = ["counts", "specimen", "latest", "ending", "organizations", "columns", "how"]


def place(apps, schema_editor):
    """Drafts of the page get them, too: the editor goes on from the newest."""
    HomePage = apps.get_model("home", "HomePage")
    Revision = apps.get_model("wagtailcore", "Revision")
    stream = [{"type": name, "value": {"number": NUMBERS[name]} if name in NUMBERS else None} for name in PLACED]
    for page in HomePage.objects.all():
        page.body = json.dumps(stream)
        page.save(update_fields=["body"])
        for revision in Revision.objects.filter(object_id=str(page.pk), content_type=page.content_type_id):
            revision.content["body"] = json.dumps(stream)
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_names_in_chinese"),
    ]

    operations = [
        migrations.AddField(
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
                    ("topics", 6),
                    ("organization", 9),
                    ("search", 0),
                    ("how", 0),
                    ("text", 10),
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
