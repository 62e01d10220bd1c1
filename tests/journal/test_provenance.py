"""The provenance of a block: what is stored, and what makes a text « d’après »."""

import json

import pytest

from journal.enums import SourceKind
from journal.provenance import Provenance
from people.words import text_hash

UUID = "0b0c2f1e-6a55-4a3e-9d7f-6f1f6f9f8a01"


def test_only_other_words_change_the_hash() -> None:
    said = "L'été, on marche : c’est loin."
    assert text_hash(said) == text_hash("<p>L’été,  on <b>marche</b>\u00a0: c'est loin.</p>\n")
    assert text_hash(said) == text_hash("L'e\u0301te\u0301, on marche : c’est loin.")
    assert text_hash(said) != text_hash("L'été, on marche : c’est près.")


def test_a_provenance_survives_json_in_both_shapes() -> None:
    provenance = Provenance(SourceKind.SEED.value, UUID, "ab" * 32, "bloc-1", needs_consent=True)
    assert Provenance.read(provenance.as_dict()) == provenance
    assert Provenance.read(json.dumps({**provenance.as_dict(), "words": "Graine « X »"})) == provenance
    assert provenance.code == f"seed:{UUID}"


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "pas du json",
        "[1]",
        12,
        {"kind": "seed"},
        {"kind": "seed", "uuid": "x"},
        {"kind": "rien", "uuid": UUID},
    ],
)
def test_anything_else_is_no_provenance(value: object) -> None:
    provenance = Provenance.read(value)
    assert (bool(provenance), provenance.code) == (False, "")


def test_without_a_hash_nothing_is_said_to_have_changed() -> None:
    assert Provenance(SourceKind.WORKSHOP.value, UUID).is_changed("n’importe quoi") is False
