"""What people of the valley say when they register, who came, and what they thought of it."""

from collections.abc import Sequence
from typing import Any

from events.enums import AnswerKept, QuestionTopic

# Who comes (S0-13, S1-12).
PROFILES = ("de la culture", "du social", "du soin", "habitantes et habitants")
# The mixed audience of the training: at most that many of each (S1-05).
TRAINING_QUOTAS = ((6, ("de la culture",)), (8, ("du social", "du soin")))

# The pitch of S0-19: label, topic, why, and how it is answered.
PITCH = "Pitch des visio-ateliers"
PITCH_WORDS = "Une minute et quart pour raconter votre projet, même s’il n’a que trois jours."
QUESTIONS = (
    ("Qu’avez-vous envie de faire ?", QuestionTopic.WILL, "Préparer le tour de table"),
    ("De quoi avez-vous besoin ?", QuestionTopic.NEEDS, "Choisir ce dont on parlera"),
    ("Qu’est-ce qui avance ?", QuestionTopic.PROGRESS, "Préparer le tour de table"),
    ("Qu’est-ce qui coince ?", QuestionTopic.DIFFICULTIES, "Choisir ce dont on parlera"),
)
# One line for each of the first people registered, in the order of the questions.
PITCHES = (
    (
        "Une chorale entre l’Ehpad et l’école.",
        "Un piano qui monte les escaliers.",
        "Onze voix, dont trois justes.",
        "Les horaires du goûter.",
    ),
    (
        "Des lectures à voix haute au centre de soins.",
        "Des oreilles, et un budget pour les livres.",
        "La directrice a dit « pourquoi pas ».",
        "Elle ne l’a dit qu’une fois.",
    ),
    (
        "Un journal de quartier écrit par celles et ceux qui n’écrivent pas.",
        "Quelqu’un qui sache mettre en pages.",
        "Deux numéros imprimés à la mairie.",
        "La mairie a changé d’imprimante.",
    ),
    (
        "Filmer les gestes de l’étable avant la retraite de Marceau.",
        "Une caméra qui supporte le foin.",
        "Marceau est d’accord.",
        "Les vaches, pas encore.",
    ),
    ("Un bal pour les aidantes et les aidants.", "Une salle et une relève.", "L’orchestre est trouvé.", "La relève."),
)
# What the training asks before it begins: one question for everybody, one that follows from it, and a file (S0-24).
BEFORE_TRAINING = "Avant la formation"
BEFORE_TRAINING_WORDS = "Trois questions, pour que les groupes se ressemblent juste assez."
ALREADY, WITH_WHAT, SUPPORT = (
    "Avez-vous déjà enseigné à distance ?",
    "Avec quoi ?",
    "Un support que vous voudriez voir passer l’écran",
)
TRAINING_QUESTIONS: Sequence[dict[str, Any]] = (
    {
        "label": ALREADY,
        "field_type": "radio",
        "choices": "oui\nnon",
        "required": True,
        "purpose": "Composer des groupes où chacune et chacun apprend à l’autre",
    },
    {
        "label": WITH_WHAT,
        "field_type": "singleline",
        "shown_if": ALREADY,
        "shown_if_answer": "oui",
        "help_text": "Un téléphone posé sur un pot de confiture compte aussi.",
        "purpose": "Choisir les outils que nous essaierons",
    },
    {
        "label": SUPPORT,
        "field_type": "file",
        "help_text": "Facultatif : une partition, une consigne, un exercice.",
        "purpose": "Partir de vos propres leçons au premier module",
        "kept_days": AnswerKept.MONTH,
    },
)
# One line for each of the first people registered, in the order of the questions; nothing where nothing was asked.
TRAINING_ANSWERS = (
    ("oui", "Un téléphone, et le sourire."),
    ("non", ""),
    ("oui", "La visio de la mairie, quand elle marche."),
)
# « Qui apporte quoi », for the first Saturday.
DISHES = ("une tarte aux blettes", "du pain de seigle", "deux courges", "un grand saladier", "des pommes de la cave")

# Ranks, among those registered at the past workshop, who did not come; who left before the afternoon.
ABSENT, LEFT_AT_NOON = (4, 13, 19), (7, 16)
# Opinions on the past workshop: four scores, then what they take away and what was missing.
OPINIONS = (
    ((5, 5, 4, 5), "Le numéro de quelqu’un qui descend tous les mardis.", ""),
    ((4, 5, 4, 4), "Que le car de 8 h 20 existe.", "Une pause avant la restitution."),
    ((5, 4, 5, 5), "Une place dans le groupe du minibus.", ""),
    ((3, 4, 3, 4), "", "Du temps pour les jeunes, qui ont peu parlé."),
    ((5, 5, 5, 5), "On n’est pas les seuls à rentrer à pied.", "Rien. La soupe, peut-être : moins de navets."),
    ((4, 4, 4, 5), "Une liste de douze personnes à rappeler.", ""),
    ((4, 3, 4, 4), "L’envie de recommencer avec Trois-Cols.", "Une salle moins froide."),
)
