"""What the add-on needs of its host: one list. A system check names each line that is missing; docs print the same."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.urls import Resolver404, get_resolver, resolve

from . import WAGTAIL_LOCALE
from .core import append_only, change
from .files.views import library

WHOLE_RUNS = (
    "wagtail.search.backends.database",
    "modelsearch.backends.database",
)  # they take a run of Chinese for a word


@dataclass(frozen=True)
class Line:
    """A line of the host's settings (or addresses), whether it is there, and what it changes for the host."""

    number: int
    code: str
    stands: Callable[[], bool]
    changes: str

    def error(self) -> Error:
        return Error(f"Missing or contradicted: {self.code}", hint=self.changes, id=f"disclosure.E{self.number:03}")


def _app(name: str) -> Callable[[], bool]:
    return lambda: any(app == name or app.startswith(f"{name}.apps.") for app in settings.INSTALLED_APPS)


def _is(name: str, value) -> Callable[[], bool]:
    return lambda: getattr(settings, name, None) == value


def _given(name: str) -> Callable[[], bool]:
    return lambda: bool(getattr(settings, name, None))


def _door_stands() -> bool:
    door = "disclosure.organizations.middleware.AdminDoorMiddleware"
    entered = "django.contrib.auth.middleware.AuthenticationMiddleware"
    order = list(settings.MIDDLEWARE)
    return door in order and entered in order and order.index(entered) < order.index(door)


def _sqlite_is_set() -> bool:
    options = settings.DATABASES["default"].get("OPTIONS", {})
    begun = options.get("transaction_mode") == "IMMEDIATE"
    return not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") or (
        begun and "recursive_triggers=on" in options.get("init_command", "").lower().replace(" ", "")
    )


def _tasks_are_kept() -> bool:
    return settings.TASKS["default"]["BACKEND"] not in {
        "django_tasks.backends.immediate.ImmediateBackend",
        "django_tasks.backends.dummy.DummyBackend",
    }


def _admin_finds_chinese() -> bool:
    backend = getattr(settings, "WAGTAILSEARCH_BACKENDS", {}).get("default", {}).get("BACKEND", WHOLE_RUNS[0])
    return not backend.startswith(WHOLE_RUNS)


def _addresses_come_first() -> bool:
    patterns = get_resolver().url_patterns
    modules = [getattr(getattr(pattern, "urlconf_module", None), "__name__", "") for pattern in patterns]
    if "disclosure.urls" not in modules:
        return False
    return "wagtail.urls" not in modules or modules.index("disclosure.urls") < modules.index("wagtail.urls")


def _library_is_guarded() -> bool:
    try:
        return resolve(f"{settings.MEDIA_URL}some/file.pdf").func is library
    except Resolver404:
        return False


