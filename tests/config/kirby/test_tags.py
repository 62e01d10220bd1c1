"""KirbyTags, matched and split as Kirby 5 does (kirby.md 3.1)."""

import pytest

from config.kirby.tags import parse, replace

TAGS = [
    ("(image: photo.jpg)", {"image": "photo.jpg"}),
    (
        "(image: photo.jpg alt: Une salle caption: Photo (c) Anne link: self)",
        {"image": "photo.jpg", "alt": "Une salle", "caption": "Photo (c) Anne", "link": "self"},
    ),
    ("(link: https://ex.fr text: Voir le site)", {"link": "https://ex.fr", "text": "Voir le site"}),
    ("(link: fichier.pdf text: Télécharger (PDF))", {"link": "fichier.pdf", "text": "Télécharger (PDF)"}),
    ("(link: page://abc123 text: Ici)", {"link": "page://abc123", "text": "Ici"}),
    ("(image: file://SN4vDzHJDZ99rwjx)", {"image": "file://SN4vDzHJDZ99rwjx"}),
    ("(email: a@b.fr text: Écrire)", {"email": "a@b.fr", "text": "Écrire"}),
    ("(tel: 04 92 00 00 00)", {"tel": "04 92 00 00 00"}),
    ("(file: doc.pdf download: false)", {"file": "doc.pdf", "download": "false"}),
    ("(video: https://youtu.be/x caption: Film)", {"video": "https://youtu.be/x", "caption": "Film"}),
    ("(LINK: /a TEXT: B)", {"link": "/a", "text": "B"}),
    ("(link:/a text:b)", {"link": "/a", "text": "b"}),
    ("(link: /a text: un titre: deux)", {"link": "/a", "text": "un titre: deux"}),
    ("(link: https://ex.fr/?lang:fr text: x)", {"link": "https://ex.fr/?", "lang": "fr", "text": "x"}),
    ("(link: mailto:a@b.fr text: Mail)", {"link": "mailto:a@b.fr", "text": "Mail"}),
    ("(image: a.jpg (b) )", {"image": "a.jpg (b)"}),
    ("(date: Y)", {"date": "Y"}),
    ("(date: year)", {"date": "year"}),
]
NO_TAG = [
    "[Appeler](tel:0492000000)",
    "[Site](http://ex.fr)",
    "(voir: plus bas)",
    "(NB: attention)",
    "(image: a.jpg",
    "(vidéo: x)",
]


@pytest.mark.parametrize(("text", "attributes"), TAGS, ids=[text for text, _attributes in TAGS])
def test_a_tag_gives_its_attributes(text: str, attributes: dict[str, str]) -> None:
    tag = parse(text)
    assert tag
    assert tag.attributes == attributes
    assert replace(f"avant {text} après", lambda found: f"<{found.kind}>") == f"avant <{tag.kind}> après"


@pytest.mark.parametrize("text", NO_TAG)
def test_what_is_no_tag_is_left_untouched(text: str) -> None:
    assert replace(text, lambda found: "changed") == text


def test_parentheses_that_never_close_are_read_in_a_breath() -> None:
    text = "(link: a " * 50_000
    assert replace(text, lambda found: "changed") == text
