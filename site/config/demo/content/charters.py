"""What organisations stand for, how they go about it, and who gives them life. By the key of their page.

About real organisations, only what their own documents say, in our words.
"""

from collections.abc import Mapping
from typing import Any

from home.enums import StatementKind

from .entries import Link, Picture

VALUE, PRINCIPLE, COMMITMENT = StatementKind.VALUE, StatementKind.PRINCIPLE, StatementKind.COMMITMENT

CHARTERS: Mapping[str, Mapping[str, Any]] = {
    "cols-reunis": {
        "logo": Picture("marque"),
        "statements": [
            (VALUE, "Coopérer", "Faire à plusieurs ce que personne ne ferait seul."),
            (VALUE, "Traverser", "Aller voir dans le métier d’à côté, et dans la vallée d’à côté."),
            (PRINCIPLE, "Pas sans vous", "On ne parle pas d’un projet sans la personne qui le porte."),
            (COMMITMENT, "Dire d’où cela vient", "Chaque méthode reprise à d’autres porte le nom de qui l’a inventée."),
        ],
        "links": [("Une carte libre du monde, où nos vallées manquent encore", "https://www.openstreetmap.org/")],
    },
    "roue-libre": {
        "also_in": ["Haute-Rouspète", "Trois-Cols"],
        "memberships": [Link("cols-reunis")],
        "services": [
            ("Réparer son vélo", "Avec quelqu’un qui montre, le samedi matin."),
            ("Une place dans une voiture", "En appelant l’avant-veille."),
            ("La remorque", "Contre un gâteau."),
        ],
    },
    "petit-ecran": {"memberships": [Link("cols-reunis")]},
    "gentianes": {
        "memberships": [Link("cols-reunis")],
        "steps": [
            ("Se rencontrer sans projet", "Un café, des artistes, l’équipe de soin, et rien à signer."),
            ("Préparer la venue ensemble", "Personne ne découvre le projet dans le couloir."),
            ("Accueillir deux mois", "Les portes de la salle commune restent ouvertes au village."),
            ("Raconter", "Ce qui a marché, et le reste."),
        ],
    },
    "poele": {"memberships": [Link("cols-reunis")]},
    "media-acteurs": {
        "also_in": ["Briançonnais", "Guillestrois-Queyras", "Pays des Écrins"],
        "statements": [(VALUE, "La coopération", ""), (VALUE, "La transversalité", "")],
    },
    "manufacture": {
        "statements": [
            (PRINCIPLE, "Une place de tiers", "Neutre, et au service du dialogue."),
            (PRINCIPLE, "Les droits culturels", "Les coopérations s’y inscrivent."),
            (PRINCIPLE, "Les valeurs de chacune et chacun", "Elles peuvent être dites."),
            (PRINCIPLE, "Sur mesure", "Chaque projet est taillé pour sa situation."),
            (PRINCIPLE, "La place du patient et de la patiente", "Dans le système de santé, et dans le projet."),
            (PRINCIPLE, "Prendre soin", "Aussi important que le soin."),
            (COMMITMENT, "La confidentialité", "Ce qui s’échange reste là, sauf accord des personnes présentes."),
            (COMMITMENT, "L’impartialité", "Les conditions d’un dialogue équitable, et la liberté de parole."),
            (COMMITMENT, "Une forme de neutralité", "Aider à s’écouter, à se comprendre, à explorer des pistes."),
            (COMMITMENT, "De bonnes conditions", "Tout faire pour que les coopérations se passent bien."),
        ],
        "steps": [
            ("Repérer ensemble les enjeux et les besoins", "Entretiens, ateliers, échanges sur la pratique."),
            ("Élaborer le projet à plusieurs", "Un diagnostic partagé mène à une feuille de route."),
            ("Le rendre opérationnel", "Financements, groupe projet, animation, évaluation, transmission."),
        ],
        "services": [
            ("Un accompagnement selon la situation", "Il part d’un diagnostic partagé."),
            ("Un appui à l’ingénierie de projet", "Chercher des financements, mettre en œuvre, suivre, évaluer."),
            ("Des ateliers de sensibilisation", "Découvrir ce qu’est un processus de coopération."),
            ("De l’interconnaissance", "Entre les mondes de la santé et de la culture."),
        ],
    },
}

# Key of the organisation, rank of the person in the valley, what they do there, whether they agreed to be named.
MEMBERS = [
    ("cols-reunis", 40, "coordination", True),
    ("cols-reunis", 41, "animation des ateliers", True),
    ("cols-reunis", 42, "comptabilité", False),
    ("roue-libre", 43, "mécanique, et le carnet à spirale", True),
]
