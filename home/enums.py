from django.db import models


class ActorKind(models.TextChoices):
    """Kinds of actor (S3-08, S2-06)."""

    ASSOCIATION = "association", "association"
    CULTURE = "culture", "structure culturelle"
    HEALTH = "health", "établissement de santé"
    SOCIAL = "social", "structure sociale ou médico-sociale"
    PUBLIC = "public", "collectivité ou administration"
    COMPANY = "company", "entreprise"
    COLLECTIVE = "collective", "collectif d’habitants et d’habitantes"


class PartnerRole(models.TextChoices):
    """What an organisation does for a programme, a call or an event (S0-03)."""

    CARRIER = "carrier", "porte"
    PILOT = "pilot", "pilote"
    FUNDER = "funder", "finance"
    PARTNER = "partner", "participe"


class StatementKind(models.TextChoices):
    """What an organisation says it stands for; together they are its « charte » (S2-10, S2-11)."""

    VALUE = "value", "valeur"
    PRINCIPLE = "principle", "principe"
    COMMITMENT = "commitment", "engagement"


class EditionStage(models.TextChoices):
    """How far a programme is in a territory (S1-08)."""

    EXPERIMENT = "experiment", "expérimentation"
    DEPLOYED = "deployed", "déployé"


class ProgrammeFamily(models.TextChoices):
    """The five families of content of S0-04."""

    COOPERATION = "cooperation", "coopération"
    EXCHANGE = "exchange", "échange"
    TRAINING = "training", "formation"
    INFORMATION = "information", "information"
    SHOWCASE = "showcase", "valorisation"


class ProjectStage(models.TextChoices):
    IDEA = "idea", "en idée"
    BUILDING = "building", "en construction"
    RUNNING = "running", "en cours"
    DONE = "done", "achevé"


class ResourceKind(models.TextChoices):
    """What the library holds (S4-06, S4-08)."""

    DOCUMENT = "document", "document"
    EXPERIENCE = "experience", "fiche d’expérience"
    TOOL = "tool", "fiche outil"


class HeldState(models.TextChoices):
    """Where a page written by a mailed link stands; derived from the page and from what moderation answered."""

    READING = "reading", "en relecture"
    REWORK = "rework", "à reprendre"
    ONLINE = "online", "en ligne"
    CHANGING = "changing", "en ligne ; votre nouvelle version est en relecture"
    CHANGING_REWORK = "changing-rework", "en ligne ; votre nouvelle version est à reprendre"
    RETIRED = "retired", "retirée du site"


class CallState(models.TextChoices):
    """Where a call stands today; derived from its dates."""

    UPCOMING = "upcoming", "ouvre bientôt"
    OPEN = "open", "ouvert"
    CLOSED = "closed", "clos"
