"""What was said in confidence: notes that stay sealed until each person concerned opens a sentence (S2-17, M3)."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from ..enums import Answer, ExchangeKind, Unanimity


class Exchange(models.Model):
    """A meeting whose notes are confidential: an interview, a workshop, a talk about practice (S2-13).

    Read by its `keepers` and by nobody else, administrators of the site included. Apps above point here: a workshop
    and an accompaniment both have exchanges.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("forme", max_length=10, choices=ExchangeKind.choices, default=ExchangeKind.WORKSHOP)
    title = models.CharField("titre", max_length=160, help_text="Il paraît dans les courriels aux personnes présentes.")
    held_on = models.DateField("date", default=timezone.localdate)
    keepers = models.ManyToManyField(
        "people.User", related_name="kept_exchanges", verbose_name="qui tient le carnet de notes"
    )
    people = models.ManyToManyField(
        "people.Person", blank=True, related_name="exchanges", verbose_name="personnes présentes"
    )
    unanimity = models.CharField(
        "qui doit être d’accord", max_length=10, choices=Unanimity.choices, default=Unanimity.CONCERNED
    )
    answer_days = models.PositiveSmallIntegerField(
        "délai de réponse, en jours", default=21, help_text="Passé ce délai, le silence vaut un non."
    )

    class Meta:
        verbose_name = "échange confidentiel"
        verbose_name_plural = "échanges confidentiels"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=365),
                name="exchange_answer_days_sane",
                violation_error_message="Le délai de réponse va de 1 à 365 jours.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PassageQuerySet(models.QuerySet["Passage"]):
    def opened(self) -> "PassageQuerySet":
        """Those that each person concerned agreed to, in these words, and that nobody took back since.

        The only door through which another app may read a passage.
        """
        voices = Voice.objects.filter(passage=OuterRef("pk"))
        return self.filter(Exists(voices), ~Exists(voices.exclude(pk__in=Voice.objects.agreeing().values("pk"))))


class Passage(models.Model):
    """A sentence noted in an exchange. Its words are sealed; `Passage.objects.opened()` says which are not."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="passages", verbose_name="échange")
    words = models.TextField("ce qui s’est dit", max_length=1200)
    words_hash = models.CharField("empreinte des mots", max_length=64, editable=False)
    noted_at = models.DateTimeField("noté le", default=timezone.now)
    people = models.ManyToManyField(
        "people.Person", through="people.Voice", related_name="passages", verbose_name="personnes concernées"
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = "passage confidentiel"
        verbose_name_plural = "passages confidentiels"
        ordering = ["exchange", "pk"]

    def __str__(self) -> str:
        # Its words never leak through a log, a list of references or a message of error.
        return f"passage {self.pk} ({self.exchange})"


class VoiceQuerySet(models.QuerySet["Voice"]):
    def agreeing(self) -> "VoiceQuerySet":
        """Who agreed to the words as they are now, and has not withdrawn."""
        return self.filter(
            answer=Answer.AGREED,
            agreed_hash=F("passage__words_hash"),
            consent__isnull=False,
            consent__withdrawn_at=None,
            consent__person=F("person"),
        )


class Voice(models.Model):
    """What one person concerned says of one passage. No answer is no.

    The person is protected: if a row could vanish with its person, the passage would open with one agreement less.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="voices", verbose_name="passage")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="voices", verbose_name="personne concernée"
    )
    spoke = models.BooleanField("ce sont ses mots", default=False, help_text="Elle ou il peut les reformuler.")
    answer = models.CharField("réponse", max_length=10, choices=Answer.choices, default=Answer.WAITING)
    agreed_hash = models.CharField("empreinte acceptée", max_length=64, blank=True, editable=False)
    consent = models.ForeignKey(
        "people.Consent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="accord"
    )
    asked_at = models.DateTimeField("demandé le", null=True, blank=True)
    times_asked = models.PositiveSmallIntegerField("demandes", default=0)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "voix"
        verbose_name_plural = "voix"
        ordering = ["passage", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "person"],
                name="voice_once",
                violation_error_message="Cette personne est déjà liée à ce passage.",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.AGREED) | ~Q(agreed_hash=""),
                name="voice_agreed_to_words",
                violation_error_message="Un accord porte sur des mots.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_answer_display()})"

    @property
    def deadline(self) -> datetime | None:
        """Until when a yes can be given; None before anybody asked."""
        return self.asked_at and self.asked_at + timedelta(days=self.passage.exchange.answer_days)

    @property
    def said_no(self) -> bool:
        """Refused, or agreed and then withdrew."""
        withdrawn = self.consent is not None and self.consent.withdrawn_at is not None
        return self.answer == Answer.REFUSED or (self.answer == Answer.AGREED and withdrawn)

    def is_silent(self, now: datetime) -> bool:
        """Asked, and the time to answer is over: it is no."""
        return self.answer == Answer.WAITING and self.deadline is not None and self.deadline <= now
