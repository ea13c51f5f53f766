"""Rows that Wagtail's own migrations make get a Chinese name, where they still have the English one."""

from django.db import migrations

NAMES = [
    ("auth", "Group", "name", {"Moderators": "审核员", "Editors": "编辑员"}),
    ("wagtailcore", "Page", "title", {"Root": "全部页面"}),
    ("wagtailcore", "Page", "draft_title", {"Root": "全部页面"}),
    ("wagtailcore", "Collection", "name", {"Root": "全部文件"}),
    ("wagtailcore", "Workflow", "name", {"Moderators approval": "审核员审核"}),
    ("wagtailcore", "Task", "name", {"Moderators approval": "审核员审核"}),
]


def rename(apps, schema_editor):
    for app, model, field, names in NAMES:
        rows = apps.get_model(app, model).objects
        if model in {"Page", "Collection"}:
            rows = rows.filter(depth=1)
        for english, chinese in names.items():
            rows.filter(**{field: english}).update(**{field: chinese})


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_start_page"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
