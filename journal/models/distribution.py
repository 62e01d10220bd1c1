"""How paper reaches people: print runs, places where it is left, rounds, and those who get it by post."""

from urllib.parse import quote

from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable


class PrintRun(models.Model):
    """Copies of an issue that were ordered at once."""

    issue = models.ForeignKey(
        "journal.IssuePage", on_delete=models.CASCADE, related_name="print_runs", verbose_name="numéro"
    )
    copies = models.PositiveIntegerField("exemplaires")
    printer = models.CharField("imprimerie", max_length=160, blank=True)
    ordered_on = models.DateField("commandé le", null=True, blank=True)
    received_on = models.DateField("reçu le", null=True, blank=True)
    note = models.TextField("remarque", blank=True, max_length=400)

    panels = [
        FieldRowPanel([FieldPanel("issue"), FieldPanel("copies")]),
        FieldPanel("printer"),
        FieldRowPanel([FieldPanel("ordered_on"), FieldPanel("received_on")]),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = "impression"
        verbose_name_plural = "impressions"
        ordering = ["-issue__number", "ordered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(copies__gt=0),
                name="print_run_has_copies",
                violation_error_message="Une impression compte au moins un exemplaire.",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(ordered_on=None) | Q(received_on__gte=F("ordered_on")),
                name="print_run_received_after_ordered",
                violation_error_message="Les exemplaires arrivent après la commande.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copies} exemplaires du n° {self.issue.number}"


class DropOffPointQuerySet(models.QuerySet["DropOffPoint"]):
    def served(self) -> "DropOffPointQuerySet":
        return self.filter(is_active=True)

    def shown(self) -> "DropOffPointQuerySet":
        """Those that readers are told about, in the paper and on the site."""
        return self.served().filter(is_shown=True)


class DropOffPoint(models.Model):
    """A place where people find the journal. Its contact is for those who deliver, and never shown to readers."""

    name = models.CharField("lieu", max_length=120)
    address = models.TextField("adresse", max_length=300)
    territory = models.ForeignKey(
        "cms.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="territoire",
    )
    hours = models.CharField("horaires", max_length=160, blank=True)
    usual_copies = models.PositiveSmallIntegerField("exemplaires d’habitude", default=20)
    is_shown = models.BooleanField(
        "indiqué aux lecteurs et lectrices", default=True, help_text="Dans le journal et sur le site."
    )
    is_active = models.BooleanField("servi", default=True)
    contact_name = models.CharField("personne à prévenir", max_length=120, blank=True)
    contact_phone = models.CharField("téléphone", max_length=30, blank=True)
    contact_email = models.EmailField("adresse électronique", blank=True)

    objects = DropOffPointQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("hours")]),
        FieldRowPanel([FieldPanel("usual_copies"), FieldPanel("is_shown"), FieldPanel("is_active")]),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_phone"), FieldPanel("contact_email")],
            heading="Pour la livraison",
            help_text="Lu seulement par les personnes qui distribuent. Effacé quand le lieu n’est plus servi.",
        ),
    ]

    class Meta:
        verbose_name = "point de dépôt"
        verbose_name_plural = "points de dépôt"
        ordering = ["territory__name", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> str:
        """The address on one line."""
        return ", ".join(" ".join(line.split()) for line in self.address.splitlines() if line.strip())

    @property
    def map_link(self) -> str:
        """Where a reader may see the place on a map, on another site: only if they follow the link."""
        return f"https://www.openstreetmap.org/search?query={quote(f'{self.name} {self.lines}')}"


class Round(ClusterableModel):
    """A way that one person goes with a boot full of papers."""

    name = models.CharField("tournée", max_length=120, help_text="Par exemple « La vallée haute, le samedi ».")
    carrier = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="qui la fait",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("carrier"),
        InlinePanel("stops", heading="Étapes", label="étape", help_text="Dans l’ordre de la route."),
    ]

    class Meta:
        verbose_name = "tournée"
        verbose_name_plural = "tournées"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class RoundStop(Orderable):
    """A place on the way."""

    round = ParentalKey(Round, on_delete=models.CASCADE, related_name="stops")
    point = models.OneToOneField(
        DropOffPoint,
        on_delete=models.CASCADE,
        related_name="stop",
        verbose_name="point de dépôt",
        error_messages={"unique": "Ce lieu est déjà dans une tournée."},
    )

    class Meta(Orderable.Meta):
        verbose_name = "étape"
        verbose_name_plural = "étapes"

    def __str__(self) -> str:
        return str(self.point)


class Delivery(models.Model):
    """Copies of an issue left in a place, and how many were still there at the next round."""

    issue = models.ForeignKey(
        "journal.IssuePage", on_delete=models.CASCADE, related_name="deliveries", verbose_name="numéro"
    )
    point = models.ForeignKey(
        DropOffPoint, on_delete=models.PROTECT, related_name="deliveries", verbose_name="point de dépôt"
    )
    copies = models.PositiveSmallIntegerField("exemplaires")
    delivered_on = models.DateField("déposés le", null=True, blank=True)
    left_over = models.PositiveSmallIntegerField("restants", null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("issue"), FieldPanel("point")]),
        FieldRowPanel([FieldPanel("copies"), FieldPanel("delivered_on"), FieldPanel("left_over")]),
    ]

    class Meta:
        verbose_name = "dépôt"
        verbose_name_plural = "dépôts"
        ordering = ["-issue__number", "point__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "point"],
                name="delivery_once",
                violation_error_message="Ce dépôt est déjà prévu.",
            ),
            models.CheckConstraint(
                condition=Q(left_over=None) | Q(left_over__lte=F("copies")),
                name="delivery_left_over_at_most_copies",
                violation_error_message="Il ne peut pas rester plus d’exemplaires que l’on n’en a déposé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copies} exemplaires, {self.point}"


class PostalSubscriberQuerySet(models.QuerySet["PostalSubscriber"]):
    def current(self) -> "PostalSubscriberQuerySet":
        """Those who get the next issue: not ended, and whose agreement stands."""
        return self.filter(ended_on=None, consent__withdrawn_at=None, consent__isnull=False)


class PostalSubscriber(models.Model):
    """Somebody who gets the journal by post.

    Personal data, declared in `journal.personal_data`: kept while it lasts, forgotten two months after its end.
    """

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="postal_subscriptions", verbose_name="personne"
    )
    address = models.TextField("adresse postale", max_length=300, help_text="Sans le nom, le code postal ni la ville.")
    postal_code = models.CharField("code postal", max_length=12)
    town = models.CharField("ville", max_length=80)
    copies = models.PositiveSmallIntegerField("exemplaires", default=1)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )

    objects = PostalSubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "abonnement postal"
        verbose_name_plural = "abonnements postaux"
        ordering = ["postal_code", "town", "person__family_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on=None),
                name="postal_subscription_once",
                violation_error_message="Cette personne reçoit déjà le journal par la poste.",
            ),
            models.CheckConstraint(
                condition=Q(copies__gt=0),
                name="postal_subscription_has_copies",
                violation_error_message="Il faut au moins un exemplaire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.postal_code} {self.town}"
