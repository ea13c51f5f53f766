"""The face towards Wagtail: each package registers its own hooks in its hooks.py; here they are only called in."""

from .board import hooks as board
from .catalog import hooks as catalog
from .changes import hooks as changes
from .desk import hooks as desk
from .desk import setup
from .files import hooks as files
from .filing import hooks as filing
from .items import hooks as items
from .organizations import hooks as organizations
from .profiles import hooks as profiles
from .runner import hooks as runner
from .signoff import hooks as signoff

__all__ = [
    "board",
    "catalog",
    "changes",
    "desk",
    "files",
    "filing",
    "items",
    "organizations",
    "profiles",
    "runner",
    "setup",
    "signoff",
]
