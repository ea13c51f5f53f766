"""In English."""

from tests.standing import english

__all__ = ["english"]
