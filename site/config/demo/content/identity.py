"""Whose site the demonstration is: an association that nobody founded."""

from typing import Any

from .entries import Block, heading, points, text

NAME = "Les Cols réunis"
DOMAIN = "lescolsreunis.example"

IDENTITY: dict[str, Any] = {
    "name": NAME,
    "tagline": "Les cols ferment l’hiver. Pas nous.",
    "presentation": (
        "Les Cols réunis font se rencontrer celles et ceux qui agissent dans les trois vallées de la Rouspète : une "
        "infolettre pour savoir, des ateliers pour se parler, un journal pour raconter."
    ),
    "sender_name": NAME,
    "sender_email": f"bonjour@{DOMAIN}",
    "contact_email": f"bonjour@{DOMAIN}",
    # Numbers that the French plan keeps for fiction.
    "phone": "01 99 00 12 34",
    "postal_address": "Ancienne gare du tortillard\n3 montée du Dernier-Wagon\nSainte-Ourse-sur-Rouspète",
    "rna": "W000000000",
    "publication_director": "Apolline Corniche",
    "host_name": "Les Serveurs du Névé",
    "host_address": "Combe aux Câbles, Villevieille-le-Neuf",
    "host_phone": "01 99 00 56 78",
}

HOME: dict[str, Any] = {
    "headline": "Trois vallées, neuf communes, et beaucoup de choses à se dire",
    "introduction": (
        "Ici, une nouvelle lue dans l’infolettre devient un atelier, l’atelier fait germer des projets, et le journal "
        "les raconte. Prenez le fil où vous voulez."
    ),
    "summary": (
        "Infolettre, ateliers participatifs et journal : Les Cols réunis relient les gens qui agissent dans les trois "
        "vallées de la Rouspète."
    ),
}

HOME_BODY: list[Block] = [
    heading("Pourquoi ce nom ?"),
    text(
        "Il y a trois cols pour entrer dans le pays de la Rouspète, et il arrive qu’ils soient fermés tous les trois. "
        "Ces jours-là, on ne peut compter que sur les gens d’ici. C’est en attendant le chasse-neige, en février, dans "
        "l’ancienne gare de Sainte-Ourse, que l’association est née."
    ),
    points(
        "<b>Savoir</b> : une infolettre par mois, nourrie au fil de l’eau.",
        "<b>Se parler</b> : des ateliers d’une journée, avec un vrai déjeuner.",
        "<b>Raconter</b> : <i>Le Dirigeable</i>, un journal écrit à plusieurs mains.",
        title="Nous faisons trois choses",
    ),
]

INTRODUCTIONS: dict[str, str] = {
    "agenda": "Des ateliers où l’on se parle, des visio-ateliers d’une heure, des formations qui mélangent les métiers.",
    "news": "Ce qui bouge dans les trois vallées, raconté par celles et ceux qui le font bouger.",
    "programmes": (
        "Nos manières de faire, et celles que d’autres ont inventées ailleurs : nous disons toujours d’où elles viennent."
    ),
    "projects": "Ils cherchent un local, des bras, une idée, un camion. Peut-être le vôtre.",
    "organisations": "Associations, lieux de soin, lieux de culture, collectivités : qui fait quoi, et de quel côté du col.",
    "calls": "Un appel, une date de clôture, et l’histoire de cette date quand elle a bougé.",
    "glossary": "Un même mot, plusieurs métiers : ce que chacune et chacun entend par là.",
    "journal": "Un journal de papier et d’écran, écrit par qui veut, relu par qui sait, distribué par qui descend au marché.",
    "letters": "Une fois par mois, l’essentiel des trois vallées dans votre boîte aux lettres, et un lien pour partir.",
}
