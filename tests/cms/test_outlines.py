"""Outlines of territories: what is kept of a GeoJSON, and what is refused with the reason (issue 8 item 6)."""

import json

import pytest

from cms.forms import TerritoryForm
from cms.outlines import OutlineUnreadable, centre_of, read_outline, rings_of
from tests.factories.cms import TerritoryFactory

SQUARE = [[6.0, 44.0], [7.0, 44.0], [7.0, 45.0], [6.0, 45.0], [6.0, 44.0]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}
KEPT = {"type": "MultiPolygon", "coordinates": [[SQUARE]]}


@pytest.mark.parametrize(
    "given",
    [
        POLYGON,
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Feature", "properties": {}, "geometry": POLYGON},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]},
    ],
)
def test_every_form_of_one_outline_is_kept_as_one(given: object) -> None:
    assert read_outline(json.dumps(given)) == KEPT


def test_the_centre_is_that_of_the_largest_part_and_nothing_gives_nothing() -> None:
    small = [[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.0]]
    outline = read_outline(json.dumps({"type": "MultiPolygon", "coordinates": [[small], [SQUARE]]}))
    assert outline is not None
    assert centre_of(outline) == pytest.approx((6.5, 44.5))
    assert len(list(rings_of(outline))) == 2
    assert read_outline("  ") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bonjour", "GeoJSON"),
        ("[" * 100_000, "GeoJSON"),
        ('{"type": "Point", "coordinates": [6, 44]}', "polygone"),
        ('{"type": "FeatureCollection", "features": [1, 2]}', "plusieurs"),
        ('{"type": "Polygon", "coordinates": 3}', "incomplet"),
        ('{"type": "Polygon", "coordinates": []}', "simplifiez"),
        ('{"type": "Polygon", "coordinates": [[[6, 44], [7, 44], [7, 45]]]}', "point de départ"),
        ('{"type": "Polygon", "coordinates": [[[6, "x"]]]}', "longitude"),
        ('{"type": "Polygon", "coordinates": [[[970000, 6400000]]]}', "hors de la Terre"),
        (json.dumps({"type": "Polygon", "coordinates": [[*[[6.0, 44.0]] * 3_001]]}), "simplifiez"),
        ("x" * 2_000_001, "trop détaillé"),
    ],
)
def test_what_is_no_outline_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(OutlineUnreadable, match=reason):
        read_outline(text)


@pytest.mark.django_db
def test_an_editor_pastes_an_outline_and_takes_it_back() -> None:
    territory = TerritoryFactory(name="Val")
    told = {"name": "Val", "kind": "commune", "slug": "val"}
    form = TerritoryForm({**told, "outline_text": json.dumps(POLYGON)}, instance=territory)
    assert form.is_valid(), form.errors
    form.save()
    territory.refresh_from_db()
    assert territory.outline == KEPT
    assert json.loads(TerritoryForm(instance=territory).initial["outline_text"]) == KEPT
    refused = TerritoryForm({**told, "outline_text": "{"}, instance=territory)
    assert "GeoJSON" in str(refused.errors["outline_text"])
    emptied = TerritoryForm({**told, "outline_text": ""}, instance=territory)
    assert emptied.is_valid()
    emptied.save()
    territory.refresh_from_db()
    assert territory.outline is None
