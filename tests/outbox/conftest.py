from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from outbox.models import Content, DeliveryEvent, InboundMail, Instance, Mailing, Message, Permit, Suppression
from outbox.transports.smtp import SmtpTransport
from outbox.worker import Worker

from .killing import Nursery, forget_epochs
from .sinks import ScriptedSink, listening


@pytest.fixture
def sink() -> Iterator[ScriptedSink]:
    with listening(ScriptedSink()) as open_sink:
        yield open_sink


@pytest.fixture(autouse=True)
def _nudges_apart(settings: Any, tmp_path: Path) -> None:
    settings.OUTBOX_MAIL_DIR = tmp_path / "mail"


@pytest.fixture
def send(sink: ScriptedSink) -> Callable[..., Worker]:
    """Run one worker until nothing can leave now, and give it back."""

    def run(transport: Any = None, **options: Any) -> Worker:
        worker = Worker(transport or SmtpTransport(sink.url, timeout=10, reply_timeout=10), **options)
        worker.run(once=True)
        return worker

    return run


@pytest.fixture(scope="module")
def nursery(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where real workers come from; they see committed rows only: use it with `committed`."""
    opened = Nursery(tmp_path_factory.mktemp("nursery"))
    yield opened
    opened.close()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database itself, not a transaction of the test: other connections see what is written.

    Only our own rows are removed afterwards, where a transactional test would flush every table of the house.
    """
    with django_db_blocker.unblock():
        yield
        for model in (DeliveryEvent, InboundMail, Instance, Message, Mailing, Content, Permit, Suppression):
            model.objects.all().delete()
        forget_epochs()
        connection.close()
