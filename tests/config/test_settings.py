"""Settings refuse to start when something essential is missing or wrong, and say all of it at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory, override_settings
from environs import ValidationError

from config import checks, environment, proxies

ROOT = Path(__file__).resolve().parents[2]

FULL = {
    "DIRIGEABLE_SECRET_KEY": "3mK9vQ2xR7tY5wZ1aB8cD4eF6gH0jL2nP9qS5uV7xW1yA3bC",
    "DIRIGEABLE_ALLOWED_HOSTS": "www.asso.org,asso.org",
    "DIRIGEABLE_BASE_URL": "https://www.asso.org",
    "DIRIGEABLE_MAIL_TRANSPORT": "smtps://compte:secret@mail.asso.org:465",
    "DIRIGEABLE_FROM_EMAIL": "L’asso <bonjour@asso.org>",
}
FULL["DIRIGEABLE_SECRET_KEY"] += "xyz"


def manage(*arguments: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run manage.py with `variables` and no other of ours, whatever the machine of the tests has."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIRIGEABLE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def faults(result: subprocess.CompletedProcess[str]) -> list[str]:
    """What each line of the refusal complains about."""
    assert "ImproperlyConfigured: La configuration est incomplète (voir docs/installer.md)" in result.stderr
    last = result.stderr.rpartition("ImproperlyConfigured")[2]
    return [line.strip(" -").split(" ")[0] for line in last.splitlines() if line.startswith("  - ")]


def test_production_with_a_full_environment_passes_the_deployment_checks(tmp_path: Path) -> None:
    result = manage(
        *("check", "--deploy", "--fail-level", "WARNING", "--settings", "config.settings.production"),
        variables={**FULL, "DIRIGEABLE_VAR_DIR": str(tmp_path)},
    )
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n"), result.stderr


def test_production_with_nothing_refuses_to_start_and_names_everything_that_is_missing(tmp_path: Path) -> None:
    result = manage(
        "check", "--settings", "config.settings.production", variables={"DIRIGEABLE_VAR_DIR": str(tmp_path)}
    )
    assert result.returncode != 0
    assert faults(result) == list(FULL)


@pytest.mark.parametrize("name", FULL)
def test_each_essential_variable_alone_stops_production(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in {**FULL, name: " "}.items():
        monkeypatch.setenv(variable, value)
    env = environment.Environment()
    with pytest.raises(ImproperlyConfigured, match=f"{name} manque : à donner"):
        env.refuse_faults(required={variable.removeprefix("DIRIGEABLE_"): "à donner" for variable in FULL})


def test_wrong_values_are_all_told_together_in_development_too(tmp_path: Path) -> None:
    result = manage(
        "check",
        variables={
            "DIRIGEABLE_VAR_DIR": str(tmp_path),
            "DIRIGEABLE_PORT": "70000",
            "DIRIGEABLE_BASE_URL": "www.asso.org/",
            "DIRIGEABLE_DATABASE_URL": "oracle-du-coin://x",
            "DIRIGEABLE_MAIL_TRANSPORT": "pigeon",
            "DIRIGEABLE_SECRET_KEY": "court",
            "DIRIGEABLE_DEBUG": "peut-être",
        },
    )
    assert result.returncode != 0
    assert sorted(faults(result)) == [
        "DIRIGEABLE_BASE_URL",
        "DIRIGEABLE_DATABASE_URL",
        "DIRIGEABLE_DEBUG",
        "DIRIGEABLE_MAIL_TRANSPORT",
        "DIRIGEABLE_PORT",
        "DIRIGEABLE_SECRET_KEY",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "smtp+starttls://mail.asso.org:587",
        "smtps://compte:secret@mail.asso.org:465",
        "anymail.backends.brevo.EmailBackend",
    ],
)
def test_a_mail_transport_is_a_server_or_a_backend(value: str) -> None:
    environment.mail_transport(value)


@pytest.mark.parametrize("value", ["", "pigeon", "http://mail.asso.org", "smtp://", "anymail..brevo", "mail asso.org"])
def test_anything_else_is_no_mail_transport(value: str) -> None:
    with pytest.raises(ValidationError):
        environment.mail_transport(value)


def test_an_unsafe_sqlite_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    unsafe = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}, "ATOMIC_REQUESTS": True}
    monkeypatch.setitem(settings.DATABASES, "default", unsafe)
    assert [message.id for message in checks.sqlite_is_safe(None)] == ["dirigeable.E001", "dirigeable.E002"]


def test_the_database_of_the_tests_is_safe() -> None:
    assert checks.sqlite_is_safe(None) == []


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with override_settings(VAR_DIR=tmp_path, MEDIA_ROOT=tmp_path / "new" / "media", OUTBOX_MAIL_DIR=tmp_path / "file"):
        messages = checks.folders_can_be_written(None)
    assert messages == [
        Error(f"Le dossier {tmp_path / 'file'} ne peut pas être écrit (DIRIGEABLE_VAR_DIR).", id="dirigeable.E003")
    ]


@override_settings(WAGTAILADMIN_BASE_URL="http://autre.org", ALLOWED_HOSTS=["asso.org"])
def test_a_public_address_that_the_site_would_refuse_is_an_error() -> None:
    assert [message.id for message in checks.site_answers_at_its_address(None)] == [
        "dirigeable.E004",
        "dirigeable.W001",
    ]


@override_settings(OUTBOX_TRANSPORT="smtp://127.0.0.1:2525", DEFAULT_FROM_EMAIL="L’asso <bonjour@asso.example>")
def test_mail_that_would_reach_nobody_is_a_warning() -> None:
    messages = checks.mail_can_leave(None)
    assert [(type(message), message.id) for message in messages] == [
        (Warning, "dirigeable.W002"),
        (Warning, "dirigeable.W003"),
    ]


@override_settings(OUTBOX_TRANSPORT="smtps://a:b@mail.asso.org", DEFAULT_FROM_EMAIL="bonjour")
def test_a_sender_that_is_no_address_is_an_error() -> None:
    assert [message.id for message in checks.mail_can_leave(None)] == ["dirigeable.E005"]


@pytest.mark.parametrize(
    ("count", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_visitor_behind_our_proxies_is_known_by_the_address_the_outermost_one_saw(
    count: int, forwarded: str, expected: str
) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(PROXY_COUNT=count):
        assert proxies.client_address(request) == expected


def test_every_variable_that_the_settings_read_is_explained_to_whoever_installs() -> None:
    sources = [path.read_text() for path in (ROOT / "site" / "config" / "settings").glob("*.py")]
    read = {name for source in sources for name in re.findall(r'env\.\w+\(\s*"(\w+)"', source)}
    explained = set(re.findall(r"DIRIGEABLE_(\w+)", (ROOT / "docs" / "installer.md").read_text()))
    assert explained == read
