"""What a workshop leaves behind, beside its état des lieux: an address book, seeds (S3-17); seeds of trainings too.

The journal cites these rows, so they are models of their own with a stable uuid, and a workshop or training that has
some cannot be deleted.
"""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from wagtail.search import index

from people.enums import Audience, ConsentPurpose
from people.models import Consent

from ..enums import ContactState, SeedKind, SeedState
from .pages import EventPage, TrainingPage, WorkshopPage


class ContactQuerySet(models.QuerySet["Contact"]):
    def public(self) -> "ContactQuerySet":
        """Cards anybody may read: organisations, and people who agree today to stand on the public site (C-10)."""
        agreed = Q(consent__withdrawn_at=None, consent__audience=Audience.WEB, consent__person=F("person"))
        return self.standing().filter(Q(person=None) | Q(consent__isnull=False) & agreed)

    def standing(self) -> "ContactQuerySet":
        """Neither waiting for the answer of the person somebody proposed, nor refused."""
        return self.filter(state=ContactState.STANDING)

    def opened(self) -> "ContactQuerySet":
        """Cards that their person opened to somebody, and agrees today to have there."""
        chosen = Exists(ContactAudience.objects.filter(contact=OuterRef("pk")))
        given = Consent.objects.given().filter(person=OuterRef("person"), purpose=ConsentPurpose.ADDRESS_BOOK)
        return self.standing().filter(chosen, Exists(given), person__isnull=False)

    def shown(self) -> "ContactQuerySet":
        """Cards that somebody may read: organisations, and those their person opened to an audience."""
        opened = Contact.objects.opened().values("pk")
        return self.standing().filter(Q(person=None) | Q(pk__in=opened))

    def questioned(self) -> "ContactQuerySet":
        """Opened cards whose person was asked whether they are still right, and did not answer yet."""
        return self.opened().filter(questioned_at__gt=F("confirmed_at"))

    def open_to(self, audience: Audience) -> "ContactQuerySet":
        """Cards that `audience` may read: organisations, and people whose agreement for it stands (C-10)."""
        agreed = Consent.objects.given().filter(
            person=OuterRef("person"), purpose=ConsentPurpose.ADDRESS_BOOK, audience=audience
        )
        shown = Exists(ContactAudience.objects.filter(contact=OuterRef("pk"), audience=audience))
        return self.standing().filter(Q(person=None) | Exists(agreed) & shown)


