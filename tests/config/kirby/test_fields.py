"""Content files read as Kirby reads them, its faults told (kirby.md 1.4, issue 8 item 8)."""

import pytest

from config.kirby.fields import decode

READ = [
    ("CRLF", "Title: A\r\n----\r\nText: B\r\n", {"title": "A", "text": "B"}),
    ("no blank lines", "Title: A\n----\nText: B", {"title": "A", "text": "B"}),
    ("three dashes", "Text: A\n---\nB", {"text": "A\n---\nB"}),
    ("escaped separators", "Text:\n\n\\----\nA\n\\----\n----\nB: c", {"text": "----\nA\n----", "b": "c"}),
    ("newline then separator", "\n----\nTitle: A", {"title": "A"}),
    ("colon first", ": x\n----\nTitle: A", {"title": "A"}),
    ("colons in values", "Text: 9h: ok\n----\nDate: 2021-03-16 14:00", {"text": "9h: ok", "date": "2021-03-16 14:00"}),
    ("accents and capitals", "Résumé: a\n----\nTITRE: b", {"résumé": "a", "titre": "b"}),
    ("hyphen and space in a key", "My-Key Two: a", {"my_key_two": "a"}),
    ("empty values", "Text: \n\n----\n\nCover:", {"text": "", "cover": ""}),
    ("trailing separator", "Title: A\n----\n", {"title": "A"}),
    ("spaces after the separator", "Title: A\n----   \n\n\nText: B", {"title": "A", "text": "B"}),
    ("indented separator", "Title: A\n ----\nText: B", {"title": "A\n ----\nText: B"}),
    ("key 0", "0: a\n----\nb: c", {"b": "c"}),
    ("first indent lost", "Text:\n\n    code\n", {"text": "code"}),
    ("no-break space kept", "Title:\u00a0A\u00a0", {"title": "\u00a0A\u00a0"}),
    ("byte order mark", "\ufeffTitle: A", {"title": "A"}),
]
DOUBTED = [
    ("five dashes", "Title: A\n-----\nText: B", {"title": "A", "_\ntext": "B"}),
    ("text after the dashes", "Text: A\n---- suite\nFin", {"text": "A"}),
    ("separator first", "----\nTitle: A", {"____\ntitle": "A"}),
    ("no colon", "hello\n----\nTitle: A", {"title": "A"}),
    ("duplicate key", "Title: a\n----\ntitle: b", {"title": "b"}),
    ("two separators", "Title: A\n----\n----\nText: B", {"title": "A", "____\ntext": "B"}),
    ("newline in a key", "Un titre\navec retour: x", {"un_titre\navec_retour": "x"}),
]


@pytest.mark.parametrize(("what", "text", "fields"), READ, ids=[case[0] for case in READ])
def test_a_sound_file_gives_its_fields_without_a_word(what: str, text: str, fields: dict[str, str]) -> None:
    decoded = decode(text)
    assert (decoded.fields, decoded.warnings) == (fields, [])


@pytest.mark.parametrize(("what", "text", "fields"), DOUBTED, ids=[case[0] for case in DOUBTED])
def test_a_faulty_file_gives_what_kirby_gives_and_says_so(what: str, text: str, fields: dict[str, str]) -> None:
    decoded = decode(text)
    assert decoded.fields == fields
    assert decoded.warnings
