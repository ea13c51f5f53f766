"""The library's files are its editors' alone (L20); the host's own stay as open as ever."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import RequestFactory
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from disclosure.files.hooks import documents_are_the_editors
from tests import factories
from tests.items.library import PDF, document, image, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def renditions_are_made_anew():
    """Wagtail remembers renditions beyond the rows of one test."""
    cache.clear()


def ask(client, member):
    return client.get(member.file.url).status_code


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_stranger_finds_nothing_of_an_organization(client, school):
    assert ask(client, document(school.organization)) == 404
    picture = image(school.organization)
    assert ask(client, picture) == 404
    assert client.get(picture.get_rendition("max-100x100").url).status_code == 404


def test_its_office_reads_it(client, school):
    signed_in(client, school.people["office"])
    assert ask(client, document(school.organization)) == 200
    picture = image(school.organization)
    assert ask(client, picture) == 200
    assert client.get(picture.get_rendition("max-100x100").url).status_code == 200


def test_another_schools_office_finds_nothing(client, school):
    other = factories.school(bureau=school.bureau, code="QL21", prefix="x-")
    signed_in(client, other.people["office"])
    assert ask(client, document(school.organization)) == 404
    assert ask(client, image(school.organization)) == 404


def test_the_hosts_own_files_stay_open(client, school):
    root = Collection.get_first_root_node()
    own = get_document_model().objects.create(title="x", collection=root, file=ContentFile(PDF, name="x.pdf"))
    picture = get_image_model().objects.create(
        title="x", collection=root, file=ContentFile(picture_bytes(), name="x.jpg"), width=1, height=1
    )
    assert ask(client, own) == 200
    assert ask(client, picture) == 200


def test_a_file_that_the_library_no_longer_knows_is_closed(client, school):
    gone = document(school.organization)
    url = gone.file.url
    get_document_model().objects.filter(pk=gone.pk).delete()
    assert client.get(url).status_code == 404


def test_an_upload_that_is_not_filed_yet_is_nobodys(client, school):
    """What Wagtail keeps until its form is filled in lies below a name that can be guessed (L23)."""
    office = school.people["office"]
    upload = UploadedFile.objects.create(file=ContentFile(b"x", "draft.png"), uploaded_by_user=office)
    assert client.get(upload.file.url).status_code == 404
    assert signed_in(client, office).get(upload.file.url).status_code == 404


@pytest.mark.parametrize("place", ["documents", "original_images", "images"])
def test_a_file_that_no_row_names_is_nobodys(client, school, place):
    name = default_storage.save(f"{place}/left-over.pdf", ContentFile(PDF))
    assert signed_in(client, school.people["office"]).get(default_storage.url(name)).status_code == 404


@pytest.mark.parametrize(
    "path", ["../db.sqlite3", "documents/../../db.sqlite3", "documents/", "nothing.pdf", "%2e%2e/x"]
)
def test_no_path_leads_elsewhere(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_what_the_library_answers_runs_nowhere(client, school):
    answer = signed_in(client, school.people["office"]).get(document(school.organization).file.url)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-cache" in answer["Cache-Control"]


def test_wagtails_own_document_view_asks_the_same(school):
    request = RequestFactory().get("/")
    request.user = school.people["office"]
    documents_are_the_editors(document(school.organization), request)
    request.user = factories.person("stranger")
    with pytest.raises(Http404):
        documents_are_the_editors(document(school.organization), request)
