"""Blocks stay out of migrations, and what that costs a data migration."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

from cms.blocks import BodyBlock
from cms.fields import StreamField
from home.models import NewsPage
from tests.factories.home import NewsPageFactory
from tests.factories.tree import House

BODY = [("text", "<p>Dix-sept communes ont signé.</p>")]


def test_a_field_migrates_without_its_blocks() -> None:
    field = StreamField(BodyBlock(), blank=True, verbose_name="contenu")
    field.name = "body"
    name, path, args, kwargs = field.deconstruct()
    assert (name, path, args) == ("body", "cms.fields.StreamField", [[]])
    assert kwargs == {"blank": True, "verbose_name": "contenu"}
    assert "Block" not in MigrationWriter.serialize(field)[0]


def test_a_changed_block_writes_no_migration() -> None:
    one, other = StreamField(BodyBlock(), blank=True), StreamField(BodyBlock([("text", BodyBlock())]), blank=True)
    assert one.deconstruct()[1:] == other.deconstruct()[1:]


@pytest.fixture
def historical(house: House):
    """The NewsPage a data migration would see, for a page that has a body."""
    page = NewsPageFactory(parent=house.news, body=BODY)
    state = MigrationLoader(connection).project_state()
    return state.apps.get_model("home", "NewsPage").objects.get(pk=page.pk)


def body_of(pk: int) -> list[str]:
    return [block.value.source for block in NewsPage.objects.get(pk=pk).body]


@pytest.mark.django_db
def test_a_historical_page_saved_whole_loses_its_body(historical) -> None:
    """The trap: whoever writes a data migration must read the next test."""
    historical.summary = "Corrigé."
    historical.save()
    assert body_of(historical.pk) == []


@pytest.mark.django_db
def test_a_historical_page_saved_by_fields_keeps_it(historical) -> None:
    historical.summary = "Corrigé."
    historical.save(update_fields=["summary"])
    assert body_of(historical.pk) == ["<p>Dix-sept communes ont signé.</p>"]
    assert NewsPage.objects.get(pk=historical.pk).summary == "Corrigé."
