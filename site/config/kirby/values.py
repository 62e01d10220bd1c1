"""What a field holds: words, a list, a structure, blocks (kirby.md section 2)."""

import json
import re
from typing import Any

import yaml

YES = {"true", "1", "oui", "yes", "on"}
NO = {"false", "0", "non", "no", "off", ""}
LISTED = re.compile(r"- ")
# Half of a pair of signs, or no sign at all: what JSON and YAML can write and no database keeps.
UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")


class BadValue(ValueError):
    """The field cannot be read; the message says why, in French."""


class _PlainLoader(yaml.BaseLoader):
    """YAML whose every value is a string, so that neither « non » nor « 4 » changes meaning from YAML 1.1 to 1.2.

    Aliases are refused: ten lines of them make a gigabyte.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise BadValue("renvoi interne (alias YAML) refusé")
        return super().compose_node(parent, index)


def read_yaml(value: str) -> Any:
    """Lists, maps and strings. Raises BadValue."""
    try:
        return _writable(yaml.load(value, Loader=_PlainLoader))
    except (yaml.YAMLError, RecursionError) as error:
        raise BadValue("structure YAML illisible") from error


def _writable(read: Any) -> Any:
    """`read`, when every word of it can be kept. Raises BadValue."""
    if UNWRITABLE.search(json.dumps(read, ensure_ascii=False).replace("\\u0000", "\0")):
        raise BadValue("des caractères n’en sont pas")
    return read


def read_flag(value: str) -> bool:
    """Raises BadValue on anything but a yes or a no."""
    word = value.strip().lower()
    if word not in YES | NO:
        raise BadValue(f"« {value[:40]} » n’est ni oui ni non")
    return word in YES


def read_names(value: str) -> list[str]:
    """The names of files or pages in a field: a bare name (Kirby 2), a YAML list (3 to 5) or names between commas.

    Raises BadValue.
    """
    if not value.strip():
        return []
    if LISTED.match(value):
        read = read_yaml(value)
        return [name for one in read for name in _names(one)]
    return [name.strip() for name in value.split(",") if name.strip()]


def _names(one: Any) -> list[str]:
    if isinstance(one, dict):
        return [str(one[key]) for key in ("uuid", "id", "filename") if one.get(key)][:1]
    return [str(one).strip()] if str(one).strip() else []


def read_blocks(value: str) -> list[dict[str, Any]] | None:
    """The blocks of a blocks or layout field, columns one after the other; None when the field holds something else.

    Each block has `content`, `isHidden` and, unless it is broken, `type`. Raises BadValue on JSON or YAML cut short.
    """
    text = value.strip()
    if text == "[]":
        return []
    if re.match(r"\[\s*\{", text):
        try:
            read = _writable(json.loads(text))
        except (ValueError, RecursionError) as error:
            raise BadValue("blocs illisibles (JSON)") from error
    elif re.match(r"-\s*\n?\s+(?:_key|type): ", text):
        read = read_yaml(text)
    else:
        return None
    rows = [one for one in read if isinstance(one, dict)]
    if not any("type" in one or "columns" in one for one in rows):
        return None
    return [block for one in rows for block in _in_order(one)]


def _in_order(one: dict[str, Any]) -> list[dict[str, Any]]:
    columns = one.get("columns")
    if isinstance(columns, list):
        return [block for column in columns if isinstance(column, dict) for block in _all_blocks(column.get("blocks"))]
    if "content" not in one and "type" in one:
        # The YAML of older versions writes the contents of a block beside its type.
        inside = {key: value for key, value in one.items() if key not in ("_key", "_uid", "type", "isHidden")}
        return [{"type": one["type"], "content": inside, "isHidden": False}]
    return [one]


def _all_blocks(blocks: Any) -> list[dict[str, Any]]:
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
