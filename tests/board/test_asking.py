"""What a visitor types: numbers without hyphens, names and matters without a space between them."""

import pytest

from disclosure.board.asking import index_numbers
from tests import factories as make
from tests.board import hanging
from tests.board.hanging import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sign", ["", " ", "–", "－", "_"])
def test_an_index_number_is_found_with_any_sign_between_or_none(client, now, school, sign):
    posting = hanging.put_up(school)
    typed = posting.index.text.replace("-", sign)
    for words in (typed, typed.lower(), f" {typed} "):
        response = client.get("/search/", {"q": words})
        assert (response.status_code, response.headers.get("Location")) == (302, address(posting)), words


def test_letters_of_full_width_are_read(client, now, school):
    posting = hanging.put_up(school)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in posting.index.text.replace("-", ""))
    assert client.get("/search/", {"q": wide}).headers["Location"] == address(posting)


def test_what_is_no_number_is_none():
    for words in ("", "收费", "QL07", "QL07-SF", "2026-0127", "QL07-SF-2026-012", "A" * 255, "1" * 255):
        assert index_numbers(words) == [], words
    assert "QL07-SF-2026-0127" in index_numbers("ql07sf20260127")
    assert len(index_numbers("QL07SF2026000000127")) < 60


def test_a_name_and_a_matter_without_a_space_lead_to_both(client, now, school):
    posting = hanging.put_up(school, title="秋季学期收费项目")
    name = school.organization.title
    body = client.get("/search/", {"q": f"{name}收费"}).content.decode()
    assert address(posting) not in body
    assert f'href="{school.organization.url}"' in body
    assert f">{name} 收费</a>" in body
    assert "收费公开" in body
    assert address(posting) in client.get("/search/", {"q": f"{name} 收费"}).content.decode()


def test_the_short_name_is_known_too_and_an_empty_one_is_in_nothing(client, now, school):
    school.organization.short_name = "榆小"
    school.organization.save()
    make.organization(school.bureau, code="QL11", title="第二中学")
    body = client.get("/search/", {"q": "榆小校服"}).content.decode()
    assert ">榆小 校服</a>" in body
    assert "第二中学" not in body


def test_words_that_name_nothing_are_told_to_stand_apart(client, now, school):
    body = client.get("/search/", {"q": "没有这回事"}).content.decode()
    assert "词与词之间" in body or "Put a space between two words" in body
