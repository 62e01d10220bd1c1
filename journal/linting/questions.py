"""Signs that the head of an article answers who, what, where, when and why. They miss some: it is only a reminder."""

import re

from .remarks import Text

PEOPLE = (
    "association habitant habitante élu élue groupe équipe personne personnes membre famille collectif voisin voisine "
    "commune mairie école club jeune jeunes parent parents"
)
PLACES = "village vallée commune salle place quartier marché école rue gare café ferme hameau bourg"
MOMENTS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre "
    "octobre novembre décembre hier demain aujourd’hui matin soir midi printemps été automne hiver depuis semaine mois "
    "an ans année années"
)
REASONS = "pour afin parce car puisque grâce faute besoin besoins manque envie"
# A capital inside a sentence is a name; at its beginning it may be any word.
NAME = r"(?<=[\w,;:’'] )[A-ZÀÉÈ][\w’'-]+"
PLACE_NAME = r"\b(?:à|au|aux|en|dans|sur|chez)\s+(?:la\s|le\s|l[’']|les\s)?[A-ZÀÉÈ]\w+"
VERB = r"\b\w{2,}(?:er|ir|é|ée|és|ées|ent|ons|ait|aient|t)\b"


def _any_of(words: str, *patterns: str) -> re.Pattern[str]:
    listed = "|".join(words.split())
    return re.compile("|".join([rf"\b(?i:{listed})s?\b" if listed else r"(?!)", *patterns]))


QUESTIONS = (
    ("qui", _any_of(PEOPLE, NAME)),
    ("quoi", _any_of("", VERB)),
    ("où", _any_of(PLACES, PLACE_NAME)),
    ("quand", _any_of(MOMENTS, r"\b(?:19|20)\d\d\b")),
    ("pourquoi", _any_of(REASONS)),
)


def missing_questions(text: Text) -> list[str]:
    """Which of who, what, where, when, why the title, the chapô and the first lines do not seem to answer."""
    head = " ".join([text.title, text.summary, *text.paragraphs[:2]]).replace("'", "’")
    return [name for name, sign in QUESTIONS if not sign.search(head)]
