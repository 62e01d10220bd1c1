"""The room on the day: links without an account, the cards of the round of the table, the tables of the afternoon."""

import uuid

from django.db import models
from django.db.models import Q


class Room(models.Model):
    """Where a workshop is captured. Its keys are part of the links: another key, and the former links open nothing."""

    workshop = models.OneToOneField(
        "events.WorkshopPage", on_delete=models.CASCADE, related_name="room", verbose_name="atelier"
    )
    is_open = models.BooleanField("ouverte", default=False)
    reads_first = models.BooleanField(
        "relire avant d’afficher",
        default=False,
        help_text="Sans cela, le mur montre tout ce qui arrive, et l’on écarte après coup.",
    )
    # Given to everybody in the room; to the projector; to whoever types the sheets.
    phone_key = models.UUIDField("clé des téléphones", default=uuid.uuid4, editable=False)
    wall_key = models.UUIDField("clé du mur", default=uuid.uuid4, editable=False)
    typing_key = models.UUIDField("clé de la saisie", default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "salle"
        verbose_name_plural = "salles"

    def __str__(self) -> str:
        return f"Salle de « {self.workshop.title} »"


class RoomCard(models.Model):
    """One person, one card: what they say of themselves during the round of the table (S3-22)."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="cards", verbose_name="salle")
    client_id = models.UUIDField("clé d’envoi", default=uuid.uuid4, unique=True, editable=False)
    sheet_number = models.PositiveSmallIntegerField("fiche", null=True, blank=True)
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="room_cards",
        verbose_name="personne",
    )
    organisation_name = models.CharField("structure", max_length=160, blank=True)
    profile = models.ForeignKey(
        "events.Profile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="profil"
    )
    words = models.TextField("ce que je fais, ce qui m’amène", blank=True, max_length=600)
    seeks_group = models.BooleanField("cherche un groupe", default=False)
    consent = models.ForeignKey(
        "people.Consent",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="accord pour être cité ou citée",
    )
    made_at = models.DateTimeField("faite le", auto_now_add=True)

    class Meta:
        verbose_name = "carte du tour de table"
        verbose_name_plural = "cartes du tour de table"
        ordering = ["room", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "sheet_number"],
                name="room_sheet_once",
                violation_error_message="Cette fiche est déjà saisie.",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation_name or f"Carte {self.pk}")

    @property
    def may_be_named(self) -> bool:
        consent = self.consent
        return bool(consent and consent.withdrawn_at is None and consent.person_id == self.person_id)


class RoomTable(models.Model):
    """A table of the afternoon, around a group of needs (S3-25)."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="tables", verbose_name="salle")
    number = models.PositiveSmallIntegerField("numéro")
    cluster = models.ForeignKey(
        "events.NeedCluster",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tables",
        verbose_name="autour de",
    )

    class Meta:
        verbose_name = "table"
        verbose_name_plural = "tables"
        ordering = ["room", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "number"],
                name="room_table_number_once",
                violation_error_message="Ce numéro de table est déjà pris.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="room_table_number_from_one",
                violation_error_message="Les tables se comptent à partir de 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"Table {self.number}"


class Seat(models.Model):
    """Somebody at a table. The room is repeated so that the database keeps each person at one table only."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="seats", verbose_name="salle")
    table = models.ForeignKey(RoomTable, on_delete=models.CASCADE, related_name="seats", verbose_name="table")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="room_seats", verbose_name="personne"
    )
    organisation_name = models.CharField("structure", max_length=160, blank=True)
    profile = models.ForeignKey(
        "events.Profile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="profil"
    )

    class Meta:
        verbose_name = "place à une table"
        verbose_name_plural = "places à une table"
        ordering = ["table", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "person"],
                name="room_seat_once_each",
                violation_error_message="Cette personne est déjà à une table.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.table}"