SETTINGS = [
    Line(1, 'INSTALLED_APPS += ["wagtail_modeladmin"]', _app("wagtail_modeladmin"), "Adds nothing by itself."),
    Line(2, 'INSTALLED_APPS += ["django_tasks"]', _app("django_tasks"), "Background tasks; Wagtail uses them, too."),
    Line(
        3,
        'INSTALLED_APPS += ["django_tasks_db"]',
        _app("django_tasks_db"),
        "A table of tasks; `manage.py runner` works it off.",
    ),
    Line(
        4,
        'TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}',
        lambda: hasattr(settings, "TASKS") and _tasks_are_kept(),
        "Tasks wait in the database instead of running within the request, and are gone when it is rolled back.",
    ),
    Line(
        5,
        'MIDDLEWARE += ["disclosure.organizations.middleware.AdminDoorMiddleware"]',
        _door_stands,
        "Members of organizations who hold no group reach only the admin views of a list; your editors are untouched.",
    ),
    Line(
        6,
        'AUTHENTICATION_BACKENDS = ["disclosure.organizations.backends.MembershipBackend", '
        '"django.contrib.auth.backends.ModelBackend"]',
        lambda: "disclosure.organizations.backends.MembershipBackend" in settings.AUTHENTICATION_BACKENDS,
        "A membership opens the admin; groups and permissions go on working.",
    ),
    Line(
        7,
        'WAGTAIL_FINISH_WORKFLOW_ACTION = "disclosure.signoff.finish.finish"',
        _is("WAGTAIL_FINISH_WORKFLOW_ACTION", "disclosure.signoff.finish.finish"),
        "A signed item gets its permit and posting. Workflows of your own pages end as Wagtail's do.",
    ),
    Line(
        8,
        "WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True",
        _is("WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT", True),
        "A page that was returned and changed walks its whole workflow again; this holds for all pages.",
    ),
    Line(
        9,
        "WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False",
        _is("WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH", False),
        "Publishing a page does not cancel a workflow that runs on its next draft; this holds for all pages.",
    ),
    Line(
        10,
        'WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"',
        _is("WAGTAILADMIN_EXTERNAL_LINK_CONVERSION", "none"),
        "A pasted address is not turned into a link to a page: it would tell titles across organizations.",
    ),
    Line(
        11,
        "WAGTAILADMIN_COMMENTS_ENABLED = False",
        _is("WAGTAILADMIN_COMMENTS_ENABLED", False),
        "No comments in the page editor: their threads and mails reach people whose term has ended.",
    ),
    Line(
        12,
        "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False",
        _is("WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", False),
        "Superusers get no mail of every workflow.",
    ),
    Line(
        13,
        "LOCALE_PATHS = [disclosure.WAGTAIL_LOCALE]",
        lambda: str(WAGTAIL_LOCALE) in map(str, settings.LOCALE_PATHS),
        "Texts of Wagtail's admin that have no Chinese get one; your own entries before it win.",
    ),
    Line(
        15,
        'DISCLOSURE_KEPT = BASE_DIR / "kept"',
        _given("DISCLOSURE_KEPT"),
        "A folder for the files of signed editions. Back it up; never let the web server show it.",
    ),
    Line(
        16,
        'DISCLOSURE_HEADS = BASE_DIR / "heads"',
        _given("DISCLOSURE_HEADS"),
        "A folder for the heads of the ledger, best on another disk: they show whether its tail was cut.",
    ),
    Line(
        17,
        'DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, '
        '"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"}',
        _sqlite_is_set,
        "On SQLite only: writers wait for each other, and what is written once cannot be replaced.",
    ),
    Line(
        18,
        'WAGTAILADMIN_BASE_URL = "https://example.org"',
        _given("WAGTAILADMIN_BASE_URL"),
        "The address of the site, for links in mails.",
    ),
    Line(
        19,
        'WAGTAILADMIN_USER_LOGIN_FORM = "disclosure.organizations.login.LoginForm"',
        _is("WAGTAILADMIN_USER_LOGIN_FORM", "disclosure.organizations.login.LoginForm"),
        "Whoever has no term now is told so, and may sign in to answer an invitation; for others it is Wagtail's form. "
        "Wrong tries are limited for all.",
    ),
    Line(
        20,
        'INSTALLED_APPS += ["django_otp.plugins.otp_totp", "django_otp.plugins.otp_static"]',
        lambda: _app("django_otp.plugins.otp_totp")() and _app("django_otp.plugins.otp_static")(),
        "Tables of a second factor. Whoever switches it on in the account page is asked for a code; nobody else is.",
    ),
    Line(
        21,
        'MIDDLEWARE += ["disclosure.core.middleware.OutageMiddleware"]',
        lambda: "disclosure.core.middleware.OutageMiddleware" in settings.MIDDLEWARE,
        "A full disk, a database that is locked or away: a page with a sentence (503) and the form to be sent again.",
    ),
    Line(
        22,
        'MIDDLEWARE = ["disclosure.board.kept.KeptAnswersMiddleware", *MIDDLEWARE]',
        lambda: next(iter(settings.MIDDLEWARE), "") == "disclosure.board.kept.KeptAnswersMiddleware",
        "First of all: public pages of the board are answered from memory as long as nothing changed; yours pass.",
    ),
    Line(
        23,
        'WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "disclosure.search.backend.chinese"}}',
        _admin_finds_chinese,
        "Wagtail's search finds parts of Chinese titles, yours too, in the database as before: `manage.py migrate` "
        "writes its index anew. A search engine of your own (Elasticsearch, OpenSearch) may stay: give it a `cjk` "
        "analyzer.",
    ),
]

# Django's own defaults that must not be contradicted; a host need not write them down.
DEFAULTS = [Line(14, "USE_TZ = True", _is("USE_TZ", True), "Moments are exact.")]

ADDRESSES = [
    Line(
        31,
        'path("", include("disclosure.urls")),',
        _addresses_come_first,
        "Before Wagtail's own addresses: items answer at their index number, /health/ and the sitemap of postings.",
    ),
    Line(
        32,
        "path(f\"{settings.MEDIA_URL.lstrip('/')}<path:path>\", disclosure.files.views.library),",
        _library_is_guarded,
        "Files of an organization's library are for its editors alone; yours are as open as before. The web server "
        "must not show MEDIA_ROOT past this view.",
    ),
]


def check_lines(**kwargs) -> list[CheckMessage]:
    """Each documented line stands."""
    return [line.error() for line in [*SETTINGS, *DEFAULTS, *ADDRESSES] if not line.stands()]


def check_triggers(databases=None, **kwargs) -> list[CheckMessage]:
    """What the database itself guards: rows that are written once, and the number of change.

    A warning only: `migrate`, the remedy, asks it first.
    """
    found: list[CheckMessage] = []
    for alias in databases or []:
        tables = set(connections[alias].introspection.table_names())
        found += [
            Warning(f"The trigger {name} is missing in {alias}.", hint="Run `manage.py migrate`.", id="disclosure.W050")
            for name in [*append_only.missing(alias), *change.missing(alias)]
            if re.split("_no_|_change_", name)[0] in tables
        ]
    return found


def register_all() -> None:
    """Called once the app is ready."""
    register(check_lines)
    register(check_triggers, Tags.database)
