"""What every way of running the portal shares: applications, middleware, database, files, language."""

from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from portal.settings.env import DATABASE_URL, MEDIA_ROOT_DIR, ROOT, VAR

INSTALLED_APPS = [
    "portal",
    "content",
    "peerreview",
    "governance",
    "portal.voices",
    "portal.notifications",
    "portal.imports",
    "portal.people",
    "portal.history",
    "portal.live",
    "portal.ui",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "channels",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.NoNullBytes",
    "content.middleware.CmsPolicy",
    "content.middleware.PublicPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.people.middleware.SessionLimits",
    "portal.people.middleware.SecondFactorGate",
    "portal.people.middleware.CmsGate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.notification_count",
            ],
        },
    },
]

# Forms are drawn with the components of portal.ui.
FORM_RENDERER = "portal.ui.forms.PortalRenderer"

SQLITE_OPTIONS = {
    # Writers queue for the lock instead of failing half way: with DEFERRED two writers meet as "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Python's own 128 are fewer than one page and one act ask: the rest would be read anew each time.
    "cached_statements": 2000,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-32000;"
    ),
}


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for the database at ``url``; an empty one means SQLite under ``var/``."""
    if not url:
        VAR.mkdir(exist_ok=True)
        url = f"sqlite:///{VAR / 'portal.sqlite3'}"
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
        # The last connection to close empties the log of a WAL database: one for every request costs more than a page.
        settings["CONN_MAX_AGE"] = 60
    elif settings["ENGINE"].endswith("postgresql"):
        settings["OPTIONS"] = {
            # The pool replaces persistent connections; Django refuses both at once.
            "pool": {"min_size": 2, "max_size": 12, "timeout": 10},
            # A statement that asks many permissions takes longer to plan than to answer: each connection prepares what
            # it is asked a second time and keeps one plan for all values (decision 0021). Compiling it (jit) took two
            # hundred times as long as running it.
            "options": "-c jit=off -c plan_cache_mode=force_generic_plan",
            "server_side_binding": True,
            "prepare_threshold": 1,
        }
        settings["CONN_MAX_AGE"] = 0
    return settings


DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

TASKS = {
    # Wagtail's own index tasks run at once under "default": waiting for a worker, search would find nothing.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "bg": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "pdf"]},
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
WAGTAIL_CONTENT_LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
WAGTAIL_I18N_ENABLED = False
LOCALE_PATHS = [ROOT / "portal" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = MEDIA_ROOT_DIR
# Where uploaded tables wait to be imported: never served.
IMPORT_ROOT = VAR / "imports"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# False everywhere but where the demonstration runs: the one switch for the cast on the sign-in page.
DEMONSTRATION = False
SITE_NAME = "Hearth"
# Triggers refuse to change or delete history and ledger rows (portal/history/append_only.py).
APPEND_ONLY_TRIGGERS = True

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "PAGE_SIZE": 50,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Hearth",
    "DESCRIPTION": "What the public pages say, for programs: decisions, boards, standards, guidance.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["portal.api.schema.only_v1"],
    "ENUM_NAME_OVERRIDES": {
        "BoardKind": "governance.enums.boards.BoardKind",
        "ChairTermKind": "governance.enums.boards.ChairTermKind",
        "SetKind": "peerreview.enums.standards.SetKind",
        "DecisionState": "governance.enums.decisions.DecisionState",
        "EditionState": "peerreview.enums.standards.EditionState",
    },
}
