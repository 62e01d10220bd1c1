"""French micro-typography: the golden cases of print-and-typography.md 6.2 and their neighbours (TY-01 to TY-14)."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.typography import typo_fr, typo_text

# ⍽ is U+00A0 and ⎵ is U+202F, so that they can be seen here.
GOLDEN = [
    # TY-01, TY-02
    ("Qui fait quoi? Quels sont nos enjeux?", "Qui fait quoi⎵? Quels sont nos enjeux⎵?"),
    ("Public concerné: Les socioprofessionnels", "Public concerné⍽: Les socioprofessionnels"),
    ("« casser » les représentations", "«⍽casser⍽» les représentations"),
    ("«casser»", "«⍽casser⍽»"),
    ("Ah!!! Vraiment?!", "Ah⎵!!! Vraiment⎵?!"),
    ("lire ; écrire", "lire⎵; écrire"),
    ("quoi ?", "quoi⎵?"),
    ("quoi\u00a0?", "quoi⎵?"),
    ("Vraiment (si!)", "Vraiment (si⎵!)"),
    ("Tout… ou rien?", "Tout… ou rien⎵?"),
    # TY-03
    ("9 h 30", "9⍽h⍽30"),
    ("45 min", "45⍽min"),
    ("12 €", "12⍽€"),
    ("12€", "12⍽€"),
    ("20 % des places", "20⍽% des places"),
    ("3 km, 40 kg et 18 °C", "3⍽km, 40⍽kg et 18⍽°C"),
    ("2 l'été", "2 l’été"),
    ("9h05 à 9h30: pitch", "9h05 à 9h30⍽: pitch"),
    # TY-04
    ("n° 4", "n°⍽4"),
    ("n°4", "n°⍽4"),
    ("M. Dupont", "M.⍽Dupont"),
    ("Mme Durand", "Mme⍽Durand"),
    ("p. 7", "p.⍽7"),
    ("Dr Roy, MM. Roy et Roche", "Dr⍽Roy, MM.⍽Roy et Roche"),
    # TY-05
    ("1 234 habitants", "1⎵234 habitants"),
    ("1 234 567 €", "1⎵234⎵567⍽€"),
    ("en 2021 345 personnes", "en 2021 345 personnes"),
    # TY-06
    ("l'interconnaissance", "l’interconnaissance"),
    ("jusqu'à 5'", "jusqu’à 5'"),
    ("l&#x27;eau", "l’eau"),
    # TY-07
    ('Objectif 1: "se connaître"...', "Objectif 1⍽: «⍽se connaître⍽»…"),
    ('"elle a dit "oui" hier"', "«⍽elle a dit “oui” hier⍽»"),
    ('« elle a dit "oui" hier »', "«⍽elle a dit “oui” hier⍽»"),
    ("&quot;oui&quot;", "«⍽oui⍽»"),
    ('un écran de 5"', 'un écran de 5"'),
    ("un mot dit 'citation', un autre", "un mot dit “citation”, un autre"),
    ("il note 'l'eau, c'est l'été' !", "il note “l’eau, c’est l’été”⎵!"),
    ("'<em>oui</em>'", "“<em>oui</em>”"),
    ("&#x27;oui&#x27;", "“oui”"),
    ("\"elle a dit 'oui' hier\"", "«⍽elle a dit “oui” hier⍽»"),
    ("5' ou 6' d'arrêt", "5' ou 6' d’arrêt"),
    ("un écran de 5&quot;", "un écran de 5&quot;"),
    # TY-08
    ("et puis...", "et puis…"),
    ("etc....", "etc...."),
    # TY-09: a pair is an incise, a lone dash separates
    ("le journal - annuel - paraît", "le journal –⍽annuel⍽– paraît"),
    ("9h à 9h05 - Connexion", "9h à 9h05 - Connexion"),
    ("culture - soin - social - école", "culture - soin - social - école"),
    ("rendez-vous, peut-être", "rendez-vous, peut-être"),
    # TY-10
    ("1er mars", "1<sup>er</sup> mars"),
    ("2ème réalisation", "2<sup>e</sup> réalisation"),
    ("la 2e et la 1re", "la 2<sup>e</sup> et la 1<sup>re</sup>"),
    ("XXIe", "XXI<sup>e</sup>"),
    ("la 2nde", "la 2<sup>de</sup>"),
    ("la 2de", "la 2<sup>de</sup>"),
    ("XVIIIe siècle, IIIe âge", "XVIII<sup>e</sup> siècle, III<sup>e</sup> âge"),
    ("XIXe-XXe siècles", "XIX<sup>e</sup>-XX<sup>e</sup> siècles"),
    ("les 2e-3e étages", "les 2<sup>e</sup>-3<sup>e</sup> étages"),
    ("un XIXe-bis, le A-2e", "un XIXe-bis, le A-2e"),
    ("1<sup>er</sup> mars", "1<sup>er</sup> mars"),
    ("Ce Xavier, vie", "Ce Xavier, vie"),
    # TY-11, TY-12
    ("une oeuvre,  deux soeurs", "une œuvre, deux sœurs"),
    ("Oeuvre, COEUR, coexister, moelleux", "Œuvre, CŒUR, coexister, moelleux"),
    # TY-13
    ("&amp; &eacute;t&eacute;;", "&amp; &eacute;t&eacute;⎵;"),
    ("[1;2]", "[1;2]"),
    ("10:30", "10:30"),
    ("1:1", "1:1"),
    ("std::vector", "std::vector"),
    (":-)", ":-)"),
    ("merci ;)", "merci ;)"),
    ("https://exemple.fr/?q=1", "https://exemple.fr/?q=1"),
    ("voir https://exemple.fr/?a=1&amp;b=2;c: oui", "voir https://exemple.fr/?a=1&amp;b=2;c⍽: oui"),
    ("www.culture-handicap.fr", "www.culture-handicap.fr"),
    ("l.durand@exemple.fr", "l.durand@exemple.fr"),
    ("2021-03-16", "2021-03-16"),
    ("04 92 00 00 00", "04 92 00 00 00"),
    ("+33 4 92 00 00 00", "+33 4 92 00 00 00"),
    ("FR76 3000 4000", "FR76 3000 4000"),
    ("FR76 3000 4000 0112 3456 7890 123", "FR76 3000 4000 0112 3456 7890 123"),
    ("<code>a ? b : c</code>", "<code>a ? b : c</code>"),
    ('<a title="a ?">x</a>', '<a title="a ?">x</a>'),
    ("<!-- a ? -->", "<!-- a ? -->"),
    # IN-04: whole words with a middle dot are marked, once; neither a separator nor an address
    ("les participant·es?", 'les <span class="incl">participant·es</span>⎵?'),
    ("un·e usager·ère", '<span class="incl">un·e</span> <span class="incl">usager·ère</span>'),
    ("chacun·e·s", '<span class="incl">chacun·e·s</span>'),
    ('les <span class="incl">participant·es</span>', 'les <span class="incl">participant·es</span>'),
    ("atelier · journal", "atelier · journal"),
    ("https://a.fr/tou·tes", "https://a.fr/tou·tes"),
    ('<a title="tou·tes">x</a>', '<a title="tou·tes">x</a>'),
    # Through tags: a sentence is one, a paragraph ends it
    ("<p>mot <b>gras</b>?</p>", "<p>mot <b>gras</b>⎵?</p>"),
    ("<b>Objectif</b>: dire", "<b>Objectif</b>⍽: dire"),
    ('"<em>oui</em>"', "«⍽<em>oui</em>⍽»"),
    ('<p>5"</p><p>6"</p>', '<p>5"</p><p>6"</p>'),
]


def shown(text: str) -> str:
    return text.replace("\u00a0", "⍽").replace("\u202f", "⎵")


@pytest.mark.parametrize(("typed", "expected"), GOLDEN)
def test_golden_case(typed, expected):
    assert shown(typo_fr(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("le 2ème, l'un & l'autre <3", "le 2e, l’un & l’autre <3"),
        ('Qui fait quoi? "Nous"', "Qui fait quoi⎵? «⍽Nous⍽»"),
        ("AT&T; R&D", "AT&T⎵; R&D"),
    ],
)
def test_plain_text_is_not_read_as_html(typed, expected):
    assert shown(typo_text(typed)) == expected


PIECES = st.lists(
    st.sampled_from(
        [
            *"ab Aé129.:;!?'\"«»“”-–…%€h()[]/&<>,°\u00a0\u202f\n",
            *(
                "<b>",
                "</b>",
                "<p>",
                "</p>",
                "<sup>",
                "</sup>",
                "<code>x ? y</code>",
                "&quot;",
                "&#x27;",
                "&amp;",
                "&eacute;",
            ),
            *(
                "1er",
                "2ème",
                "XXIe",
                "XIXe-XXe",
                "'mot'",
                "e-",
                "n°",
                "M. ",
                "oeuvre",
                "auteur·rices",
                "·e",
                "10:30",
                "1 234",
                "04 92 00 00 00",
                "http://a.fr/",
            ),
            *(" - ", "...", "::", ":-)", "  ", "\U000f0005"),
        ]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=250, deadline=None)
@given(PIECES)
def test_html_composed_twice_is_composed_once(text):
    """TY-14."""
    assert typo_fr(typo_fr(text)) == typo_fr(text)


@settings(max_examples=250, deadline=None)
@given(PIECES)
def test_plain_text_composed_twice_is_composed_once(text):
    """TY-14."""
    assert typo_text(typo_text(text)) == typo_text(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_any_text_at_all_is_accepted(text):
    assert isinstance(typo_fr(text), str)


def test_plain_text_bears_no_mark():
    assert typo_text("les participant·es") == "les participant·es"


def test_a_very_long_run_of_tags_keeps_them_all():
    html = "<b>mot</b> " * 20_000
    assert typo_fr(html) == html


def test_filter_escapes_what_is_not_marked_safe():
    render = Template("{% load cms_tags %}{{ value|typo }}").render
    assert shown(render(Context({"value": '<b> "quoi"?'}))) == "&lt;b&gt; «⍽quoi⍽»⎵?"
    assert shown(render(Context({"value": mark_safe("<em>quoi</em>?")}))) == "<em>quoi</em>⎵?"


def test_text_filter_is_escaped_by_the_template():
    rendered = Template("{% load cms_tags %}{{ value|typo_text }}").render(Context({"value": "l'eau <5\""}))
    assert rendered == "l’eau &lt;5&quot;"
