"""Addresses made from French titles (print-and-typography.md 6.3)."""

import pytest

from cms.slugs import french_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L'état des lieux", "l-etat-des-lieux"),
        ("L’état des lieux", "l-etat-des-lieux"),
        ("Cœur, œuvre & Ænima", "coeur-oeuvre-aenima"),
        ("Où ça ? À Briançon !", "ou-ca-a-briancon"),
        ("  n° 4 — été/hiver  ", "n-4-ete-hiver"),
        ("2 × 10 €", "2-10"),
        ("???", ""),
    ],
)
def test_slug(title, slug):
    assert french_slug(title) == slug


def test_a_long_title_is_cut_between_two_words():
    slug = french_slug("une journée " * 20)
    assert len(slug) <= 100
    assert set(slug.split("-")) == {"une", "journee"}
