"""What OpenAgenda takes, as closed JSON Schemas (O1, O2, O8).

Written by us from the facts of two sources, read on 27 November 2026. No copy of the first is kept: it calls itself
« Proprietary — © OpenAgenda » (`info.license`), whatever the package around it says.

- `api-spec/openapi.yaml` of OpenAgenda/oa-public, 3.0.0-draft, commit 013ebce9eda7c9f0e24b38f348bc51488ba72f4b:
  EventInput, Timing, Accessibility, AgeRange, Registration, ImageInput, EventLocationRef;
- `evenements/structure.md`, `agendas/schemas.md` and `lieux/structure.md` of OpenAgenda/dev-doc, commit
  3d344445e73a6a1f9bc01fe0068283beff16c9c4: the lengths, and version 2, whose own fields stand beside the others.
"""

from typing import Any

MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}


def closed(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def french(length: int) -> dict[str, Any]:
    return closed({"fr": {"type": "string", "minLength": 1, "maxLength": length}}, ("fr",))


LINK = {"type": "string", "pattern": "^https?://[^/@]+/", "maxLength": 2048}
COMMON: dict[str, Any] = {
    "title": french(140),
    "description": french(200),
    "longDescription": french(10_000),
    "conditions": french(255),
    "keywords": closed({"fr": {"type": "array", "items": {"type": "string"}, "minItems": 1}}),
    "timings": {
        "type": "array",
        "minItems": 1,
        "maxItems": 800,
        "items": closed({"begin": MOMENT, "end": MOMENT}, ("begin", "end")),
    },
    "attendanceMode": {"enum": [1, 2, 3]},
    "onlineAccessLink": LINK,
    "accessibility": closed({code: {"type": "boolean"} for code in ("hi", "ii", "vi", "pi", "mi")}),
    "age": closed({end: {"type": ["integer", "null"], "maximum": 120} for end in ("min", "max")}),
    "status": {"enum": [1, 2, 3, 4, 5, 6]},
    "image": closed({"url": LINK}, ("url",)),
    "imageCredits": {"type": "string", "maxLength": 255},
}
REQUIRED = ("title", "description", "timings", "attendanceMode")
# Credits only with an image (O1); a place for whoever comes, a link for whoever does not (O3).
CONDITIONS: dict[str, Any] = {"dependentRequired": {"imageCredits": ["image"]}}


def _needs(mode: list[int], *names: str) -> dict[str, Any]:
    return {"if": {"properties": {"attendanceMode": {"enum": mode}}}, "then": {"required": list(names)}}


EVENT_INPUT: dict[str, Any] = {
    **closed(
        {
            **COMMON,
            "location": closed({"uid": {"type": "integer"}}, ("uid",)),
            "registration": {
                "type": "array",
                "items": closed({"type": {"enum": ["phone", "email", "link"]}, "value": {"type": "string"}}),
            },
            "additionalFields": {"type": "object", "propertyNames": {"not": {"enum": [*COMMON, "location"]}}},
        },
        REQUIRED,
    ),
    **CONDITIONS,
    "allOf": [_needs([1, 3], "location"), _needs([2, 3], "onlineAccessLink")],
}


def version_2_event(*own: str) -> dict[str, Any]:
    """Version 2, for an agenda that has these fields of its own."""
    return {
        **closed(
            {
                **COMMON,
                "locationUid": {"type": "integer"},
                "timezone": {"type": "string"},
                "registration": {"type": "array", "items": {"type": "string"}},
                **{name: {} for name in own},
            },
            REQUIRED,
        ),
        **CONDITIONS,
        "allOf": [_needs([1, 3], "locationUid"), _needs([2, 3], "onlineAccessLink"), _needs([2], "timezone")],
    }


LOCATION = closed(
    {
        "name": {"type": "string", "minLength": 1, "maxLength": 100},
        "address": {"type": "string", "minLength": 1, "maxLength": 255},
        "countryCode": {"type": "string", "pattern": "^[A-Z]{2}$"},
        **{f"adminLevel{level}": {"type": "string"} for level in (1, 2, 3, 4)},
        "postalCode": {"type": "string"},
        "insee": {"type": "string", "pattern": r"^(\d{5}|2[AB]\d{3})$"},
        "latitude": {"type": "number"},
        "longitude": {"type": "number"},
        "timezone": {"type": "string", "pattern": "^[A-Z][a-z]+/[A-Z]"},
        "access": french(1_000),
    },
    ("name", "address", "countryCode"),
)
