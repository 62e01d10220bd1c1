"""Whoever guesses passwords is slowed down, and told so in French."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from people.models import User

PASSWORD = "un-mot-de-passe-assez-long"


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_superuser("redaction@asso.example", PASSWORD)


def sign_in(client: Client, email: str, password: str) -> int:
    answer = client.post(reverse("wagtailadmin_login"), {"username": email, "password": password})
    if answer.status_code == 429:
        assert "Trop de tentatives de connexion" in answer.content.decode()
    return answer.status_code


@override_settings(AXES_ENABLED=True)
def test_the_fifth_wrong_password_locks_the_account_for_a_quarter_of_an_hour(client: Client, editor: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [sign_in(client, editor.email, "faux") for _ in range(5)] == [200, 200, 200, 200, 429]
        assert sign_in(client, editor.email, PASSWORD) == 429
        clock.shift(timedelta(minutes=16))
        assert sign_in(client, editor.email, PASSWORD) == 302


@override_settings(AXES_ENABLED=True)
def test_a_locked_account_locks_nobody_else(client: Client, editor: User) -> None:
    other = User.objects.create_superuser("animation@asso.example", PASSWORD)
    for _ in range(5):
        sign_in(client, editor.email, "faux")
    assert sign_in(client, other.email, PASSWORD) == 302


@override_settings(AXES_ENABLED=True)
def test_a_successful_login_keeps_no_trace_of_the_visitor_s_address(client: Client, editor: User) -> None:
    sign_in(client, editor.email, "faux")
    assert sign_in(client, editor.email, PASSWORD) == 302
    assert (AccessAttempt.objects.count(), AccessLog.objects.count()) == (0, 0)
