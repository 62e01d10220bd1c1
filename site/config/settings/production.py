"""A public server. Refuses to start while something essential is missing; `check --deploy` says the rest."""

from config.environment import secret_key

from .base import *  # noqa: F403
from .base import STORAGES, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", "", validate=secret_key)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])

SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
PROXY_COUNT = env.int("PROXY_COUNT", 1)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

env.refuse_faults(
    required={
        "SECRET_KEY": "au moins 50 caractères tirés au hasard (docs/installer.md donne la commande).",
        "ALLOWED_HOSTS": "les noms de domaine du site, séparés par des virgules.",
        "BASE_URL": "l’adresse publique du site, par exemple https://www.asso.example.",
        "MAIL_TRANSPORT": "le serveur d’envoi, par exemple smtps://compte:secret@serveur:465.",
        "FROM_EMAIL": "l’expéditeur par défaut, par exemple Mon asso <bonjour@asso.example>.",
    }
)
