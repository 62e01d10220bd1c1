"""What stands between our events and OpenAgenda: what it was told, what editors chose, what the agenda asks."""

from django.db import models
from django.utils import timezone

from ..enums import OpenAgendaDates


class OpenAgendaPush(models.Model):
    """What OpenAgenda was last told under one identifier; an equal digest means that there is nothing to tell (O7).

    It outlives its page: what was told of a page that is no more is still to be taken back (O10).
    """

    identifier = models.CharField("notre identifiant", max_length=36, unique=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="page"
    )
    digest = models.CharField("empreinte", max_length=64, blank=True)
    remote_uid = models.CharField("numéro chez OpenAgenda", max_length=40, blank=True)
    # As their answer said: another moment read later is a change that somebody made there.
    remote_updated_at = models.DateTimeField("version chez OpenAgenda", null=True, blank=True)
    pushed_at = models.DateTimeField("transmis le", null=True, blank=True)
    changed_there_at = models.DateTimeField("modifié là-bas le", null=True, blank=True)
    # Whoever keeps the agenda took it out: it is not sent again until an editor here asks for it.
    removed_there_at = models.DateTimeField("retiré là-bas le", null=True, blank=True)
    failed_at = models.DateTimeField("dernier échec", null=True, blank=True)
    error = models.TextField("motif de l’échec", blank=True)

    class Meta:
        verbose_name = "transmission à OpenAgenda"
        verbose_name_plural = "transmissions à OpenAgenda"

    def __str__(self) -> str:
        return f"{self.page or self.identifier} chez OpenAgenda"


class OpenAgendaWish(models.Model):
    """What the editors of a page want said of it there, outside its drafts: it applies at the next transmission."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="openagenda_wish", verbose_name="page"
    )
    dates = models.CharField(
        "comment transmettre les dates", max_length=10, choices=OpenAgendaDates.choices, blank=True
    )
    # Field of the agenda → value, as the agenda wants it (O9).
    answers = models.JSONField("champs propres à l’agenda", default=dict, blank=True)

    class Meta:
        verbose_name = "choix pour OpenAgenda"
        verbose_name_plural = "choix pour OpenAgenda"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dates__in=["", *OpenAgendaDates.values]),
                name="openagenda_dates_known",
                violation_error_message="Cette façon de transmettre les dates n’existe pas.",
            )
        ]

    def __str__(self) -> str:
        return f"Choix pour OpenAgenda : {self.page}"


class OpenAgendaForm(models.Model):
    """The form of the agenda we write to, as last read: editors see what it asks without anybody waiting for it."""

    agenda = models.CharField("numéro de l’agenda", max_length=40, unique=True)
    title = models.CharField("titre", max_length=255, blank=True)
    fields = models.JSONField("champs", default=list, blank=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    tried_at = models.DateTimeField("dernier essai", null=True, blank=True)
    # Up to when we know what was changed or taken out there.
    changes_read_at = models.DateTimeField("retraits lus jusqu’au", default=timezone.now)

    class Meta:
        verbose_name = "formulaire d’un agenda"
        verbose_name_plural = "formulaires d’agendas"

    def __str__(self) -> str:
        return self.title or self.agenda
