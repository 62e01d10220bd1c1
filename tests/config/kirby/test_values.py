"""What fields hold: names, flags, structures, blocks (kirby.md section 2)."""

import pytest

from config.kirby.values import BadValue, read_blocks, read_flag, read_names, read_yaml


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("photo.png", ["photo.png"]),
        ("- photo.png\n- autre.png", ["photo.png", "autre.png"]),
        ("- file://SN4v", ["file://SN4v"]),
        ("- uuid: page://ab\n  text: Ici", ["page://ab"]),
        ("bavard, empathique", ["bavard", "empathique"]),
        ("", []),
    ],
)
def test_names_are_read_as_each_version_of_kirby_writes_them(value: str, names: list[str]) -> None:
    assert read_names(value) == names


def test_values_of_a_structure_keep_their_words() -> None:
    assert read_yaml('- titre: "4"\n  etat: non\n  vu: yes') == [{"titre": "4", "etat": "non", "vu": "yes"}]


@pytest.mark.parametrize("bomb", ["a: &x [1]\nb: *x", "a: [", "a: b: c"])
def test_a_structure_that_cannot_be_trusted_is_refused(bomb: str) -> None:
    with pytest.raises(BadValue):
        read_yaml(bomb)


@pytest.mark.parametrize(("word", "flag"), [("oui", True), ("true", True), ("non", False), ("", False)])
def test_a_flag_is_yes_or_no(word: str, flag: bool) -> None:
    assert read_flag(word) is flag


def test_a_flag_that_is_neither_is_refused() -> None:
    with pytest.raises(BadValue, match="peut-être"):
        read_flag("peut-être")


def test_a_layout_gives_the_blocks_of_its_columns_in_order() -> None:
    value = (
        '[{"attrs":[],"id":"l","columns":[{"width":"1/2","blocks":[{"type":"text","content":{"text":"a"}}]},'
        '{"width":"1/2","blocks":[{"type":"line","content":{}}]}]}]'
    )
    blocks = read_blocks(value)
    assert blocks
    assert [block["type"] for block in blocks] == ["text", "line"]


def test_older_blocks_in_yaml_are_blocks_too() -> None:
    blocks = read_blocks("-\n  _key: text\n  type: text\n  text: Bonjour")
    assert blocks == [{"type": "text", "content": {"text": "Bonjour"}, "isHidden": False}]


def test_words_are_no_blocks() -> None:
    assert read_blocks("Un texte\n- et une liste") is None


def test_blocks_cut_short_are_refused() -> None:
    with pytest.raises(BadValue, match="JSON"):
        read_blocks('[{"type": "text"')
