"""Issue n° 1 of « Le Dirigeable »: its cover, its édito, and what an article is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.typography import typo_fr, typo_text
from journal.enums import IssueColour, SignatureRole

from .calendar import Calendar
from .entries import Block, Entry, text

WRITING, PHOTO, DRAWING = SignatureRole.WRITING, SignatureRole.PHOTO, SignatureRole.DRAWING


@dataclass(frozen=True)
class Taken:
    """Blocks of a prepared draft, kept where they stand: `count` of the kind `block_type`, all of them when None.

    `skip` leaves the first ones aside: another issue had them.
    """

    block_type: str
    count: int | None = None
    skip: int = 0


@dataclass(frozen=True)
class Article:
    """An article. `prepared` names the draft it starts from: "main", "portraits", or the title of a seed.

    `borrows` names other drafts whose blocks it takes too.
    """

    entry: Entry
    rubric: str
    kicker: str
    signatures: Sequence[tuple[str, SignatureRole]]
    body: Sequence[Block | Taken]
    prepared: str = ""
    borrows: Sequence[str] = ()


def note(title: str, words: str) -> Block:
    return "side_note", {"title": typo_text(title), "text": typo_fr(f"<p>{words}</p>")}


def issue(calendar: Calendar) -> Entry:
    return Entry(
        key="numero-1-page",
        title="Numéro 1",
        summary="Aller, et surtout revenir : un numéro écrit par dix-neuf personnes après une journée passée à dessiner une "
        "carte sur un drap.",
        picture="couverture",
        topics=["Mobilité"],
        territory="Hautes-Combes",
        fields={
            "number": 1,
            "season": calendar.season(calendar.issue),
            "date": calendar.issue,
            "legal_deposit_on": calendar.issue,
            "theme": "Aller, et revenir",
            "colour": IssueColour.BRICK,
            "editorial_author": "La rédaction",
            "editorial": EDITORIAL,
        },
    )


EDITORIAL: list[Block] = [
    text(
        "Un dirigeable, cela ne va pas vite. Cela s’arrête où l’on veut, cela se voit de loin, et tout le monde lève la tête "
        "quand il passe. Nous avons pensé que c’était un bon nom pour un journal.",
        "Celui-ci est né d’un atelier. Un samedi, vingt-deux personnes ont mis sur un drap tout ce qui les empêche de se "
        "déplacer, et tout ce qui les y aide. Le soir, il y avait trois projets, une soupe trop peu salée et de quoi écrire. "
        "Dix-neuf d’entre elles et leurs voisines et voisins ont tenu la plume : pour douze, c’était la première fois.",
        "Vous y lirez des noms quand leurs propriétaires l’ont voulu, et des paroles sans nom quand c’était mieux ainsi. Tout "
        "peut être repris, copié, lu à voix haute dans un car. S’il passe.",
    )
]

# What the journal prints in its ours; the rest comes from the identity of the site.
IMPRINT = {
    "printer": "Imprimé par nos soins",
    "price": "Prix libre",
    "editor_in_chief": "La rédaction du Dirigeable",
}

# Rubric, subject and what is expected of it.
NEXT_IDEAS = (
    (
        "Rencontrer",
        "L’homme qui répare les violoncelles",
        "Un métier, un escalier, un minibus : qui monte jusque chez lui, et comment ?",
    ),
    (
        "Comprendre",
        "Qui nourrit la vallée ?",
        "Suivre un repas de la cantine, du champ à l’assiette, et dire d’où viennent les chiffres.",
    ),
    ("S’entraider", "Les marmites communes", "Une annonce, pas un article : ce qu’il faut, quand, pour qui."),
    (
        "Agir",
        "Le second minibus",
        "A-t-il été trouvé, qui le conduit, que reste-t-il à demander ?",
    ),
)

COPIES = 600
ROUND = "Les gares et le col, le samedi"
# Where paper is left: name, address, hours, territory, copies.
PLACES = (
    (
        "L’ancienne gare",
        "3 montée du Dernier-Wagon, Sainte-Ourse-sur-Rouspète",
        "toujours ouvert",
        "Sainte-Ourse-sur-Rouspète",
        120,
    ),
    (
        "Le Petit Écran",
        "place du Rideau, Sainte-Ourse-sur-Rouspète",
        "les soirs de séance",
        "Sainte-Ourse-sur-Rouspète",
        60,
    ),
    ("La boulangerie du col", "rue Haute, Col-Fleuri", "de 6 h à 13 h, sauf dimanche", "Col-Fleuri", 80),
    ("Mairie de Col-Fleuri", "place des Trois-Fontaines, Col-Fleuri", "", "Col-Fleuri", 40),
)
