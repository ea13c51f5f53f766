"""How an organization dresses its pages: one colour for links, and the numbers that the foot has to name. Rules alone.

Vermilion means that a person signed (LOOK.md), so no colour near it is a link. Contrast is that of WCAG 2.2, 1.4.3.
"""

import colorsys
import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAST = 4.5
AT_NIGHT = 7.0  # what the server chooses itself may be better than the least
LIGHT, DARK = ("#fbf8f1", "#f3eee2"), ("#191713", "#24211b")  # --paper and --sunk of board.css
VERMILION = 30  # degrees of hue to either side of pure red
GREYISH = 0.25  # saturation below which a hue is not seen
STEP = 0.05

HEX = r"#[0-9a-f]{6}"

site_code = RegexValidator(r"^([0-9]{10}|bm[0-9]{8})$", gettext_lazy("Ten digits, or bm and eight digits."))
icp_number = RegexValidator(
    r"^[\u4e00-\u9fff]ICP[备证][0-9]{6,10}号(-[0-9]{1,3})?$",
    gettext_lazy("As it was given, for example 京ICP备12345678号-1."),
)
police_number = RegexValidator(
    r"^[\u4e00-\u9fff]公网安备 ?[0-9]{14}号$", gettext_lazy("As it was given, for example 京公网安备12345678901234号.")
)


def six_digits(colour: str) -> str:
    """The same colour in six small digits, where it is written in three or in capitals."""
    said = colour.strip().lower()
    return "#" + "".join(2 * digit for digit in said[1:]) if re.fullmatch(r"#[0-9a-f]{3}", said) else said


def link_colour(value: str) -> None:
    """Raises ValidationError where `value` is no colour in which links can be set."""
    if not re.fullmatch(HEX, value):
        raise ValidationError(_("Six digits and letters a to f behind a #, for example #1f3a5c."))
    if is_vermilion(value):
        raise ValidationError(_("Red means a signature here. Choose another colour."))
    worst = min(contrast(value, ground) for ground in LIGHT)
    if worst < LEAST:
        raise ValidationError(
            _("Its contrast with the paper is %(found).1f : 1, and 4.5 : 1 is needed. Choose a darker one.")
            % {"found": worst}
        )


def is_vermilion(colour: str) -> bool:
    """Whether it could be taken for the red of a seal."""
    hue, _light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    degrees = hue * 360
    return saturation > GREYISH and min(degrees, 360 - degrees) <= VERMILION


def at_night(colour: str) -> str:
    """The same colour, with as much white in it as the dark dress needs."""
    share = 0.0
    found = colour
    while min(contrast(found, ground) for ground in DARK) < AT_NIGHT:
        share += STEP
        found = "#" + "".join(f"{round(255 * (part + (1 - part) * share)):02x}" for part in _rgb(colour))
    return found


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