class Contact(index.Indexed, models.Model):
    """A card of the workshop's address book: a participant, or a useful organisation (S3-03).

    Shown to the public only while `consent` stands, or when it is an organisation's public address.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(
        "events.WorkshopPage", on_delete=models.PROTECT, related_name="contacts", verbose_name="atelier"
    )
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="contacts",
        verbose_name="personne",
    )
    organisation = models.ForeignKey(
        "home.OrganisationPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
        verbose_name="structure du site",
    )
    organisation_name = models.CharField("structure", max_length=160, blank=True)
    role = models.CharField("fonction", max_length=160, blank=True)
    what = models.TextField("ce qu’elle ou il fait", blank=True, max_length=400)
    # Read by nobody unless the person opens each one to an audience (`ContactField`); an organisation's are public.
    email = models.CharField("adresse électronique", max_length=254, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    address = models.CharField("adresse postale", max_length=250, blank=True)
    website = models.URLField("site", blank=True)
    state = models.CharField(
        "état", max_length=10, choices=ContactState.choices, default=ContactState.STANDING, editable=False
    )
    proposed_by = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name="proposée par",
    )
    asked_at = models.DateTimeField("accord demandé le", null=True, blank=True, editable=False)
    # When the person last said that the card is right, and when they were last asked (law.md G-07: once a year).
    confirmed_at = models.DateTimeField("dite juste le", null=True, blank=True, editable=False)
    questioned_at = models.DateTimeField("question annuelle posée le", null=True, blank=True, editable=False)
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord",
    )

    objects = ContactQuerySet.as_manager()
    search_fields = [index.SearchField("organisation_name"), index.SearchField("what")]

    class Meta:
        verbose_name = "fiche du carnet d’adresses"
        verbose_name_plural = "fiches du carnet d’adresses"
        ordering = ["workshop", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False) | ~Q(organisation_name=""),
                name="contact_is_someone",
                violation_error_message="Indiquez une personne ou une structure.",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation or self.organisation_name)

    @property
    def organisation_label(self) -> str:
        return self.organisation.title if self.organisation else self.organisation_name

    @property
    def is_questioned(self) -> bool:
        """Whether the yearly question waits for an answer."""
        return bool(self.questioned_at and self.confirmed_at and self.questioned_at > self.confirmed_at)

    @property
    def is_public(self) -> bool:
        if self.state != ContactState.STANDING:
            return False
        if self.person_id is None:
            return True
        consent = self.consent
        standing = consent and consent.withdrawn_at is None and consent.person_id == self.person_id
        return bool(standing and consent and consent.audience == Audience.WEB)


class ContactAudience(models.Model):
    """One audience of a person's card, and which of its fields that audience may read (C-10, C-11).

    Nothing is read without the person's standing consent for the audience; withdrawing it empties every place at once.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="audiences", verbose_name="fiche")
    audience = models.CharField("public", max_length=20, choices=Audience.choices)
    shows_email = models.BooleanField("montre l’adresse électronique", default=False)
    shows_phone = models.BooleanField("montre le téléphone", default=False)
    shows_address = models.BooleanField("montre l’adresse postale", default=False)

    class Meta:
        verbose_name = "public d’une fiche"
        verbose_name_plural = "publics d’une fiche"
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "audience"],
                name="contact_audience_once",
                violation_error_message="Ce public est déjà choisi pour cette fiche.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact} : {self.get_audience_display()}"


class SeedQuerySet(models.QuerySet["Seed"]):
    def public(self) -> "SeedQuerySet":
        """Those whose workshop, or training, anybody may read about."""
        shown = EventPage.objects.live().public().values("pk")
        return self.filter(Q(workshop__in=shown) | Q(training__in=shown))


class Seed(index.Indexed, models.Model):
    """A « graine de projet », run by an action group: born of a workshop (S3-17, S3-27), or of a training whose
    participants go on together (S4-11)."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(
        WorkshopPage, null=True, blank=True, on_delete=models.PROTECT, related_name="seeds", verbose_name="atelier"
    )
    training = models.ForeignKey(
        TrainingPage, null=True, blank=True, on_delete=models.PROTECT, related_name="seeds", verbose_name="formation"
    )
    title = models.CharField("titre", max_length=160)
    slug = models.SlugField("adresse", max_length=160, unique=True)
    kind = models.CharField("nature", max_length=10, choices=SeedKind.choices, default=SeedKind.OTHER)
    need = models.TextField("besoin de départ", blank=True, max_length=400)
    description = models.TextField("en quoi elle consiste", blank=True, max_length=1200)
    state = models.CharField("état", max_length=10, choices=SeedState.choices, default=SeedState.SOWN)
    sown_on = models.DateField("semée le", null=True, blank=True)

    objects = SeedQuerySet.as_manager()
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("description"),
    ]

    class Meta:
        verbose_name = "graine de projet"
        verbose_name_plural = "graines de projet"
        ordering = ["-sown_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(workshop__isnull=False, training=None) | Q(workshop=None, training__isnull=False),
                name="seed_born_once",
                violation_error_message="Une graine naît d’un atelier, ou d’une formation : choisissez l’un des deux.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:seed", args=[self.slug])

    @property
    def event(self) -> WorkshopPage | TrainingPage:
        """Where it was born."""
        born = self.workshop or self.training
        assert born is not None  # the database refuses a seed without
        return born
