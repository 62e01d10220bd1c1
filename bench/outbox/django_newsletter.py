"""django-newsletter as its own users run it, in a Python of its own: AGPL, so never a dependency of this project.

python -I bench/outbox/django_newsletter.py FOLDER HOST:PORT MESSAGES, the templates as JSON on the standard input.
It imports nothing of ours: its package bears the name of one of our apps.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RELEASE = "django-newsletter==1.2.1"
# What its documentation asks to choose and install besides.
COMPANIONS = ("sorl-thumbnail==13.0.0", "chardet")
APPS = [*(f"django.contrib.{name}" for name in ("contenttypes", "auth", "sites")), "sorl.thumbnail", "newsletter"]


def install(folder: Path) -> None:
    """Put it and what it needs into `folder`, once. Raises CalledProcessError without a package index."""
    if (folder / "sorl").is_dir():
        return
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-warn-script-location",
    ]
    subprocess.run([*pip, "--target", str(folder), RELEASE, *COMPANIONS], check=True, capture_output=True, timeout=120)


def configure(place: str, folder: str, pages: dict[str, str]) -> None:
    """`pages` are templates by name, which stand before those of the package."""
    import django
    from django.conf import settings

    host, port = place.split(":")
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/newsletter.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        INSTALLED_APPS=APPS,
        ROOT_URLCONF="newsletter.urls",
        SITE_ID=1,
        USE_TZ=True,
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST=host,
        EMAIL_PORT=int(port),
        NEWSLETTER_USE_HTTPS=True,
        NEWSLETTER_THUMBNAIL="sorl-thumbnail",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        ("django.template.loaders.locmem.Loader", pages),
                        "django.template.loaders.app_directories.Loader",
                    ]
                },
            }
        ],
    )
    django.setup()


def main(place: str, messages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        configure(place, folder, json.load(sys.stdin))
        from django.core.management import call_command

        from newsletter.models import Message, Newsletter, Submission, Subscription  # type: ignore[attr-defined]

        call_command("migrate", verbosity=0)
        news = Newsletter.objects.create(title="Lettre", slug="lettre", email="asso@asso.example", sender="Asso")
        news.site.set([1])
        Subscription.objects.bulk_create(
            Subscription(newsletter=news, email_field=f"lectrice{number}@exemple.example", subscribed=True)
            for number in range(messages)
        )
        message = Message.objects.create(title="Les ateliers de l’été", slug="une", newsletter=news)
        submission = Submission.from_message(message)
        begun, used = time.monotonic(), time.process_time()
        submission.submit()
        spent = {"seconds": time.monotonic() - begun, "cpu": time.process_time() - used}
    print(json.dumps(spent | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main(sys.argv[2], int(sys.argv[3]))
