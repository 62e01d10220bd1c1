"""Where a block of an article came from, as it is stored in the body (requirements S3-12, traps 1 and 2).

Only identifiers and a licence are stored. The rest (workshop, contributor, consent) is looked up when the article is
shown, so that a withdrawn consent is obeyed at once.
"""

import json
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from cms.enums import Licence
from people.words import text_hash

from .enums import SourceKind

# The letter of each kind in the margin of the paper: Atelier, Parole, Carnet, Graine, Échange.
LETTERS = {
    SourceKind.WORKSHOP: "A",
    SourceKind.DIAGNOSIS_ITEM: "P",
    SourceKind.CONTACT: "C",
    SourceKind.SEED: "G",
    SourceKind.PASSAGE: "E",
}


@dataclass(frozen=True)
class Provenance:
    """What a block remembers of its source. Without `uuid` the block was written here.

    `text_hash` is that of the source's words when they were taken; `origin_block_id` the id of the first block made
    from it, which a duplicate keeps; `needs_consent` tells that the words had an author, so that erasing this person
    never brings them back as if nobody had said them.
    """

    kind: str = ""
    uuid: str = ""
    text_hash: str = ""
    origin_block_id: str = ""
    needs_consent: bool = False
    licence: str = ""

    def __bool__(self) -> bool:
        return bool(self.uuid)

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What is written in `data-provenance`: `diagnosis-item:0b0c…`; empty for a block written here."""
        return f"{self.kind}:{self.uuid}" if self else ""

    @property
    def reference(self) -> str:
        """What is printed in the margin: `P-0B0C3F`, the same in every issue; empty for a block written here."""
        return f"{LETTERS[SourceKind(self.kind)]}-{self.uuid[:6].upper()}" if self else ""

    @property
    def licence_name(self) -> str:
        """« CC BY-SA 4.0 »; empty for a block taken before licences were kept."""
        return str(Licence(self.licence).label) if self.licence else ""

    def is_changed(self, text: str) -> bool:
        """`text` no longer says what was taken from the source: it is signed « d’après »."""
        return bool(self.text_hash) and text_hash(text) != self.text_hash

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, value: Any) -> "Provenance":
        """The provenance in `value` (a mapping or its JSON). Anything that is none gives an empty one."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            value = _from_json(value)
        if not isinstance(value, dict) or value.get("kind") not in SourceKind.values:
            return cls()
        try:
            identifier = str(uuid.UUID(str(value.get("uuid", ""))))
        except ValueError:
            return cls()
        return cls(
            kind=value["kind"],
            uuid=identifier,
            text_hash=str(value.get("text_hash") or ""),
            origin_block_id=str(value.get("origin_block_id") or ""),
            needs_consent=value.get("needs_consent") is True,
            licence=value["licence"] if value.get("licence") in Licence.values else "",
        )


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
