import pytest
from django.test import Client

from tests.factories.people import UserFactory


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    """A browser in which an administrator is signed in."""
    client.force_login(UserFactory(is_superuser=True))
    return client
