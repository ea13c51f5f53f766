"""One item's whole way in somebody else's site, and what must not have changed there. Ends with 0 where all is well."""

import os
import re
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hostsite.settings")
django.setup()

from blog.models import BlogPage
from django.contrib.auth.models import Group, Permission, User
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import GroupPagePermission, Site
from wagtail.rich_text import RichText

import disclosure
from disclosure.catalog.models import CatalogEntry
from disclosure.core import clock
from disclosure.items.models import ItemPage
from disclosure.organizations.models import Body, Membership, OrganizationPage
from disclosure.signoff import operations

NOW = clock.now()


def host_content() -> tuple[BlogPage, User]:
    """The host's own page with a picture, and its own editor, who has a group and no membership."""
    drawn = BytesIO()
    Picture.new("RGB", (80, 60), "teal").save(drawn, "PNG")
    drawn.seek(0)
    picture = Image.objects.create(title="Tea", file=ImageFile(drawn, name="tea.png"))
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(instance=BlogPage(title="Tea", slug="tea", body="<p>Green.</p>", picture=picture))
    group = Group.objects.create(name="Writers of the blog")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=page,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
        )
    writer = User.objects.create_user("writer", password="writer-writer")
    writer.groups.add(group)
    return page, writer


def the_host_is_as_before(page: BlogPage, writer: User, text: str) -> None:
    """Its editor edits and publishes; a visitor reads it, and the picture loads."""
    editor = Client()
    editor.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    assert editor.get("/admin/").status_code == 200
    assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    sent = {
        "title": "Tea",
        "body": f'{{"blocks": [{{"key": "a", "text": "{text}", "type": "unstyled", "depth": 0, '
        '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
        "picture": page.picture_id,
        "slug": "tea",
        "action-publish": "1",
    }
    answer = editor.post(f"/admin/pages/{page.pk}/edit/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    visitor = Client()
    answer = visitor.get("/tea/")
    assert answer.status_code == 200
    assert text in answer.content.decode()
    source = re.search(r'src="(/media/[^"]+)"', answer.content.decode()).group(1)
    loaded = visitor.get(source)
    assert loaded.status_code == 200
    assert loaded.headers["Content-Type"] == "image/png"
    assert b"".join(loaded.streaming_content).startswith(b"\x89PNG")


def organization() -> OrganizationPage:
    """A school with the profile, and one person in each of its bodies; two where the quorum asks for them."""
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(
        instance=OrganizationPage(title="榆钱巷小学", slug="school", code="YQ", supervision_telephone="0000-6001 2345")
    )
    call_command("profile", "install", "principal-school", organization="school")
    for body in Body.objects.filter(organization=page):
        for number in range(3):
            user = User.objects.create_user(f"{body.kind}{number}", password="disclosure-demo")
            Membership.objects.create(
                body=body, user=user, name=user.username, role="head" if number == 0 else "member", since=NOW
            )
    return page


def posted(school: OrganizationPage) -> str:
    """An item through its whole route; its index number."""
    entry = CatalogEntry.objects.get(catalog__organization=school, number="2.1")
    office = User.objects.get(username="office0")
    item = ItemPage(
        title="放学时间调整",
        slug="time",
        entry=entry,
        owner=office,
        live=False,
        formed_on=clock.today(),
        summary="自下周一起，放学时间为 16:30。",
        body=[("text", RichText("<p>征求意见七日。</p>"))],
        wish_days=7,
    )
    entry.column.add_child(instance=item)
    item.save_revision(user=office)
    item.get_workflow().start(item, office)
    submission = item.submissions.get()
    for place, step in enumerate(submission.route, 1):
        for number in range(3):
            if submission.task_states.filter(status="in_progress", step=place).exists():
                operations.sign(
                    submission=submission,
                    signer=User.objects.get(username=f"{step['kind']}{number}"),
                    digest=submission.edition.digest,
                    review={"attribute": "proactive", "ground": "", "result": "可以公开"},
                )
    return item.postings.get().index.text


def shown(address: str) -> str:
    """What a visitor reads there."""
    answer = Client().get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def main() -> None:
    assert "site-packages-of-the-host" in disclosure.__file__, disclosure.__file__
    page, writer = host_content()
    the_host_is_as_before(page, writer, "Before")
    number = posted(organization())
    posting = ItemPage.objects.get().postings.get()
    seen = shown(f"/{number}/")
    assert "放学时间调整" in seen
    assert "state-past" not in seen
    assert number not in shown("/past/")
    with clock.moved(posting.ends_at):
        assert "state-past" in shown(f"/{number}/")
        assert number in shown("/past/")
    the_host_is_as_before(page, writer, "After")


main()
