"""On one's own machine: what `make run` uses. Served like the real thing (DEBUG off), with the demo's people."""

import os
import secrets
from pathlib import Path

from .base import *
from .base import DISCLOSURE_VAR, env


def kept_key(path: Path) -> str:
    """The secret key of this machine; made once, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = kept_key(DISCLOSURE_VAR / "secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
DEBUG = False
DISCLOSURE_DEMO = True
PORT = env.int("PORT", default=8000)
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default=f"http://127.0.0.1:{PORT}")
