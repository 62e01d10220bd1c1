import pytest
from django.test import Client

from people.models import User
from tests.factories.people import UserFactory


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(is_superuser=True)


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    """A browser in which an administrator is signed in."""
    client.force_login(administrator)
    return client
