"""What an edition or a roster stands on is never swept."""

import io
from datetime import timedelta

import pytest

from disclosure.core import clock
from disclosure.files import operations as kept
from disclosure.files.models import KeptFile
from disclosure.items import operations
from disclosure.items.models import EditionFile
from tests import factories
from tests.items import drafts
from tests.items.library import picture_bytes

pytestmark = pytest.mark.django_db


def test_files_of_editions_and_photographs_stay(django_capture_on_commit_callbacks):
    school = factories.school()
    page = drafts.full(school)
    factories.submitted(page, school.people["office"])
    photograph = kept.keep_picture(io.BytesIO(picture_bytes(colour="#123")), "photograph")
    membership = school.bodies["principal"].memberships.get()
    membership.photograph = photograph
    membership.save()
    idle = kept.keep(io.BytesIO(b"nobody needs this"), "idle.txt")
    with clock.moved(clock.now() + timedelta(days=8)), django_capture_on_commit_callbacks(execute=True):
        operations.sweep_files()
    left = set(KeptFile.objects.values_list("sha256", flat=True))
    needed = set(EditionFile.objects.values_list("sha256", flat=True)) | {s["sha256"] for s in photograph.sizes}
    assert left == needed
    assert idle.sha256 not in left
    assert not any(kept.damaged(sha256) for sha256 in needed)
