"""What the association offers as a third party, and a cooperation it helps: two houses and a garden between them."""

from events.enums_accompaniment import AccompanimentPhase, ActionState, StakeholderKind

SERVICES = [
    ("Diagnostic partagé", "Se dire où l’on en est, chacun avec ses mots, avant de rien décider."),
    ("Feuille de route", "Qui fait quoi, pour quand, et qui s’en souvient le lundi."),
    ("Animation du groupe projet", "Des réunions qui finissent à l’heure, avec une décision dedans."),
    (
        "Recherche de financements",
        "Lire les appels à projets à votre place, et vous dire lesquels ne valent pas la peine.",
    ),
]
TITLE = "Un jardin entre l’école de musique et la résidence"
ORGANISATION = "Résidence Les Gentianes"
SITUATION = (
    "Un terrain vague sépare la résidence de l’école de musique. Les deux équipes se saluent, sans plus. Nous voudrions "
    "en faire quelque chose ensemble, et nous ne savons pas par où commencer."
)
# Phase, days ago it began and ended, what came of it.
PHASES = [
    (
        AccompanimentPhase.DIAGNOSIS,
        80,
        45,
        "Neuf personnes entendues. Tout le monde veut un banc ; personne ne veut la clé.",
    ),
    (AccompanimentPhase.ROADMAP, 44, None, ""),
]
# Kind, name, seat, what it expects.
PARTIES = [
    (StakeholderKind.PEOPLE, "Conseil de la vie sociale", True, "De l’ombre, et qu’on lui demande son avis."),
    (StakeholderKind.HEALTH, "Résidence Les Gentianes", True, "Un lieu où sortir sans prendre la route."),
    (StakeholderKind.CULTURE, "La Clé des champs", True, "Jouer dehors sans déranger."),
    (StakeholderKind.PUBLIC, "Mairie de Pierre-Folle-les-Bains", False, "Que cela ne coûte rien, ou presque."),
]
# Title, who, days from now, state.
ACTIONS = [
    ("Demander à la mairie une convention pour le terrain", "Les deux directions", 20, ActionState.DOING),
    ("Choisir l’emplacement du banc", "Conseil de la vie sociale", 35, ActionState.DECIDED),
    ("Inviter la mairie au groupe projet", "Le tiers facilitateur", 10, ActionState.PROPOSED),
]
