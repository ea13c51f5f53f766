"""In English, on a Tuesday at nine, in a school."""

from tests.standing import NOW, english, morning

__all__ = ["NOW", "english", "morning"]
