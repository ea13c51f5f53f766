"""Two schools of one bureau; whatever is the second's carries a mark that the first may never see."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from tests import factories

BACKEND = "django.contrib.auth.backends.ModelBackend"
MARK = "Zhmark"
SEARCHED = "Zhmar"  # finds the mark; a page that repeats it does not say the mark


def image(collection, title, by=None):
    file = io.BytesIO()
    Picture.new("RGB", (20, 20), "white").save(file, "PNG")
    return get_image_model().objects.create(
        title=title, file=ImageFile(file, f"{title}.png"), collection=collection, uploaded_by_user=by
    )


def document(collection, title, by=None):
    file = SimpleUploadedFile(f"{title}.pdf", b"%PDF-1.4")
    return get_document_model().objects.create(title=title, file=file, collection=collection, uploaded_by_user=by)


def editor_of_the_host(user=None):
    """Someone whom a group of the host site lets do everything from the root, files included."""
    user = user or factories.person()
    group = Group.objects.create(name=f"editors of the site: {user}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
    root = Collection.get_first_root_node()
    for codename in ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"):
        permission = Permission.objects.get(codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
    for codename in ("add_collection", "change_collection", "delete_collection"):
        permission = Permission.objects.get(codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
    user.groups.add(group)
    return user


@pytest.fixture
def other(school):
    """The second school, with an item, an image, a document and tags that carry the mark."""
    found = factories.school(bureau=school.bureau, code="QL08", prefix=f"{MARK}-")
    found.organization.title = found.organization.draft_title = "槐树街小学"
    found.organization.save()  # names are public; drafts and files are not
    clerk = found.people["office"]
    found.item = factories.item(found.column, by=clerk, title=f"{MARK} item")
    found.item.topics.add(f"{MARK} topic")
    found.item.save_revision(user=clerk, log_action=True)
    found.image = image(found.organization.collection, f"{MARK} image", by=clerk)
    found.image.tags.add(f"{MARK} tag")
    found.document = document(found.organization.collection, f"{MARK} document", by=clerk)
    found.document.tags.add(f"{MARK} tag")
    return found


@pytest.fixture
def indexed(other):
    """What a search would find, is found."""
    call_command("update_index", verbosity=0)


@pytest.fixture
def clerk(client, school, other):
    client.force_login(school.people["office"], backend=BACKEND)
    return client


@pytest.fixture
def host_editor(client, school, other):
    client.force_login(editor_of_the_host(), backend=BACKEND)
    return client
