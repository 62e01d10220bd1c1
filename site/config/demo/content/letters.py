"""Two letters that left. Rubrics announce pages of the demonstration by their keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.typography import typo_fr, typo_text

from .calendar import Calendar
from .entries import Entry


@dataclass(frozen=True)
class Letter:
    """A letter: the page, and its parts in the order of the mail."""

    entry: Entry
    editorial: tuple[str, str]
    rubrics: Sequence[tuple[str, Sequence[str]]]
    portrait: str
    voice: tuple[str, str]
    button: tuple[str, str]


def letters(calendar: Calendar) -> list[Letter]:
    first, second = calendar.letters
    return [
        Letter(
            entry=Entry(
                key="lettre-1",
                title="Lettre n° 1 : on plie bientôt",
                summary="Le premier numéro du journal part à l’impression, une chanson revient de loin, et l’on cherche des "
                "bras pour plier.",
                picture="lettre",
                fields={"date": first, "subject": typo_text("On plie bientôt : des nouvelles des trois vallées")},
            ),
            editorial=(
                typo_text("Bonjour, c’est ici que cela commence"),
                typo_fr(
                    "<p>Vous êtes les premières et les premiers à recevoir cette lettre. Elle viendra une fois par mois, "
                    "avec ce qui se passe de part et d’autre des cols.</p><p>Si elle vous encombre, un clic au bas suffit. Si "
                    "elle vous plaît, faites-la suivre à quelqu’un de la vallée d’à côté.</p>"
                ),
            ),
            rubrics=[
                ("Ce qui s’est passé", ["chanson-retrouvee", "cafe-vote", "horaires-vrais"]),
                ("Ce que l’on en a tiré", ["atelier-passe"]),
            ],
            portrait="car-du-soir",
            voice=(typo_text("On est venus pour un car. On est repartis à neuf dedans."), "Un participant"),
            button=("Venir plier le journal", "aider"),
        ),
        Letter(
            entry=Entry(
                key="lettre-2",
                title="Lettre n° 2 : Le Dirigeable a décollé",
                summary="Le journal est sorti, la radio a tenu onze heures, et le prochain atelier passera à table.",
                picture="journaux",
                fields={"date": second, "subject": typo_text("Le Dirigeable a décollé, et autres nouvelles du ciel")},
            ),
            editorial=(
                typo_text("Six cents exemplaires, un enfant"),
                typo_fr(
                    "<p>Le numéro 1 du <i>Dirigeable</i> est plié. Il parle de la journée « Qui m’emmène ? » et de ce qui en "
                    "est sorti : neuf articles, dont cinq nés tout droit de l’atelier.</p><p>Le deuxième dira ce "
                    "que tout cela devient. Le troisième se nourrira du prochain atelier : il y sera question de manger.</p>"
                ),
            ),
            rubrics=[
                ("À lire dans le journal", ["numero-1-page", "article-atelier", "article-car-du-soir"]),
                ("À l’agenda", ["atelier-ouvert", "rappels", "formation-ouverte"]),
                ("Au fil de l’eau", ["numero-1", "congere-antenne"]),
            ],
            portrait="congere",
            voice=(
                typo_text("On n’avait rien préparé. C’est pour ça que c’était bien."),
                "Un des six de Radio Congère",
            ),
            button=("Lire Le Dirigeable n° 1", "numero-1-page"),
        ),
    ]
