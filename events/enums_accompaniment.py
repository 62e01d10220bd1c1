"""Closed lists of accompaniments (S2)."""

from django.db import models


class AccompanimentState(models.TextChoices):
    """Where a request for accompaniment stands (S2-01, S2-08)."""

    ASKED = "asked", "demandé"
    DECLINED = "declined", "décliné"
    OPEN = "open", "en cours"
    HANDED_OVER = "handed-over", "passé au groupe"


class AccompanimentPhase(models.TextChoices):
    """The phases of an accompaniment, in their order (S2-02, S2-03)."""

    DIAGNOSIS = "diagnosis", "diagnostic partagé"
    ROADMAP = "roadmap", "feuille de route"
    DOING = "doing", "mise en œuvre"
    MONITORING = "monitoring", "suivi"
    EVALUATION = "evaluation", "évaluation"
    PASSING_ON = "passing-on", "transmission"


class StakeholderKind(models.TextChoices):
    """Who a cooperation concerns (S2-04, S2-06, S2-12)."""

    PEOPLE = "people", "personnes concernées, habitantes et habitants"
    CULTURE = "culture", "monde de la culture"
    HEALTH = "health", "monde de la santé"
    SOCIAL = "social", "monde du social"
    PUBLIC = "public", "collectivités et financeurs"
    ASSOCIATION = "association", "associations et entreprises"


class ActionState(models.TextChoices):
    """An action of the road map. From « décidée » on, the group has spoken."""

    PROPOSED = "proposed", "proposée"
    DECIDED = "decided", "décidée"
    DOING = "doing", "en cours"
    DONE = "done", "faite"
    DROPPED = "dropped", "abandonnée"

    @classmethod
    def unfinished(cls) -> "tuple[ActionState, ...]":
        return cls.PROPOSED, cls.DECIDED, cls.DOING


class SupportRole(models.TextChoices):
    """What somebody of the team does. Neither role decides in the place of the group (S2-05)."""

    FACILITATOR = "facilitator", "tiers facilitateur"
    SUPPORT = "support", "appui ponctuel"
