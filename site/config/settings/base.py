"""What every environment shares. Values come from DIRIGEABLE_* variables, listed in docs/installer.md."""

import logging
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from config.environment import Environment, database_address, mail_transport, mailbox, port_number, web_address

env = Environment()

PROJECT_DIR = Path(__file__).resolve().parents[3]
env.read_env(str(PROJECT_DIR / ".env"), recurse=False)

# Everything the site writes lives under one folder: database, uploads, caught mail.
VAR_DIR = Path(env.str("VAR_DIR", str(PROJECT_DIR / "var"))).absolute()

# Where `manage.py house` answers; a public server sets BASE_URL instead.
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000, validate=port_number)

INSTALLED_APPS = [
    "config",
    "newsletter",
    "journal",
    "events",
    "home",
    "people",
    "outbox",
    "cms",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
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
    "django_tasks",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "axes",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsletter.middleware.LetterVisitsMiddleware",
    # Above the redirects: they answer first, and this one for what they do not know.
    "newsletter.middleware.MailedAddressesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # The lock of the last seat on SQLite, where select_for_update() is silently ignored.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
}


def database(url: str) -> dict[str, Any]:
    """Django's description of the database at `url`, with the options that keep SQLite safe."""
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if config["ENGINE"].endswith("sqlite3"):
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    return config


SQLITE_URL = f"sqlite:///{VAR_DIR}/dirigeable.sqlite3"
DATABASES = {"default": database(env.str("DATABASE_URL", SQLITE_URL, validate=database_address) or SQLITE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs only wake what the rows already ask for, so any queue that speaks Django's Tasks API will do.
TASKS = {"default": env.json("TASKS", {"BACKEND": "django_tasks_db.DatabaseBackend"})}
# Some backends are apps with settings of their own (docs/installer.md shows Redis).
INSTALLED_APPS += env.list("TASKS_APPS", [])
RQ_QUEUES = {name: {"URL": url} for name, url in dict(env.json("TASKS_REDIS", {})).items()}

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
# No log of who signed in from where: only failures are kept, as long as they lock.
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "config.proxies.client_address"
# How many proxies of ours stand before the server, each adding one address to X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", 0)

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [PROJECT_DIR / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Wagtail ------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Dirigeable"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", f"http://localhost:{PORT}", validate=web_address)
WAGTAILADMIN_USER_LOGIN_FORM = "people.forms.SignInForm"
# Dates as French editors type them; both formats are read back by Django’s French input formats.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "cms.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Document"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# The end of a workflow publishes, but for an article, which waits for its issue.
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.approval.finish_workflow"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Without these two the admin calls releases.wagtail.org and gravatar.com.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "doc",
    "docx",
    "epub",
    "m4a",
    "mp3",
    "odp",
    "ods",
    "odt",
    "ogg",
    "opus",
    "pdf",
    "ppt",
    "pptx",
    "txt",
    "xls",
    "xlsx",
    "zip",
]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Mail: everything leaves through the outbox --------------------------------------------------

EMAIL_BACKEND = "outbox.backends.OutboxEmailBackend"
# What the outbox hands its messages to: an smtp:// or smtps:// URL, or the dotted path of an anymail backend.
OUTBOX_TRANSPORT = env.str("MAIL_TRANSPORT", "smtp://127.0.0.1:2525", validate=mail_transport)
# What an anymail backend needs to know, for instance {"BREVO_API_KEY": "…", "WEBHOOK_SECRET": "name:secret"}.
ANYMAIL: Any = env.json("ANYMAIL", {})
# Receivers that count connections: how many may carry their mail at once, over all workers of all machines.
OUTBOX_LIMITS: Any = env.json(
    "MAIL_LIMITS", {"orange": {"domains": ["orange.fr", "wanadoo.fr", "orange.com", "voila.fr"], "connections": 2}}
)
# What a provider sells, over all workers: {"second": 10, "minute": 300, "hour": 5000, "day": 20000}, any of them.
OUTBOX_QUOTAS: Any = env.json("MAIL_QUOTAS", {})
# A young domain writes to few people first: {"since": "2027-01-04", "first": 200, "last": 200000, "days": 42}.
OUTBOX_WARM_UP: Any = env.json("MAIL_WARM_UP", {})
OUTBOX_MAIL_DIR = VAR_DIR / "mail"
# Key of the fingerprints of addresses. Set it once and keep it for ever: with another one, oppositions are forgotten.
# Empty: SECRET_KEY, which then cannot be changed either.
OUTBOX_HASH_KEY = env.str("OUTBOX_HASH_KEY", "")
# The mailbox where returned mail and answers arrive: imaps://account:secret@server[:993][/folder]. Empty: none.
OUTBOX_MAILBOX = env.str("MAILBOX", "", validate=mailbox)
EMAIL_TIMEOUT = 60
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "Dirigeable <bonjour@dirigeable.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# A proof of work before each form that sends a mail, made and verified here. Off: the trap and the limits suffice.
FORMS_ALTCHA = env.bool("ALTCHA", False)

# --- Other agendas --------------------------------------------------------------------------------

# {"agenda": "its number", "key": "oa_sk_…"}: public events are then pushed to OpenAgenda. Empty: nothing is sent.
OPENAGENDA = env.json("OPENAGENDA", {})

# --- Security -----------------------------------------------------------------------------------

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for its own previews
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    # Wagtail's own screens still carry inline scripts and styles (stack.md 2.5).
    "EXCLUDE_URL_PREFIXES": ("/admin/", "/django-admin/"),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# The only images that may come from elsewhere, on one page, after a click: the ground of the directory's map.
MAP_TILES_HOST = "https://tile.openstreetmap.org"
MAP_TILES = f"{MAP_TILES_HOST}/{{z}}/{{x}}/{{y}}.png"

SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Logs ---------------------------------------------------------------------------------------

LOGGING = {
    # To standard error, for journald or a terminal. No address of a visitor is ever written (law.md, RGPD): neither
    # Django's e-mail to ADMINS, which quotes the request, nor axes, which names the address, has a handler here.
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%d %H:%M:%S",
            "style": "{",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", logging.INFO)},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["nowhere"], "level": "INFO", "propagate": False},
        "axes": {"handlers": ["nowhere"], "propagate": False},
        "weasyprint.progress": {"level": "WARNING"},  # one line for each page laid out
        "fontTools": {"level": "WARNING"},  # one line for each table of each font
        "flufl.bounce": {"level": "CRITICAL"},  # tells each detector it tries
        "mail.log": {"level": "WARNING"},  # the local mailbox, which tells each connection
    },
}
