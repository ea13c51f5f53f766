"""The start page takes the place of the page that Wagtail makes, and the site begins there."""

from django.db import migrations


def create(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("home", "HomePage")

    plain, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    ours, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    Page.objects.filter(content_type=plain, slug="home", depth=2).delete()
    page = HomePage.objects.create(
        title="公开栏",
        draft_title="公开栏",
        slug="home",
        content_type=ours,
        locale=Locale.objects.first(),
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
    )
    Site.objects.create(hostname="localhost", site_name="公开栏", root_page=page, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
