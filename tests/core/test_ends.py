"""One clock for public and staff: a period that ends at midnight ends at 24:00 of its last day."""

from datetime import datetime

import pytest
from django.utils import timezone, translation

from disclosure.core import ends


def at(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))


@pytest.mark.parametrize(
    ("moment", "form", "words"),
    [
        (at(2026, 11, 27), "Y年n月j日 H:i", "2026年11月26日 24:00"),
        (at(2027, 1, 1), "Y年n月j日 H:i", "2026年12月31日 24:00"),
        (at(2026, 11, 27, 8, 30), "Y年n月j日 H:i", "2026年11月27日 08:30"),
        (at(2026, 11, 27), "n月j日", "11月26日"),
    ],
)
def test_a_day_ends_at_its_24_00(moment, form, words):
    assert ends.in_words(moment, form) == words


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_formats_of_a_language_can_write_it(language):
    with translation.override(language):
        for form in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"):
            assert ends.in_words(at(2026, 11, 27), form).endswith("24:00")
