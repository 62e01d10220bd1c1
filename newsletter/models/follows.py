"""What people follow, what came out, and who was told of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..enums import OF_SEEDS, FollowKind, NoveltyKind, Route

# The column that holds the target of each kind of follow.
COLUMNS = {
    FollowKind.TOPIC: "topic",
    FollowKind.TERRITORY: "territory",
    FollowKind.ORGANISATION: "page",
    FollowKind.PROJECT: "page",
    FollowKind.SERIES: "page",
    FollowKind.CALL: "page",
    FollowKind.SEED: "seed",
}
TARGETS = ("topic", "territory", "page", "seed")


def _kind_has_its_target() -> Q:
    """Each kind fills its own column and no other."""
    condition = Q()
    for column in TARGETS:
        kinds = [kind.value for kind, own in COLUMNS.items() if own == column]
        empty = {f"{other}__isnull": other != column for other in TARGETS}
        condition |= Q(kind__in=kinds, **empty)
    return condition


class FollowQuerySet(models.QuerySet["Follow"]):
    def standing(self) -> "FollowQuerySet":
        """Confirmed from the mailbox, or chosen in the preference centre."""
        return self.filter(confirmed_at__isnull=False)

    def wished(self) -> "FollowQuerySet":
        """Asked on the site, not confirmed yet: nothing is sent for it."""
        return self.filter(confirmed_at=None)

    def with_targets(self) -> "FollowQuerySet":
        return self.select_related(*TARGETS).order_by("kind", "pk")


class Follow(models.Model):
    """One subscriber follows one thing. Nothing older than `confirmed_at` is ever announced for it.

    Written by `newsletter.services.following` only. Personal data: see `newsletter.personal_data`.
    """

    subscriber = models.ForeignKey(
        "newsletter.Subscriber", on_delete=models.CASCADE, related_name="follows", verbose_name="abonné ou abonnée"
    )
    kind = models.CharField("nature", max_length=15, choices=FollowKind.choices)
    topic = models.ForeignKey(
        "cms.Topic", null=True, blank=True, on_delete=models.CASCADE, related_name="follows", verbose_name="thème"
    )
    territory = models.ForeignKey(
        "cms.Territory",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="follows",
        verbose_name="territoire",
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="follows",
        verbose_name="page",
    )
    seed = models.ForeignKey(
        "events.Seed", null=True, blank=True, on_delete=models.CASCADE, related_name="follows", verbose_name="graine"
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = "suivi"
        verbose_name_plural = "suivis"
        constraints = [
            models.CheckConstraint(
                condition=_kind_has_its_target(),
                name="follow_kind_has_its_target",
                violation_error_message="Un suivi porte sur une chose, et une seule, de sa nature.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["subscriber", column],
                    condition=Q(**{f"{column}__isnull": False}),
                    name=f"follow_{column}_once",
                    violation_error_message="C’est déjà suivi.",
                )
                for column in TARGETS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.target}"

    @property
    def target(self) -> object:
        """The topic, territory, page or seed; one query unless `.with_targets()` fetched it."""
        return getattr(self, COLUMNS[FollowKind(self.kind)])


class Novelty(models.Model):
    """Something that came out: a page, a letter, a new deadline, a step of a seed, news of its group.

    The unit of « jamais deux fois ».
    Noted once by `newsletter.services.novelties` from the rows of the site; `at` is when anybody could read it.
    """

    kind = models.CharField("nature", max_length=12, choices=NoveltyKind.choices)
    page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="novelties",
        verbose_name="page",
    )
    seed = models.ForeignKey(
        "events.Seed",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="novelties",
        verbose_name="graine",
    )
    mark = models.CharField(
        "étape",
        max_length=20,
        blank=True,
        help_text="L’avancement d’une graine, le numéro d’une nouvelle, ou une date de clôture.",
    )
    at = models.DateTimeField("paru le", db_index=True)
    alerted_at = models.DateTimeField("alertes écrites le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "nouveauté"
        verbose_name_plural = "nouveautés"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "mark"],
                condition=Q(page__isnull=False),
                name="novelty_of_a_page_once",
                violation_error_message="Cette nouveauté est déjà notée.",
            ),
            models.UniqueConstraint(
                fields=["seed", "kind", "mark"],
                condition=Q(seed__isnull=False),
                name="novelty_of_a_seed_once",
                violation_error_message="Cette nouveauté est déjà notée.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_SEEDS, seed__isnull=False, page=None)
                | (~Q(kind__in=OF_SEEDS) & Q(page__isnull=False, seed=None)),
                name="novelty_of_a_page_or_a_seed",
                violation_error_message="Une nouveauté vient d’une page ou d’une graine.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.seed or self.page}"


class Told(models.Model):
    """The ledger: this subscriber was told of this novelty, by this route. The constraint is « jamais deux fois ».

    Personal data: purpose and retention are declared in `newsletter.personal_data`.
    """

    subscriber = models.ForeignKey(
        "newsletter.Subscriber", on_delete=models.CASCADE, related_name="told", verbose_name="abonné ou abonnée"
    )
    novelty = models.ForeignKey(Novelty, on_delete=models.CASCADE, related_name="told", verbose_name="nouveauté")
    route = models.CharField("par", max_length=8, choices=Route.choices)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "annonce faite"
        verbose_name_plural = "annonces faites"
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "novelty"],
                name="told_once",
                violation_error_message="Cette personne en a déjà été avertie.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.novelty_id} à {self.subscriber_id} ({self.get_route_display()})"
