"""The departure of a letter and what it announced: live facts, outside the page and its drafts."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from outbox.enums import MAY_HAVE_ARRIVED, MailingState
from outbox.models import Message


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def departed(self) -> "DispatchQuerySet":
        """Those that somebody may have received, or will: all but the ones cancelled before the first mail."""
        arrived = Message.objects.filter(mailing=OuterRef("mailing"), state__in=MAY_HAVE_ARRIVED)
        return self.filter(~Q(mailing__state=MailingState.CANCELLED) | Exists(arrived))

    def to_everyone(self) -> "DispatchQuerySet":
        """Those of letters that were not meant for a selection: what everybody was told."""
        return self.filter(audience_name="")

    def readable(self) -> "DispatchQuerySet":
        """Departures whose letter is still on the site for everyone, newest first."""
        return (
            self.departed()
            .filter(letter__live=True, letter__view_restrictions=None)
            .select_related("letter", "mailing__content")
            .order_by("-letter__date", "-decided_at")
        )


class Dispatch(models.Model):
    """The departure of a letter: publishing an older draft must not forget it.

    What was sent stands in `mailing.content`, frozen by its hash; the archive on the web shows that.
    """

    letter = models.OneToOneField(
        "newsletter.LetterPage", on_delete=models.PROTECT, related_name="dispatch", verbose_name="infolettre"
    )
    mailing = models.OneToOneField(
        "outbox.Mailing", on_delete=models.PROTECT, related_name="dispatch", verbose_name="envoi"
    )
    root_url = models.URLField(
        "adresse du site au départ",
        blank=True,
        help_text="Les liens figés commencent ainsi ; s’il change, l’archive les ramène au site d’aujourd’hui.",
    )
    body_digest = models.CharField("empreinte du corps de la lettre", max_length=64, blank=True, editable=False)
    # The name as it was: what was sent to some is never taken for sent to all, nor renamed afterwards.
    audience_name = models.CharField("sélection à qui elle est partie", max_length=120, blank=True)
    selection = models.ForeignKey(
        "newsletter.Selection",
        null=True,
        blank=True,
        # Without it nobody would know whom the letter should still reach.
        on_delete=models.PROTECT,
        related_name="dispatches",
        verbose_name="sélection",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", default=timezone.now)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = "départ de l’infolettre"
        verbose_name_plural = "départs de l’infolettre"

    def __str__(self) -> str:
        return str(self.letter)


class AnnouncedPage(models.Model):
    """A page that a letter announced or linked to, written at the departure.

    The title and address are those of the mail: they stay when the page is renamed or deleted.
    """

    dispatch = models.ForeignKey(
        Dispatch, on_delete=models.CASCADE, related_name="announced_pages", verbose_name="départ"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="announcements", verbose_name="page"
    )
    title = models.CharField("titre annoncé", max_length=255)
    url = models.URLField("adresse annoncée", max_length=500, blank=True)

    class Meta:
        verbose_name = "page annoncée"
        verbose_name_plural = "pages annoncées"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "page"],
                name="announced_once_in_a_letter",
                violation_error_message="Cette page est déjà annoncée dans cette lettre.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AnnouncedSeed(models.Model):
    """The state in which a letter gave news of a seed: the same news is not proposed twice."""

    dispatch = models.ForeignKey(
        Dispatch, on_delete=models.CASCADE, related_name="announced_seeds", verbose_name="départ"
    )
    seed = models.ForeignKey("events.Seed", on_delete=models.CASCADE, related_name="+", verbose_name="graine")
    state = models.CharField("état annoncé", max_length=10)

    class Meta:
        verbose_name = "graine annoncée"
        verbose_name_plural = "graines annoncées"
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "seed"],
                name="seed_announced_once_in_a_letter",
                violation_error_message="Cette graine est déjà annoncée dans cette lettre.",
            )
        ]

    def __str__(self) -> str:
        return str(self.seed)
