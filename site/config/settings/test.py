"""Fast and closed: SQLite in a file (kill and concurrency tests need one) unless TEST_DATABASE_URL says otherwise."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import database

DEBUG = False
SECRET_KEY = "test-only-" + "x" * 60
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
VAR_DIR = Path(os.environ.get("DIRIGEABLE_VAR_DIR") or tempfile.gettempdir()) / "dirigeable-tests"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

_suffix = os.environ.get("TEST_DB_SUFFIX", "")
DATABASES = {"default": database(os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{VAR_DIR}/none.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test{_suffix}.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_dirigeable{_suffix}"}

MEDIA_ROOT = VAR_DIR / "media"
OUTBOX_MAIL_DIR = VAR_DIR / "mail"
OUTBOX_TRANSPORT = "smtp://127.0.0.1:2525"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = "Dirigeable <bonjour@dirigeable.example>"
OUTBOX_MAILBOX = ""
ANYMAIL = {"WEBHOOK_SECRET": "prestataire:test-only"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
AXES_ENABLED = False
WAGTAILADMIN_BASE_URL = "http://testserver"
