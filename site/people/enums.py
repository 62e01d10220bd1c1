from django.db import models


class ConsentPurpose(models.TextChoices):
    """One purpose, one box, one row (law.md C-02)."""

    LETTER = "letter", "recevoir l’infolettre"
    REGISTRATION = "registration", "traiter une inscription"
    ADDRESS_BOOK = "address-book", "figurer dans le carnet d’adresses"
    QUOTE = "quote", "être cité ou citée"
    VOLUNTEER = "volunteer", "prêter main-forte au journal"
    POST = "post", "recevoir le journal par la poste"
    NEEDS = "needs", "dire un besoin particulier"
    NAMED = "named", "être nommé ou nommée dans un programme"
    CONFIDED = "confided", "rendre public un passage confidentiel"
    DIRECTORY = "directory", "figurer dans l’annuaire des structures"


class ConsentMethod(models.TextChoices):
    """How the agreement reached us."""

    WEB = "web", "formulaire en ligne"
    MAIL = "mail", "lien reçu par courriel"
    PAPER = "paper", "papier signé"
    SPOKEN = "spoken", "accord oral, noté par l’équipe"


class Audience(models.TextChoices):
    """Who may see what someone agreed to show (law.md C-10)."""

    PARTICIPANTS = "participants", "participants et participantes de l’atelier"
    NETWORK = "network", "membres du réseau"
    WEB = "web", "site public"
    PRINT = "print", "journal imprimé"


class Answer(models.TextChoices):
    """What somebody answered about their words or their signature."""

    WAITING = "waiting", "sans réponse"
    AGREED = "agreed", "d’accord"
    REFUSED = "refused", "refus"


class ExchangeKind(models.TextChoices):
    """S2-13."""

    INTERVIEW = "interview", "entretien"
    WORKSHOP = "workshop", "atelier"
    PRACTICE = "practice", "échange autour de la pratique"


class Unanimity(models.TextChoices):
    """Whose agreement opens a passage (S2-17)."""

    CONCERNED = "concerned", "chaque personne que le passage concerne"
    PRESENT = "present", "chaque personne présente"
