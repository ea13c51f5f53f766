"""The pages of signing on paper, by each role."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from disclosure.core import clock
from disclosure.signoff import paper
from disclosure.signoff.models import PaperSignature, Signature
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    school = factories.school()
    school.by_hand = factories.member(school.bodies["reviewers"], name="石老师")
    return school


@pytest.fixture
def submission(school):
    page = factories.item(school.column, by=school.people["office"], title="收费公示", wish_days=10)
    return factories.submitted(page, school.people["office"])


@pytest.fixture
def browse(client, school):
    def enter(name):
        client.force_login(school.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def a_scan(name="签字页.png"):
    out = BytesIO()
    Image.new("RGB", (400, 600), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def filled(school, submission, **fields):
    return {
        "member": school.by_hand.pk,
        "signed_on": clock.today().isoformat(),
        "code": paper.code_of(submission.edition.digest),
        "attribute": "proactive",
        "result": "clear",
        "scan": a_scan(),
        **fields,
    }


def register_address(submission):
    return reverse("disclosure_signoff:register", args=[submission.pk])


def registered(school, submission):
    return factories.registered(submission, school.by_hand, school.people["office"])


def paper_address(registration):
    return reverse("disclosure_signoff:paper", args=[registration.pk])


def test_the_sheet_bears_its_code_the_digest_and_a_square(browse, school, submission):
    page = browse("office").get(reverse("disclosure_signoff:sign", args=[submission.pk])).content.decode()
    digest = submission.edition.digest
    assert f"{digest[:4]} {digest[4:8]} {digest[8:12]}" in page
    assert digest in page
    assert "data:image/svg+xml" in page
    assert "石老师" in page


def test_the_sheet_has_no_room_for_those_who_may_not_sign_this_one(browse, school, submission):
    factories.member(school.bodies["leading"], school.people["office"], name="office")
    html = browse("office").get(reverse("disclosure_signoff:sign", args=[submission.pk])).content
    rows = BeautifulSoup(html, "html.parser").select(".signing-paper tbody tr")
    cells = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in rows]
    assert [cell for cell in cells if cell[1].startswith("office")][1][2:] == ["Not signed: wrote it; does not sign"]
    assert next(cell for cell in cells if cell[1].startswith("石老师"))[2:] == ["", ""]


def test_at_a_review_the_attribute_of_the_item_is_registered_and_no_other(browse, school, submission):
    form = browse("office").get(register_address(submission)).context["form"]
    assert [value for value, _label in form.fields["attribute"].choices] == ["proactive"]
    answer = browse("office").post(register_address(submission), filled(school, submission, attribute="exempt"))
    assert answer.context["form"].errors.keys() == {"attribute"}


def test_the_office_registers_and_a_witness_confirms(browse, school, submission):
    answer = browse("office").post(register_address(submission), filled(school, submission))
    registration = PaperSignature.objects.get()
    assert answer.url == paper_address(registration)
    assert "收费公示" in browse("leader1").get(reverse("wagtailadmin_home")).content.decode()
    data = {"confirm-digest": registration.digest, "confirm-seen": "on", "confirm-password": factories.PASSWORD}
    browse("leader1").post(paper_address(registration), data)
    assert Signature.objects.get().paper == registration


def test_without_the_password_nothing_is_confirmed(browse, school, submission):
    registration = registered(school, submission)
    data = {"confirm-digest": registration.digest, "confirm-seen": "on"}
    assert browse("leader1").post(paper_address(registration), data).status_code == 200
    assert not Signature.objects.exists()


@pytest.mark.parametrize(("name", "wrong"), [("code", "0000 0000 0000"), ("signed_on", "2000-01-01")])
def test_what_does_not_fit_is_said_beside_its_field(browse, school, submission, name, wrong):
    answer = browse("office").post(register_address(submission), filled(school, submission, **{name: wrong}))
    assert answer.context["form"].errors.keys() == {name}
    assert not PaperSignature.objects.exists()


@pytest.mark.parametrize("content", [b"<svg/>", b"<!doctype html>", b"MZ program", b""])
def test_a_hostile_scan_is_said_on_the_form(browse, school, submission, content):
    scan = SimpleUploadedFile("a.pdf", content)
    answer = browse("office").post(register_address(submission), filled(school, submission, scan=scan))
    assert answer.status_code == 200
    assert "publish" not in str(answer.context["form"].errors)
    assert not PaperSignature.objects.exists()


def test_a_witness_declines_with_a_reason(browse, school, submission):
    registration = registered(school, submission)
    data = {"decline": "1", "decline-reason": "不是他的字迹", "decline-password": factories.PASSWORD}
    browse("leader1").post(paper_address(registration), data)
    assert PaperSignature.objects.get().end.reason == "不是他的字迹"
    office = browse("office")
    for page in (reverse("wagtailadmin_home"), reverse("disclosure_signoff:sign", args=[submission.pk])):
        assert "不是他的字迹" in office.get(page).text
    registered(school, submission)
    for page in (reverse("wagtailadmin_home"), reverse("disclosure_signoff:sign", args=[submission.pk])):
        assert "不是他的字迹" not in office.get(page).text


def test_the_office_takes_it_back(browse, school, submission):
    registration = registered(school, submission)
    browse("office2").post(paper_address(registration), {"withdraw": "1"})
    assert PaperSignature.objects.get().end.kind == "withdrawn"


@pytest.mark.parametrize(
    ("name", "status"), [("office", 200), ("leader1", 200), ("principal", 200), ("administrator", 404), ("bureau", 404)]
)
def test_who_reads_it(client, school, submission, name, status):
    client.force_login(get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(paper_address(registered(school, submission))).status_code == status


def test_the_public_reads_that_it_was_signed_on_paper_and_never_the_scan(client, school, submission):
    registration = registered(school, submission)
    submission = factories.witnessed(registration, school.people["leader1"])
    names = factories.SIGNERS[1:]
    posting = factories.signed(submission, *[school.people[n] for n in names]).outcome.permit.posting
    page = client.get(f"/{posting.index.text}/").content.decode()
    assert "石老师" in page
    assert "leader1" in page
    assert registration.scan_sha256 not in page
    assert client.get(f"/{posting.index.text}/files/{registration.scan_sha256}/a.jpg").status_code == 404
