"""Rich text as somebody without an account types it."""

import pytest

from journal.markup import to_html, to_markup

SAME = [
    ("<p>Un.</p><p>Deux.</p>", "Un.\n\nDeux."),
    ("<p>Le <b>car</b> et <i>l'attente</i>.</p>", "Le **car** et *l'attente*."),
    ("<ul><li>Un</li><li>Deux</li></ul>", "- Un\n- Deux"),
    ('<p>Voir <a id="4" linktype="page">ici</a>.</p>', "Voir [ici](page:4)."),
    ('<p><a href="https://valclair.example/">Le site</a></p>', "[Le site](https://valclair.example/)"),
    ("<p>1<sup>er</sup> mars</p>", "1^er^ mars"),
    ("<p>Une ligne<br/>puis une autre</p>", "Une ligne\npuis une autre"),
    ("<p>2 &lt; 3 &amp; 4</p>", "2 < 3 & 4"),
]


@pytest.mark.parametrize(("html", "typed"), SAME)
def test_what_is_typed_comes_back(html: str, typed: str) -> None:
    assert (to_markup(html), to_html(typed)) == (typed, html)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[clic](javascript:alert(1))", "<p>[clic](javascript:alert(1))</p>"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_nothing_dangerous_comes_out(typed: str, html: str) -> None:
    assert to_html(typed) == html
