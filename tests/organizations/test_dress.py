"""What an administrator sets for head and foot of the pages: the rules, and the way through the page editor."""

import io
import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from disclosure.core.models import LedgerEntry
from disclosure.organizations import dress
from tests.standing import english

from .test_manners import enter, fields_of, page_address

__all__ = ["english"]
BOARD = settings.BASE_DIR / "disclosure/static/disclosure/board.css"


def refused(value: str) -> str:
    with pytest.raises(ValidationError) as caught:
        dress.link_colour(value)
    return caught.value.messages[0]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("colour", "why"),
    [
        ("#b02a17", "Red means a signature"),
        ("#8f1505", "Red means a signature"),
        ("#9a0a3c", "Red means a signature"),
        ("#8f8f8f", "Its contrast with the paper is 2.8 : 1"),
        ("#1f3a5", "Six digits"),
        ("red;}", "Six digits"),
    ],
)
def test_a_colour_that_links_cannot_have(colour, why):
    assert why in refused(colour)


def test_three_digits_are_judged_as_six():
    assert [dress.six_digits(said) for said in ("#c00", "#1F3A5C", "#1f3a5", "")] == [
        "#cc0000",
        "#1f3a5c",
        "#1f3a5",
        "",
    ]
    assert dress.is_vermilion(dress.six_digits("#c00"))


@given(st.integers(0, 0xFFFFFF))
def test_a_colour_that_is_taken_is_read_on_every_ground_by_day_and_by_night(number):
    colour = f"#{number:06x}"
    try:
        dress.link_colour(colour)
    except ValidationError:
        assume(False)
    assert min(dress.contrast(colour, ground) for ground in dress.LIGHT) >= 4.5
    assert min(dress.contrast(dress.at_night(colour), ground) for ground in dress.DARK) >= 7


def test_the_grounds_are_those_of_the_stylesheet():
    light, dark = re.findall(r"--paper: (#\w{6}); --sunk: (#\w{6});", BOARD.read_text())[:2]
    assert (light, dark) == (dress.LIGHT, dress.DARK)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (dress.site_code, ["1101010001", "bm01000001"], ["110101000", "bm0100000", "1101010001x"]),
        (dress.icp_number, ["京ICP备05000001号", "粤ICP备2021012345号-12"], ["ICP备05000001号", "京ICP备号", "备"]),
        (dress.police_number, ["京公网安备 11010502030001号", "京公网安备11010502030001号"], ["京公网安备1号"]),
    ],
)
def test_numbers_of_the_foot_have_their_form(check, good, bad):
    for value in good:
        check(value)
    for value in bad:
        with pytest.raises(ValidationError):
            check(value)


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return SimpleUploadedFile("校徽.png", file.getvalue(), "image/png")


@pytest.mark.django_db
def test_head_and_foot_are_set_in_the_editor_and_stand_in_the_ledger(client, school):
    enter(client, school.people["administrator"])
    page, address = school.organization, page_address("edit", school.organization.pk)
    said = fields_of(client, address) | {"action-publish": "1"}
    assert "without_emblem" not in said
    client.post(address, said | {"link_colour": "#b02a17", "icp_number": "1"})
    page.refresh_from_db()
    assert (page.link_colour, page.icp_number) == ("", "")
    client.post(address, said | {"emblem_file": SimpleUploadedFile("a.png", b"none"), "link_colour": "#3f3a7c"})
    page.refresh_from_db()
    assert (page.emblem, page.link_colour) == (None, "")
    client.post(address, said | {"emblem_file": picture(), "link_colour": "#33a", "site_code": "1101010001"})
    page.refresh_from_db()
    assert (page.emblem.sizes[0]["width"], page.link_colour, page.site_code) == (60, "#3333aa", "1101010001")
    shown = BeautifulSoup(client.get(address).content, "html.parser").find(
        "img", src=re.compile("/disclosure/files/.*/emblem")
    )
    assert client.get(shown["src"]).headers["Content-Type"] == "image/webp"
    entry = LedgerEntry.objects.filter(subject=f"page:{page.pk}", kind="frame.changed").latest("pk")
    assert entry.data["changed"] == ["link_colour", "site_code", "emblem"]
    client.post(address, fields_of(client, address) | {"action-publish": "1", "without_emblem": "on"})
    page.refresh_from_db()
    assert (page.emblem, page.link_colour) == (None, "#3333aa")
