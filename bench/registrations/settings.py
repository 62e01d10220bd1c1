"""The site as it runs in public, on a plain port, with one more address: the bare view it is measured against."""

from config.settings.base import *  # noqa: F403
from config.settings.base import env

DEBUG = False
SECRET_KEY = "bench only: this site is thrown away when the bench ends, with all it holds"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.registrations.bare"
LOGGING = {"version": 1, "disable_existing_loggers": True}
STATIC_ROOT = VAR_DIR  # noqa: F405
MAIL_TRANSPORT = env.str("MAIL_TRANSPORT", "smtp://127.0.0.1:9")
