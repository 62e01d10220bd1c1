"""The fields an agenda asks for beyond the usual ones, and the compulsory ones an event lacks (O9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# What we say of an event, in the words of either version; then what their servers write, or nobody here decides.
SAID = frozenset({
    "title", "description", "longDescription", "conditions", "keywords", "timings", "location", "locationUid",
    "attendanceMode", "onlineAccessLink", "accessibility", "age", "registration", "image", "imageCredits",
})  # fmt: skip
NATIVE = SAID | {
    "uid", "slug", "extIds", "state", "status", "additionalFields", "links", "timezone", "country", "featured", "draft",
    "private", "createdAt", "updatedAt", "fileKey", "ownerUid", "creatorUid", "references",
}  # fmt: skip
AGE = "age"
ONE_OF, SOME_OF = {"radio", "select"}, {"checkbox", "multiselect"}
WRITTEN = {"text", "textarea", "textearea", "markdown", "html", "multilingual"}
NUMBERS = {"integer", "number"}
OTHERS = {"boolean", "date", "email", "link", "phone"}


@dataclass(frozen=True)
class AskedField:
    """One field of the form. `is_own` when the agenda added it; `choices` are the numbers and words of its options."""

    name: str
    label: str
    kind: str
    is_own: bool
    is_required: bool
    choices: tuple[tuple[int, str], ...] = ()
    most: int | None = None
    is_multilingual: bool = False

    @property
    def can_be_filled(self) -> bool:
        """Here: files are given on their site, and what we do not know is left alone."""
        if self.name == AGE:
            return True
        if self.kind in ONE_OF | SOME_OF:
            return self.is_own and bool(self.choices)
        return self.is_own and self.kind in WRITTEN | NUMBERS | OTHERS


def asked_fields(described: Iterable[Any], said: Mapping[str, Any]) -> list[AskedField]:
    """The fields of a kept form that apply to an event, of which `said` holds the body and the answers."""
    return [
        _field(each, said)
        for each in described
        if isinstance(each, dict) and each.get("field") and each.get("enable") is not False and _applies(each, said)
    ]


def missing(fields: Iterable[AskedField], said: Mapping[str, Any]) -> list[AskedField]:
    """Compulsory ones without a value. A native one is missing only where we could have said it."""
    return [
        field
        for field in fields
        if field.is_required and (field.is_own or field.name in SAID) and _is_empty(said.get(_our_name(field.name)))
    ]


def with_answers(body: Mapping[str, Any], described: Iterable[Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """`body` with those of `answers` that the form still has a place for: an unknown field would refuse the whole
    event (O8)."""
    fields = {field.name: field for field in asked_fields(described, {**answers, **body}) if field.can_be_filled}
    kept = {name: _still_offered(fields[name], value) for name, value in answers.items() if name in fields}
    given = {name: value for name, value in kept.items() if not _is_empty(value)}
    age = {AGE: given.pop(AGE)} if AGE in given else {}
    return {**body, **age, **({"additionalFields": given} if given else {})}


def said_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as the conditions of a form read it: the agenda's own fields beside the others."""
    return {**body.get("additionalFields", {}), **body}


def _field(described: dict[str, Any], said: Mapping[str, Any]) -> AskedField:
    name = str(described["field"])
    options = described.get("options")
    most = described.get("max")
    return AskedField(
        name=name,
        label=_words(described.get("label")) or name,
        kind=str(described.get("fieldType") or ""),
        is_own=_is_own(described, name),
        is_required=_is_required(described, said),
        choices=tuple(
            (option["id"], _words(option.get("label")) or str(option.get("value") or option["id"]))
            for option in (options if isinstance(options, list) else [])
            if isinstance(option, dict) and isinstance(option.get("id"), int) and option.get("display") is not False
        ),
        most=most if isinstance(most, int) and not isinstance(most, bool) and most > 0 else None,
        is_multilingual=isinstance(described.get("languages"), list) or described.get("fieldType") == "multilingual",
    )


def _is_own(described: dict[str, Any], name: str) -> bool:
    """Version 3 gives a path; an overridden native field carries the number of the agenda's schema as well."""
    if described.get("path"):
        return str(described["path"]).startswith("additionalFields.")
    own = described.get("schemaType") in ("agenda", "network") or described.get("schemaId") is not None
    return own and name not in NATIVE


def _applies(described: dict[str, Any], said: Mapping[str, Any]) -> bool:
    return _holds(described["enableWith"], said) if described.get("enableWith") else True


def _is_required(described: dict[str, Any], said: Mapping[str, Any]) -> bool:
    if described.get("optional") is not None:
        return described["optional"] is False
    return bool(described.get("optionalWith")) and not _holds(described["optionalWith"], said)


def _holds(condition: Any, said: Mapping[str, Any]) -> bool:
    """« That field has a value », or one of these values."""
    if isinstance(condition, str):
        return not _is_empty(said.get(_our_name(condition)))
    if not isinstance(condition, dict):
        return True
    value, wanted = said.get(_our_name(str(condition.get("field")))), condition.get("value")
    if wanted is None:
        return not _is_empty(value)
    values = value if isinstance(value, list) else [value]
    return any(each in values for each in (wanted if isinstance(wanted, list) else [wanted]))


def _our_name(name: str) -> str:
    return "location" if name == "locationUid" else name


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, dict) and not any(map(bool, value.values())))


def _still_offered(field: AskedField, value: Any) -> Any:
    offered = {number for number, _label in field.choices}
    if field.kind in ONE_OF:
        return value if value in offered else None
    if field.kind in SOME_OF:
        return [each for each in value if each in offered] if isinstance(value, list) else None
    return value


def _words(label: Any) -> str:
    """A label is a text, or one by language."""
    if isinstance(label, dict):
        return str(label.get("fr") or next(iter(label.values()), "") or "")
    return str(label or "")
