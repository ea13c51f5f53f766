"""For the tests: quick, and in a new folder each time, so that nobody's data is near."""

import os
import tempfile

os.environ["DISCLOSURE_VAR"] = tempfile.mkdtemp(prefix="disclosure-test-", dir=os.environ.get("DISCLOSURE_VAR"))

from .base import *
from .base import DATABASES, DISCLOSURE_VAR, SQLITE_OPTIONS, STATIC_ROOT

STATIC_ROOT.mkdir()
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
DISCLOSURE_DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A file, not memory: the browser tests and the tests of concurrency use several connections.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA recursive_triggers=ON;"
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DISCLOSURE_VAR / "test.sqlite3")}
