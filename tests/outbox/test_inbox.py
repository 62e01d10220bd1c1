"""The local sink and its mailbox: kept whole, shown safely, on development machines only."""

import os
import signal
import smtplib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import include, path

from outbox.inbox import names, read
from outbox.sink import MAIL_NAME, Sink

from .killing import ROOT
from .sinks import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = [path("boite-aux-lettres/", include("outbox.urls")), path("", include("config.urls"))]

URL = "/boite-aux-lettres/"
MAIL = (
    "From: =?utf-8?q?L=E2=80=99=C3=89tabli?= <a@b.example>\r\nTo: c@d.example\r\n"
    "Subject: =?utf-8?q?Votre_inscription_confirm=C3=A9e?=\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="x"\r\n\r\n'
    "--x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "Confirmez : https://asso.example/oui?a=1&b=2 <script>\r\n"
    "--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    '<html><head><title>x</title></head><body><p style="color:red">Été</p></body></html>\r\n--x--\r\n'
).encode()


@pytest.fixture
def box(settings: Any, tmp_path: Path) -> Sink:
    settings.DEBUG = True
    settings.OUTBOX_MAIL_DIR = tmp_path / "mail"
    return Sink(settings.OUTBOX_MAIL_DIR)


def test_an_empty_box_says_so(box: Sink, client: Client) -> None:
    assert "Aucun courrier pour l’instant." in client.get(URL).content.decode()


def test_mails_are_listed_with_their_accents_newest_first(box: Sink, client: Client) -> None:
    first, second = box.keep(MAIL), box.keep(MAIL)
    page = client.get(URL).content.decode()
    assert "Votre inscription confirmée" in page
    assert page.index(second) < page.index(first)


def test_a_mail_is_read_with_links_to_follow_and_nothing_that_runs(box: Sink, client: Client) -> None:
    name = box.keep(MAIL)
    page = client.get(f"{URL}{name}/").content.decode()
    assert 'href="https://asso.example/oui?a=1&amp;b=2"' in page
    assert "&lt;script&gt;" in page
    assert f'src="{URL}{name}/html/"' in page


def test_the_html_is_shown_in_a_sandbox_with_its_own_styles(box: Sink, client: Client) -> None:
    response = client.get(f"{URL}{box.keep(MAIL)}/html/")
    policy = response["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy or "script-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert '<p style="color:red">Été</p>' in response.content.decode()
    assert '<base target="_top">' in response.content.decode()


def test_the_raw_mail_is_text(box: Sink, client: Client) -> None:
    response = client.get(f"{URL}{box.keep(MAIL)}/brut/")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == MAIL


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "%2e%2e",
        "..%2f..%2fetc%2fpasswd",
        "secret.eml",
        ".20270301-090000-000000-abcdef.eml.part",
        "20270301-090000-000000-abcdef.eml",
        "20270301-090000-000000-abcdef.eml%0a",
    ],
)
def test_only_names_of_the_sink_are_looked_for(name: str, box: Sink, client: Client) -> None:
    (box.folder / "secret.eml").write_bytes(MAIL)
    (box.folder.parent / "passwd").write_bytes(MAIL)
    for end in ("", "html/", "brut/"):
        assert client.get(f"{URL}{name}/{end}").status_code in (301, 404)
    assert names() == []


def test_elsewhere_than_on_a_development_machine_there_is_no_box(box: Sink, client: Client, settings: Any) -> None:
    name = box.keep(MAIL)
    settings.DEBUG = False
    urls = [URL, f"{URL}{name}/", f"{URL}{name}/html/", f"{URL}{name}/brut/"]
    assert [client.get(url).status_code for url in urls] == [404] * 4


def test_nothing_can_be_posted(box: Sink, client: Client) -> None:
    assert client.post(URL).status_code == 405


def test_pages_that_do_not_exist_are_a_page(box: Sink, client: Client) -> None:
    for page in ("abc", "-1", "999"):
        assert client.get(f"{URL}?page={page}").status_code == 200


def test_a_broken_mail_is_listed_and_opened(box: Sink, client: Client) -> None:
    name = box.keep(b"\xff\xfe nothing of a mail")
    assert client.get(URL).status_code == 200
    assert client.get(f"{URL}{name}/").status_code == 200
    assert client.get(f"{URL}{name}/html/").status_code == 404


def test_the_command_keeps_what_it_receives_and_says_so(tmp_path: Path) -> None:
    port = free_port()
    sink = subprocess.Popen(
        [sys.executable, "manage.py", "mailsink", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DIRIGEABLE_VAR_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert sink.stdout is not None
    try:
        assert f"127.0.0.1:{port}" in sink.stdout.readline()
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail("a@b.example", ["c@d.example"], MAIL)
        line = sink.stdout.readline()
    finally:
        sink.send_signal(signal.SIGTERM)
        assert sink.wait(10) == 0
        sink.stdout.close()
    (kept,) = (tmp_path / "mail").iterdir()
    assert MAIL_NAME.fullmatch(kept.name)
    assert kept.name in line
    assert "c@d.example  Votre inscription confirmée" in line
    assert b"Confirmez : https://asso.example/oui" in kept.read_bytes()


def test_a_mail_read_back_is_what_was_written(box: Sink) -> None:
    mail = read(box.keep(MAIL))
    assert (mail.subject, mail.to) == ("Votre inscription confirmée", "c@d.example")
    assert mail.sender == "L’Établi <a@b.example>"
    assert mail.caught_at is not None
