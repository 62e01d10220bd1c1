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


class CallState(models.TextChoices):
    """Where a call stands today; derived from its dates."""

    UPCOMING = "upcoming", "ouvre bientôt"
    OPEN = "open", "ouvert"
    CLOSED = "closed", "clos"
