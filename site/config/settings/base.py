"""What every way of running the site has in common. What differs between machines comes from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

import disclosure

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[3]

# Everything the running site writes lies below one folder.
DISCLOSURE_VAR = Path(env("DISCLOSURE_VAR", default=str(BASE_DIR / "var"))).resolve()
DISCLOSURE_KEPT = DISCLOSURE_VAR / "kept"  # kept files, by their SHA-256
DISCLOSURE_HEADS = DISCLOSURE_VAR / "heads"  # heads of the ledger, outside the database (I5)
DISCLOSURE_DEMO = False

INSTALLED_APPS = [
    "disclosure",
    "home",
    "wagtail_modeladmin",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "disclosure.board.kept.KeptAnswersMiddleware",  # public answers, given again as long as nothing changed
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "disclosure.organizations.middleware.AdminDoorMiddleware",  # members reach only the views of a list
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "disclosure.core.middleware.OutageMiddleware",  # a full disk, a locked database: a sentence, and the form again
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# IMMEDIATE: two writers wait for each other instead of failing. FULL: a signature is on the disk before it is answered.
# recursive_triggers: without it, INSERT OR REPLACE goes round the append-only triggers.
BUSY_S = 20  # so long a writer waits for another; then it reads that the database is busy
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": BUSY_S,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
}
POSTGRESQL_OPTIONS = {"options": f"-c lock_timeout={BUSY_S}s"}


def database(url: str) -> dict:
    """The settings of the database at `url` (sqlite:/// or postgresql://)."""
    settings = env.db_url_config(url)
    sqlite = settings["ENGINE"] == "django.db.backends.sqlite3"
    settings["OPTIONS"] = {**(SQLITE_OPTIONS if sqlite else POSTGRESQL_OPTIONS), **settings.get("OPTIONS", {})}
    return settings | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{DISCLOSURE_VAR / 'db.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "disclosure.organizations.backends.MembershipBackend",  # a membership is the right (DESIGN §7)
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
PASSWORD_RESET_TIMEOUT = 24 * 3600
# A session ends twelve hours after it was last written: by signing in, or by a decision with the password. Looking at
# pages does not renew it. Without "remember me" it ends with the browser; a new password ends all others at once.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [disclosure.WAGTAIL_LOCALE]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DISCLOSURE_VAR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = DISCLOSURE_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DISCLOSURE_VAR / "mail"
EMAIL_TIMEOUT = 60  # seconds that a mail server may keep the runner waiting

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin frames the preview
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

WAGTAIL_SITE_NAME = "公开栏"
DISCLOSURE_X_ACCEL = env("X_ACCEL", default="")  # nginx's internal address of the kept files: it sends them itself
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default="http://localhost:8000")
WAGTAIL_FINISH_WORKFLOW_ACTION = "disclosure.signoff.finish.finish"  # grants the permit; other pages go Wagtail's way
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False  # the mirror publishes one edition while the next is being signed
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"  # else it tells titles of other organizations' pages
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_USER_LOGIN_FORM = "disclosure.organizations.login.LoginForm"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # terms are signed in the time of the place: everyone reads the same
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "disclosure.search.backend.chinese"}}  # Wagtail's own: whole runs
# What an item can attach (disclosure.files.types): others would only be refused when it is submitted.
WAGTAILDOCS_EXTENSIONS = [
    *["csv", "doc", "docx", "dps", "et", "gif", "jpeg", "jpg", "odp", "ods", "odt", "ofd"],
    *["pdf", "png", "ppt", "pptx", "txt", "webp", "wps", "xls", "xlsx"],
]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpeg", "jpg", "png", "webp"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
TAGGIT_CASE_INSENSITIVE = True
