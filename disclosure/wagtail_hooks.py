"""The face towards Wagtail: each package registers its own hooks in its hooks.py; here they are only called in."""

from .files import hooks as files
from .organizations import hooks as organizations
from .signoff import hooks as signoff

__all__ = ["files", "organizations", "signoff"]
