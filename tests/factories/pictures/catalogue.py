"""Every picture by its name, with the words that replace it for whoever does not see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from . import covers, scenes, tables
from .sheet import Sheet

LANDSCAPE, PORTRAIT, SQUARE = (1440, 960), (1200, 1600), (512, 512)


@dataclass(frozen=True)
class Drawing:
    """One picture: how to draw it, its title and its text alternative."""

    draw: Callable[[Sheet], None]
    title: str
    alt: str
    seed: int
    size: tuple[int, int] = LANDSCAPE
    # What must stay when the picture is cut, as parts of its width and height.
    focus: tuple[float, float] = (0.5, 0.5)


CATALOGUE: Mapping[str, Drawing] = MappingProxyType(
    {
        "ballons": Drawing(
            scenes.balloons_over_the_valley,
            "Trois ballons au-dessus de la vallée",
            "Dessin\u00a0: trois ballons de couleur montent au-dessus d’une vallée de montagne, au soleil.",
            seed=11,
            focus=(0.36, 0.36),
        ),
        "aube": Drawing(
            scenes.dawn,
            "L’aube sur les crêtes",
            "Dessin\u00a0: un grand soleil se lève derrière des crêtes roses, puis brunes, puis noires.",
            seed=23,
            focus=(0.36, 0.45),
        ),
        "nuit": Drawing(
            scenes.night,
            "Le village, la nuit",
            "Dessin\u00a0: un village aux fenêtres allumées sous la lune et les étoiles.",
            seed=5,
            focus=(0.45, 0.8),
        ),
        "village": Drawing(
            scenes.village,
            "La rue du village",
            "Dessin\u00a0: six maisons serrées, toits rouges et noirs, sous une montagne enneigée.",
            seed=41,
            focus=(0.5, 0.78),
        ),
        "route": Drawing(
            scenes.road,
            "Le car sur la route du col",
            "Dessin\u00a0: un petit car rouge monte une route en lacets entre les mélèzes.",
            seed=17,
            focus=(0.49, 0.78),
        ),
        "refuge": Drawing(
            scenes.refuge,
            "Le refuge sous la neige",
            "Dessin\u00a0: une maison de bois dans la neige, deux sommets blancs derrière elle.",
            seed=8,
            focus=(0.56, 0.74),
        ),
        "lac": Drawing(
            scenes.lake,
            "Une voile sur le lac",
            "Dessin\u00a0: un voilier rouge et jaune sur un lac où se reflètent les montagnes.",
            seed=29,
            focus=(0.64, 0.7),
        ),
        "table": Drawing(
            tables.round_table,
            "La table ronde",
            "Dessin vu d’en haut\u00a0: onze personnes autour d’une table ronde couverte de papiers de couleur.",
            seed=3,
        ),
        "ecrans": Drawing(
            tables.screens,
            "Vingt fenêtres",
            "Dessin\u00a0: vingt fenêtres de visioconférence, dix-huit personnes et deux chaises vides.",
            seed=13,
        ),
        "graines": Drawing(
            tables.seeds,
            "Trois graines, trois âges",
            "Dessin\u00a0: une graine en terre, une pousse et une plante en fleur, côte à côte dans le même champ.",
            seed=19,
            focus=(0.62, 0.5),
        ),
        "lettre": Drawing(
            tables.letter,
            "La lettre s’envole",
            "Dessin\u00a0: un ballon jaune emporte une enveloppe au-dessus des montagnes.",
            seed=31,
            focus=(0.5, 0.42),
        ),
        "journaux": Drawing(
            tables.newspapers,
            "La pile de journaux",
            "Dessin\u00a0: une pile de journaux fraîchement imprimés, dont une feuille s’envole.",
            seed=37,
            focus=(0.52, 0.45),
        ),
        "marche": Drawing(
            tables.walkers,
            "En file sur la crête",
            "Dessin\u00a0: neuf silhouettes marchent en file sur une crête, devant un grand soleil.",
            seed=43,
            focus=(0.5, 0.66),
        ),
        "etals": Drawing(
            tables.market,
            "Trois étals sur la place",
            "Dessin\u00a0: trois étals rayés sur une place de montagne, et quatre personnes qui passent.",
            seed=47,
            focus=(0.5, 0.62),
        ),
        "couverture": Drawing(
            covers.cover,
            "Couverture du n°\u00a01",
            "Dessin\u00a0: trois ballons reliés par une même corde, au-dessus des montagnes.",
            seed=53,
            size=PORTRAIT,
        ),
        "marque": Drawing(
            covers.mark, "Un ballon sur deux sommets", "Un ballon au-dessus de deux sommets.", seed=59, size=SQUARE
        ),
    }
)


@lru_cache(maxsize=64)
def draw(name: str, *, scale: float = 1.0) -> bytes:
    """The JPEG of the picture called `name`. `scale=0.1` makes a small one, for tests."""
    drawing = CATALOGUE[name]
    width, height = (max(32, round(side * scale)) for side in drawing.size)
    sheet = Sheet(width, height, seed=drawing.seed)
    drawing.draw(sheet)
    return sheet.bytes()
