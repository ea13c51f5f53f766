"""Kept pictures: fixed sizes, upright, without anything that came along in the original."""

import io

import pytest
from PIL import Image

from disclosure.files import operations, pictures, store
from disclosure.files.exceptions import FileRefused
from disclosure.files.models import KeptPicture
from tests.items.library import picture_bytes

pytestmark = pytest.mark.django_db
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def keep(content):
    return operations.keep_picture(io.BytesIO(content), "操场")


def opened(size):
    return Image.open(store.path(size["sha256"]))


def of_a_telephone(size=(2000, 1000)) -> bytes:
    """A picture turned by its EXIF, which says where it was taken and by which camera."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKE] = "Phone of Somebody"
    exif.get_ifd(GPS)[1] = "N"
    return picture_bytes(size=size, exif=exif.tobytes())


def test_three_widths_in_two_formats_smallest_first():
    kept = keep(picture_bytes(size=(3000, 1500)))
    assert [(s["width"], s["height"], s["type"]) for s in kept.sizes] == [
        (480, 240, "image/webp"),
        (480, 240, "image/jpeg"),
        (960, 480, "image/webp"),
        (960, 480, "image/jpeg"),
        (1600, 800, "image/webp"),
        (1600, 800, "image/jpeg"),
    ]
    assert all(store.path(size["sha256"]).stat().st_size == size["size"] for size in kept.sizes)


@pytest.mark.parametrize(("width", "widths"), [(300, [300]), (480, [480]), (700, [480, 700]), (1600, [480, 960, 1600])])
def test_never_larger_than_the_original(width, widths):
    kept = keep(picture_bytes(size=(width, 100)))
    assert sorted({size["width"] for size in kept.sizes}) == widths


def test_it_is_turned_upright_and_nothing_of_the_camera_stays():
    original = of_a_telephone()
    assert b"Somebody" in original
    for size in keep(original).sizes:
        with opened(size) as picture:
            assert picture.height > picture.width
            assert not picture.getexif()
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(picture.info)
        assert b"Somebody" not in store.path(size["sha256"]).read_bytes()


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_becomes_white(mode):
    kept = keep(picture_bytes("PNG", mode=mode, colour=(0, 0, 0, 0)[: len(mode)]))
    with opened(kept.sizes[1]) as picture:
        assert min(picture.convert("RGB").getpixel((5, 5))) > 250


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_every_mode_can_be_shown(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert keep(picture_bytes(form, mode=mode, colour=0)).sizes


def test_the_same_original_gives_the_same_bytes_and_one_row():
    content = of_a_telephone()
    assert keep(content) == keep(content)
    first, second = ([s.data for s in pictures.sizes(io.BytesIO(content), "a")] for _ in range(2))
    assert first == second
    assert KeptPicture.objects.count() == 1


def test_a_size_that_went_missing_is_made_again():
    content = picture_bytes()
    store.path(keep(content).sizes[0]["sha256"]).unlink()
    kept = keep(content)
    assert all(store.path(size["sha256"]).is_file() for size in kept.sizes)


@pytest.mark.parametrize("side", [8_000, 20_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(side):
    bomb = picture_bytes("PNG", size=(side, side), mode="1", colour=0)
    assert len(bomb) < 200_000
    with pytest.raises(FileRefused):
        keep(bomb)


@pytest.mark.parametrize("content", [b"<svg/>", b"no picture", picture_bytes()[:200]])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(FileRefused):
        keep(content)
