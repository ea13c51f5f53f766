"""Pictures in fixed sizes: turned upright, in one colour space, without anything that came along in them.

EXIF tells where and when a picture was taken, and often by whom: nothing of it is kept (I9). The same original gives
the same bytes, as long as the same library makes them; `KeptPicture` remembers what was made first.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from ..core.outages import raise_outage
from .exceptions import FileRefused

WIDTHS = (480, 960, 1600)
MOST_PIXELS = 60_000_000  # a telephone's picture has 12 to 50 million
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WEBP = ("WEBP", "image/webp", {"quality": 80, "method": 4})
JPEG = ("JPEG", "image/jpeg", {"quality": 82, "optimize": True, "progressive": True})


@dataclass(frozen=True)
class Size:
    """One size in one format, and its bytes."""

    width: int
    height: int
    content_type: str
    data: bytes


def sizes(file: BinaryIO, name: str) -> Iterator[Size]:
    """All sizes of the picture in `file`, smallest first, never larger than it is. Raises FileRefused."""
    upright = _open(file, name)
    widths = [width for width in WIDTHS if width < upright.width]
    if len(widths) < len(WIDTHS):
        widths.append(upright.width)
    for width in widths:
        height = max(1, round(upright.height * width / upright.width))
        made = upright if width == upright.width else upright.resize((width, height), Image.Resampling.LANCZOS)
        for form, content_type, options in (WEBP, JPEG):
            yield Size(width, height, content_type, _encode(made, form, options))


def check(file: BinaryIO, name: str) -> None:
    """Whether it is a picture, and not too large, without decoding it. Raises FileRefused."""
    with _reading(file, name):
        pass


def _open(file: BinaryIO, name: str) -> Image.Image:
    with _reading(file, name) as picture:
        picture.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
        return _srgb(ImageOps.exif_transpose(picture))


@contextmanager
def _reading(file: BinaryIO, name: str) -> Iterator[Image.Image]:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is stricter
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(
                    _("The picture “%(name)s” has more than %(number)d million pixels. Make it smaller first.")
                    % {"name": name, "number": MOST_PIXELS // 1_000_000}
                )
            yield picture
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as broken:
        raise_outage(broken)
        raise FileRefused(
            _("“%(name)s” is no picture that can be shown: JPEG, PNG, WebP and GIF can.") % {"name": name}
        ) from broken


def _srgb(picture: Image.Image) -> Image.Image:
    """The picture in RGB as screens show it; what is transparent becomes white."""
    profile = picture.info.get("icc_profile")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture.convert("RGBA"))
        picture = ground.convert("RGB")
    elif profile and picture.mode in ("RGB", "CMYK", "L"):
        picture = _from_profile(picture, profile)
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain


def _from_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture.convert("RGB")  # a damaged profile changes shades, no more


def _encode(picture: Image.Image, form: str, options: dict) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
